//! A page or a list with nothing to show but a sentence and the next step.

use super::use_frame;
use crate::tr;
use leptos::prelude::*;

/// A picture of the page frame, a heading, a sentence and what to do next.
#[component]
pub fn Empty(
    /// Name of the picture.
    picture: &'static str,
    /// Heading: the page's own, unless `second`.
    #[prop(into)]
    heading: String,
    /// What it means for the person; may be empty.
    #[prop(into)]
    text: String,
    /// Whether the page has another heading above.
    #[prop(default = false)]
    second: bool,
    /// What stands between picture and heading.
    #[prop(optional)]
    sign: Option<AnyView>,
    /// Id of the request, to tell to support.
    #[prop(optional_no_strip)]
    request_id: Option<String>,
    /// Links and buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let heading = if second {
        view! { <h2>{heading}</h2> }.into_any()
    } else {
        view! { <h1>{heading}</h1> }.into_any()
    };
    let picture = use_frame().picture(picture);
    let picture = (!picture.is_empty()).then(|| view! { <img src=picture alt="" width="400" height="300"/> });
    let text = (!text.is_empty()).then(|| view! { <p>{text}</p> });
    view! {
        <div class="empty">
            {picture}
            {sign}
            {heading}
            {text}
            {children.map(|children| view! { <div class="cluster">{children()}</div> })}
            {request_id.map(|id| view! { <p class="request-id">{tr!(common.request_id, id = id).to_string()}</p> })}
        </div>
    }
}
