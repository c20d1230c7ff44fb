use super::{AccountPage, account_pages};
use crate::{tr, ui::Icon};
use leptos::prelude::*;

/// A page of the account, with the way to the others beside it, above it on the phone. Alone, it has the whole room.
#[component]
pub(in crate::shop) fn AccountFrame(
    /// Path of the page.
    current: &'static str,
    children: Children,
) -> impl IntoView {
    let pages = account_pages();
    let links = (pages.len() > 1).then(|| {
        let links = pages.into_iter().map(|page| view! { <Link page current/> });
        view! {
            <nav class="account-nav" aria-label=tr!(account.navigation)><ul role="list">{links.collect_view()}</ul></nav>
        }
    });
    let class = if links.is_some() {
        "page wide account"
    } else {
        "page narrow"
    };
    view! { <div class=class>{links}<div class="account-page">{children()}</div></div> }
}

#[component]
fn Link(page: AccountPage, current: &'static str) -> impl IntoView {
    let here = (page.path == current).then_some("page");
    view! {
        <li>
            // Who may see a page is decided anew for each.
            <a class="nav-link" href=page.path aria-current=here rel="external">
                <Icon name=page.icon/>
                {(page.label)()}
            </a>
        </li>
    }
}
