//! Pages that say why there is no page.

use crate::{
    api::frame::Screen,
    tr,
    ui::{Empty, Title, set_status, use_frame},
};
use leptos::prelude::*;

/// What the server shows instead of the page at the path.
#[component]
pub fn ScreenPage(screen: Screen) -> impl IntoView {
    let (picture, heading, text) = match screen {
        Screen::NotFound => return view! { <NotFound/> }.into_any(),
        Screen::Forbidden => (
            "not-found",
            tr!(office.not_allowed_heading),
            tr!(office.not_allowed_text),
        ),
        Screen::TooLarge => ("not-found", tr!(shop.too_large_heading), tr!(shop.too_large_text)),
        Screen::Malformed => ("not-found", tr!(shop.refused_heading), tr!(shop.refused_text)),
        Screen::TooManyRequests => ("waiting", tr!(shop.busy_heading), tr!(common.too_many_requests)),
        Screen::Busy => ("waiting", tr!(shop.busy_heading), tr!(shop.busy_text)),
        Screen::Unavailable => (
            "waiting",
            tr!(shop.unavailable_heading),
            tr!(common.unavailable_try_again),
        ),
        // The others belong to customers and are never shown here.
        _ => ("not-found", tr!(shop.error_heading), tr!(shop.error_text)),
    };
    let frame = use_frame();
    // Asking again helps against what passes by itself, and only where asking changes nothing.
    let passes = !matches!(screen, Screen::Forbidden | Screen::TooLarge | Screen::Malformed);
    let (href, label) = if passes {
        (frame.path, tr!(common.try_again))
    } else {
        ("/office".to_owned(), tr!(office.to_office))
    };
    view! {
        <Title text=heading/>
        <Empty picture heading text>
            <a class="button" href=href rel="external">{label}</a>
        </Empty>
        <p class="form-foot">{tr!(common.request_id, id = frame.request_id)}</p>
    }
    .into_any()
}

/// 404
#[component]
pub fn NotFound() -> impl IntoView {
    set_status(404);
    view! {
        <Title text=tr!(shop.not_found_title)/>
        <Empty picture="not-found" heading=tr!(shop.not_found_heading) text=tr!(office.not_found_text)>
            <a class="button" href="/office" rel="external">{tr!(office.to_office)}</a>
        </Empty>
    }
}
