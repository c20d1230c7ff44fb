//! The form of an application's settings, for a new one and for one that is there.

use super::sections::{AddressesSection, AuthenticationSection, BasicsSection, FlowsSection, TokensSection};
use crate::{
    api::clients::SaveClient,
    tr,
    ui::{Form, Hidden, SubmitButton, use_frame},
};
use domain::clients::form::ClientForm;
use leptos::prelude::*;

/// The form. Who may not save only looks at the fields.
#[component]
pub fn ClientFields(
    /// What the fields hold.
    form: ClientForm,
    /// Id and version of the application that is changed; none for a new one.
    #[prop(optional)]
    of: Option<(String, i64)>,
) -> impl IntoView {
    let is_new = of.is_none();
    let (id, version) = of.unwrap_or_default();
    let administers = use_frame().staff.is_some_and(|staff| staff.administers);
    view! {
        <Form<SaveClient> class="card">
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version.to_string()/>
            <fieldset class="form" disabled=!administers>
                <BasicsSection form=form.clone()/>
                <AuthenticationSection form=form.clone()/>
                <AddressesSection form=form.clone()/>
                <FlowsSection form=form.clone() is_new/>
                <TokensSection form is_new/>
            </fieldset>
            {administers.then(|| view! {
                <div class="form-actions">
                    <SubmitButton label=tr!(common.save)/>
                    <a class="button quiet" href="/office/clients">{tr!(common.cancel)}</a>
                </div>
            })}
        </Form<SaveClient>>
    }
}
