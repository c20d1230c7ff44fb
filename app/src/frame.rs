//! The frame of a page load, handed from the server to the browser with the page.

use crate::api::{answer::Posted, frame::Frame};
use leptos::prelude::*;
use leptos_meta::provide_meta_context;

/// Puts the frame of this page load and its language into context, the same on both sides.
pub(crate) fn provide_frame() {
    provide_meta_context();
    let (frame, posted) = SharedValue::new(server_side).into_inner();
    provide_context(frame.language);
    provide_context(StoredValue::new(frame));
    provide_context(PostedForm(StoredValue::new(posted)));
}

/// The form that was posted without JavaScript and is shown again. It is handed over here, once for the page: a
/// value that a form asked for while its data is awaited would come in another order in the browser.
#[derive(Clone, Copy)]
struct PostedForm(StoredValue<Option<Posted>>);

/// What was posted to the server function at `path`, if this page shows it again.
pub(crate) fn posted(path: &str) -> Option<Posted> {
    let posted = use_context::<PostedForm>()?.0;
    posted.with_value(|posted| posted.clone().filter(|posted| posted.form == path))
}

/// Leaves behind what was posted: the person is on another page now.
pub(crate) fn forget_posted() {
    if let Some(PostedForm(posted)) = use_context::<PostedForm>() {
        posted.set_value(None);
    }
}

#[cfg(feature = "ssr")]
#[expect(
    clippy::expect_used,
    reason = "the page handler sets the frame before it renders"
)]
fn server_side() -> (Frame, Option<Posted>) {
    let visit = expect_context::<crate::api::visit::Visit>();
    let reply = visit.reply();
    let frame = reply
        .frame
        .clone()
        .expect("the page handler sets the frame before it renders");
    (frame, reply.posted.clone())
}

#[cfg(not(feature = "ssr"))]
fn server_side() -> (Frame, Option<Posted>) {
    unreachable!("the frame comes with the page")
}
