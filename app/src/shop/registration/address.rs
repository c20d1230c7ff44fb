use crate::{
    api::registration::GiveAddress,
    tr,
    ui::{Form, SubmitButton, TextField, Title},
};
use leptos::prelude::*;

/// `/register/address`: a person whose provider told no address that counts gives one.
#[component]
pub(crate) fn AddressPage() -> impl IntoView {
    view! {
        <Title text=tr!(registration.title)/>
        <div class="page form-width">
            <div class="page-head">
                <h1>{tr!(registration.ask_address_heading)}</h1>
                <p class="lead">{tr!(registration.ask_address_note)}</p>
            </div>
            <Form<GiveAddress> class="card">
                <TextField name="email" label=tr!(common.email) kind="email" autocomplete="email"
                    hint=tr!(registration.email_hint)/>
                <SubmitButton label=tr!(registration.ask_address_submit) class="primary full"/>
            </Form<GiveAddress>>
        </div>
    }
}
