use crate::{
    api::security::ChangeAddress,
    tr,
    ui::{Form, SubmitButton, TextField},
};
use leptos::prelude::*;

/// Another address, which proves itself by a link.
#[component]
pub(super) fn AddressCard(
    /// The present one; may be empty.
    email: String,
) -> impl IntoView {
    let now = (!email.is_empty())
        .then(|| view! { <p>{tr!(security.address_now)} " " <strong>{email}</strong></p> });
    view! {
        <section class="card stack" aria-labelledby="security-address">
            <h2 id="security-address">{tr!(common.email)}</h2>
            {now}
            <Form<ChangeAddress>>
                <TextField name="email" label=tr!(security.new_address) kind="email" autocomplete="email"
                    hint=tr!(security.new_address_hint)/>
                <SubmitButton label=tr!(security.address_submit)/>
            </Form<ChangeAddress>>
        </section>
    }
}
