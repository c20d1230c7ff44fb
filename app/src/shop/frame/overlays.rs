use crate::{
    shop::{logout::LogoutDialog, profile::ProfileDialog},
    ui::use_frame,
};
use leptos::prelude::*;

/// What can stand over the storefront. Each is a page as well.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Overlay {
    /// My Profile.
    Profile,
    /// Locally or globally.
    Logout,
}

/// Pages that can be read and used before the terms are accepted. Those of a client's flow lead to the terms themselves,
/// where they are needed; its question whether to sign out needs none.
const OPEN_BEFORE_TERMS: [&str; 7] = [
    "/account",
    "/terms",
    "/privacy",
    "/imprint",
    "/logout",
    "/oauth2",
    "/signed-out",
];

/// The dialog that is open. None is before the page is hydrated; then My Profile opens by itself while the terms
/// wait to be accepted.
#[component]
pub(crate) fn Overlays(
    /// Path and query of the page that is shown.
    path: Signal<String>,
) -> impl IntoView {
    let overlay = expect_context::<RwSignal<Option<Overlay>>>();
    if use_frame().customer.is_some_and(|customer| customer.terms_due) {
        Effect::new(move |_| {
            let waits = !path.with(|path| OPEN_BEFORE_TERMS.iter().any(|page| path.starts_with(page)));
            overlay.set(waits.then_some(Overlay::Profile));
        });
    }
    let close = Callback::new(move |()| overlay.set(None));
    move || match overlay.get()? {
        Overlay::Profile => Some(view! { <ProfileDialog next=path.get_untracked() close/> }.into_any()),
        Overlay::Logout => Some(view! { <LogoutDialog close/> }.into_any()),
    }
}
