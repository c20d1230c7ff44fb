//! Giving a customer another role.

use crate::{
    api::roles::{CustomerRole, SetRole},
    tr,
    ui::{Form, Hidden, PostedFault, SelectField, SubmitButton},
};
use leptos::prelude::*;

/// The roles to choose from, where there is more than the one that everybody has.
#[component]
pub fn Action(id: String, role: CustomerRole) -> impl IntoView {
    let CustomerRole { id: own, all } = role;
    if all.len() < 2 {
        return view! { <PostedFault<SetRole>/> }.into_any();
    }
    view! {
        <Form<SetRole>>
            <Hidden name="id" value=id/>
            <Hidden name="from" value=own.clone()/>
            <SelectField name="role" label=tr!(roles.of_customer) options=all value=own/>
            <SubmitButton label=tr!(roles.give) class="full"/>
        </Form<SetRole>>
    }
    .into_any()
}
