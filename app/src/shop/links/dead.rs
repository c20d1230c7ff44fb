use crate::{
    routes::with_next,
    shop::wanted,
    tr,
    ui::{Empty, Title, set_status},
};
use leptos::prelude::*;

/// A link that was used, is too old or was never ours, and how to get a new one. 410.
#[component]
pub(super) fn Dead(
    /// Whether its time is over; else it was used or is unknown, and nothing tells which.
    expired: bool,
    /// Where a new one is to be had, and the words for it.
    again: (&'static str, &'static str),
) -> impl IntoView {
    set_status(410);
    let (heading, text) = if expired {
        (tr!(links.expired_heading), tr!(links.expired_text))
    } else {
        (tr!(links.used_heading), tr!(links.used_text))
    };
    let (path, words) = again;
    let path = with_next(path, wanted().as_deref());
    view! {
        <Title text=heading/>
        <Empty picture="empty" heading text>
            <a class="button primary" href=path rel="external">{words}</a>
            <a class="button" href="/">{tr!(common.back_to_shop)}</a>
        </Empty>
    }
}
