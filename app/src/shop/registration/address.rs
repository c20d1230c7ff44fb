use crate::{
    api::registration::{Asked, GiveAddress, read_asked},
    shop::screens::NotFound,
    tr,
    ui::{Form, Load, SubmitButton, TextField, Title, found},
};
use leptos::prelude::*;

/// `/register/address`: a person whose provider told no address that counts gives one. 404 in a browser that brought
/// nobody from a provider.
#[component]
pub(crate) fn AddressPage() -> impl IntoView {
    let asked = Resource::new_blocking(|| (), async |()| found(read_asked().await));
    view! { <Load from=asked show/> }
}

fn show(asked: Option<Asked>) -> AnyView {
    match asked {
        Some(asked) => view! { <AskAddress asked/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn AskAddress(asked: Asked) -> impl IntoView {
    let Asked { provider, person } = asked;
    let who = (!person.is_empty()).then(|| {
        view! { <p>{tr!(registration.ask_address_person, person = person, provider = provider)}</p> }
    });
    view! {
        <Title text=tr!(registration.title)/>
        <div class="page form-width">
            <div class="page-head">
                <h1>{tr!(registration.ask_address_heading)}</h1>
                <p class="lead">{tr!(registration.ask_address_note)}</p>
                {who}
            </div>
            <Form<GiveAddress> class="card">
                <TextField name="email" label=tr!(common.email) kind="email" autocomplete="email"
                    hint=tr!(registration.email_hint)/>
                <SubmitButton label=tr!(registration.ask_address_submit) class="primary full"/>
            </Form<GiveAddress>>
        </div>
    }
}
