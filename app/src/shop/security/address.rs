use crate::{
    api::security::ChangeAddress,
    tr,
    ui::{Form, PostedFault, SubmitButton, TextField},
};
use leptos::prelude::*;

/// Another address, which proves itself by a link.
#[component]
pub(super) fn AddressCard(
    /// The present one; may be empty.
    email: String,
    /// Name of the provider that sets it, if one does.
    owner: Option<String>,
) -> impl IntoView {
    let now = (!email.is_empty())
        .then(|| view! { <p>{tr!(security.address_now)} " " <strong>{email}</strong></p> });
    let change = match owner {
        Some(provider) => view! {
            <PostedFault<ChangeAddress>/>
            <p>{tr!(profile.comes_from, provider = provider)}</p>
        }
        .into_any(),
        None => view! { <Change/> }.into_any(),
    };
    view! {
        <section class="card stack" aria-labelledby="security-address">
            <h2 id="security-address">{tr!(common.email)}</h2>
            {now}
            {change}
        </section>
    }
}

#[component]
fn Change() -> impl IntoView {
    view! {
        <Form<ChangeAddress>>
            <TextField name="email" label=tr!(security.new_address) kind="email" autocomplete="email"
                hint=tr!(security.new_address_hint)/>
            <SubmitButton label=tr!(security.address_submit)/>
        </Form<ChangeAddress>>
    }
}
