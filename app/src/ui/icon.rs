//! Icons: strokes on a 24×24 grid in the colour of the text, drawn for this project. Always beside words, so hidden
//! from assistive technology.

use leptos::prelude::*;

/// One of our icons; see `path` below for the names.
#[component]
pub fn Icon(
    /// Which.
    name: &'static str,
    /// Further classes.
    #[prop(default = "")]
    class: &'static str,
) -> impl IntoView {
    view! {
        <svg class=format!("icon {class}") viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d=path(name)/>
        </svg>
    }
}

/// The outline of an icon.
#[rustfmt::skip]
fn path(name: &str) -> &'static str {
    match name {
        "account" => "M8 8a4 4 0 1 0 8 0a4 4 0 1 0 -8 0ZM4.5 20.5c.8-4 3.8-6 7.5-6s6.7 2 7.5 6",
        "alert" => "M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0ZM12 7.5v5.5M12 16v.01",
        "apps" => "M4.5 4.5h6v6h-6ZM13.5 4.5h6v6h-6ZM4.5 13.5h6v6h-6ZM13.5 13.5h6v6h-6Z",
        "arrow-left" => "M19 12H5m6 6-6-6 6-6",
        "arrow-right" => "M5 12h14m-6-6 6 6-6 6",
        "check" => "m5 12.5 4.5 4.5L19 7.5",
        "chevron-down" => "m6 9 6 6 6-6",
        "chevron-right" => "m9 6 6 6-6 6",
        "chevron-up" => "m6 15 6-6 6 6",
        "clock" => "M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0ZM12 7v5l3.5 2",
        "close" => "M6 6l12 12M18 6 6 18",
        "device" => "M4.5 5.5h15v10h-15ZM2.5 18.5h19M10 15.5l-.5 3m5-3 .5 3",
        "external" => "M13.5 4.5h6v6M19.5 4.5 11 13M18 13.5v4a2 2 0 0 1-2 2H6.5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2h4",
        "eye" => "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM9 12a3 3 0 1 0 6 0a3 3 0 1 0 -6 0Z",
        "eye-off" => "M10 5.7a9.6 9.6 0 0 1 2-.2c6 0 9.5 6.5 9.5 6.5a17 17 0 0 1-2.4 3.2M6.3 7.2A16 16 0 0 0 2.5 12S6 18.5 12 18.5a9.5 9.5 0 0 0 4.7-1.3M9.9 9.9a3 3 0 0 0 4.2 4.2M4 4l16 16",
        "globe" => "M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0ZM3 12h18M12 3c2.5 2.6 3.8 5.6 3.8 9s-1.3 6.4-3.8 9c-2.5-2.6-3.8-5.6-3.8-9S9.5 5.6 12 3Z",
        "grid" => "M4.5 4.5h6v6h-6ZM13.5 4.5h6v6h-6ZM4.5 13.5h6v6h-6ZM13.5 13.5h6v6h-6Z",
        "history" => "M4 5v4.5h4.5M4.3 9.5A8.3 8.3 0 1 1 3.7 12.5M12 7.5V12l3.2 2",
        "inbox" => "M3.5 13.5 6.3 5.6h11.4l2.8 7.9v5h-17v-5Zm0 0h5l1.3 2.5h4.4l1.3-2.5h5",
        "info" => "M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0ZM12 11v5M12 8v.01",
        "key" => "M15 13.5a4.5 4.5 0 1 0-4.3-3.2L4 17v3h3v-2h2v-2h2l1.5-2.5a4.5 4.5 0 0 0 2.5 0Z",
        "link" => "M9.5 14.5 14.5 9.5M11 6.5l1.8-1.8a4.6 4.6 0 0 1 6.5 6.5L17.5 13M13 17.5l-1.8 1.8a4.6 4.6 0 0 1-6.5-6.5L6.5 11",
        "mail" => "M5.5 5.5h13a2 2 0 0 1 2 2v9a2 2 0 0 1 -2 2h-13a2 2 0 0 1 -2 -2v-9a2 2 0 0 1 2 -2ZM4 7l8 6 8-6",
        "plus" => "M12 5v14M5 12h14",
        "question" => "M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0ZM9.5 9.5a2.6 2.6 0 1 1 3.6 2.4c-.7.3-1.1.8-1.1 1.6M12 16.5v.01",
        "settings" => "M4 7h9m5 0h2M4 17h2m5 0h9M13 7a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0ZM6 17a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0Z",
        "shop" => "M5 9.5v10h14v-10M3.5 9.5 5.5 4.5h13l2 5a2.8 2.8 0 0 1-5.6 0 2.9 2.9 0 0 1-5.8 0 2.8 2.8 0 0 1-5.6 0ZM9.5 19.5v-5h5v5",
        "sign-out" => "M14 4.5H6.5a2 2 0 0 0-2 2v11a2 2 0 0 0 2 2H14M10 12h10.5m-4-4 4 4-4 4",
        "success" => "M3 12a9 9 0 1 0 18 0a9 9 0 1 0 -18 0ZM8 12.5l2.8 2.8L16 9.5",
        "warning" => "M12 4 2.8 19.5h18.4L12 4ZM12 10v4.5M12 17v.01",
        _ => "",
    }
}
