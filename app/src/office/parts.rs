//! Small pieces that several pages of the office share.

use crate::{routes::encode, tr, ui::Icon};
use leptos::prelude::*;

/// Heading of a page with a sentence below it.
#[component]
pub fn PageHead(heading: &'static str, lead: &'static str) -> impl IntoView {
    view! {
        <div class="page-head"><h1>{heading}</h1><p class="lead">{lead}</p></div>
    }
}

/// The way from one thing back to the list that it stands in.
#[component]
pub fn BackLink(#[prop(into)] href: String, #[prop(into)] label: String) -> impl IntoView {
    view! { <a class="back-link" href=href><Icon name="arrow-left" class="small"/>{label}</a> }
}

/// A term and what is known about it; stands in `<dl class="facts">`.
#[component]
pub fn Fact(#[prop(into)] term: String, children: Children) -> impl IntoView {
    view! { <div><dt>{term}</dt><dd>{children()}</dd></div> }
}

/// Ways through a long list. It is read by key, so it goes on page by page and back to its beginning.
#[component]
pub fn Pager(
    /// Path, and query if there is one, of the list's beginning.
    base: String,
    /// Name of the parameter that bears the key.
    key: &'static str,
    /// Whether this page is not the first.
    later: bool,
    /// Key of the next page.
    next: Option<String>,
    /// What the link to the beginning says.
    first_label: &'static str,
    /// What the link to the next page says.
    next_label: &'static str,
) -> impl IntoView {
    let separator = if base.contains('?') { '&' } else { '?' };
    let next = next.map(|next| format!("{base}{separator}{key}={}", encode(&next)));
    (later || next.is_some()).then(|| {
        view! {
            <nav class="pager" aria-label=tr!(common.pages)>
                {later.then(|| view! { <a class="button small" href=base>{first_label}</a> })}
                {next.map(|next| view! { <a class="button small" href=next>{next_label}</a> })}
            </nav>
        }
    })
}
