use super::sections::{SettingsSection, read_only};
use crate::{
    api::domains::{DomainSettings, SaveDomains, read_domains},
    tr,
    ui::{Form, Hidden, Load, SubmitButton, TextAreaField},
};
use leptos::prelude::*;

/// `/office/settings/domains`: an administrator says which e-mail domains customers may have.
#[component]
pub fn DomainsPage() -> impl IntoView {
    let settings = Resource::new_blocking(|| (), |()| read_domains());
    view! {
        <SettingsSection path="/office/settings/domains" lead=tr!(domains.lead)>
            <Load from=settings show=|settings| view! { <Page settings/> }/>
        </SettingsSection>
    }
}

#[component]
fn Page(settings: DomainSettings) -> impl IntoView {
    let DomainSettings { version, domains } = settings;
    let save = (!read_only())
        .then(|| view! { <div class="form-actions"><SubmitButton label=tr!(common.save)/></div> });
    view! {
        <Form<SaveDomains> class="settings">
            <Hidden name="version" value=version.to_string()/>
            <div class="card stack">
                <TextAreaField name="allow" label=tr!(domains.allow) hint=tr!(domains.allow_hint)
                    value=domains.allow.join("\n")/>
                <TextAreaField name="deny" label=tr!(domains.deny) hint=tr!(domains.deny_hint)
                    value=domains.deny.join("\n")/>
            </div>
            {save}
        </Form<SaveDomains>>
    }
}
