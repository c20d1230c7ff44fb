use crate::tr;
use leptos::prelude::*;

/// Pages of applications that sign the person out there (OpenID Connect Front-Channel Logout 1.0 §3), out of sight. They
/// may run their scripts, and lead this page nowhere.
#[component]
pub(crate) fn Frames(pages: Vec<String>) -> impl IntoView {
    let frame = |page| {
        view! {
            <iframe
                src=page
                title=tr!(logout.frame_title)
                sandbox="allow-scripts allow-same-origin"
                referrerpolicy="no-referrer"
                hidden
            ></iframe>
        }
    };
    pages.into_iter().map(frame).collect_view()
}
