//! The proof that a person sends the form.

#[cfg(feature = "hydrate")]
mod seek;

use leptos::prelude::*;

/// The form's hidden field for it. The browser seeks a proof while the person writes; a try uses it up, so another one
/// is sought after each answer. Without scripts it stays empty.
#[component]
pub(super) fn BotProof() -> impl IntoView {
    let proof = RwSignal::new(String::new());
    #[cfg(feature = "hydrate")]
    seek::keep_seeking(proof);
    view! { <input type="hidden" name="proof" prop:value=move || proof.get()/> }
}
