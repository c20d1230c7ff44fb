//! What every page has.

use super::raw_text::title_text;
use crate::{
    api::{ApiError, Reply, frame::Frame},
    frame::forget_posted,
};
use leptos::prelude::*;
use leptos_router::hooks::use_location;
use wasm_bindgen::JsCast;

/// The frame of this page load.
pub fn use_frame() -> Frame {
    expect_context::<StoredValue<Frame>>().get_value()
}

/// The document's title: the page, then the shop.
#[component]
pub fn Title(#[prop(into)] text: String) -> impl IntoView {
    let shop = use_frame().shop_name;
    let title = if text.is_empty() {
        shop
    } else {
        format!("{text} · {shop}")
    };
    view! { <leptos_meta::Title text=title_text(title)/> }
}

/// What search engines show below the title.
#[component]
pub fn Description(#[prop(into)] text: String) -> impl IntoView {
    view! { <leptos_meta::Meta name="description" content=text/> }
}

/// Gives the page another status than 200. In the browser the status is known already.
#[cfg(feature = "ssr")]
pub fn set_status(status: u16) {
    if let Some(visit) = use_context::<crate::api::visit::Visit>() {
        visit.set_status(status);
    }
}

/// Gives the page another status than 200. In the browser the status is known already.
#[cfg(not(feature = "ssr"))]
pub fn set_status(_status: u16) {}

/// Makes a thing that may not be there a case of its own, so that a page can say so in its words.
///
/// # Errors
/// All but `NotFound`.
pub fn found<T>(reply: Reply<T>) -> Reply<Option<T>> {
    match reply {
        Ok(value) => Ok(Some(value)),
        Err(ApiError::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

/// What happens when the router has changed the page: the focus goes to its content, as it does when a browser
/// loads one, and what was posted before is left behind. To be called inside of a router.
pub fn on_navigation() {
    let path = use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let path = path.get();
        if before.is_some_and(|before| before != path) {
            forget_posted();
            focus_main();
        }
        path
    });
}

fn focus_main() {
    let main = document()
        .get_element_by_id("main")
        .and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(main) = main {
        // Nothing is lost when the browser refuses.
        let _ = main.focus();
    }
}
