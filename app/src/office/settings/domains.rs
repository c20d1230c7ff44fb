use super::sections::{SettingsSection, read_only};
use crate::{
    api::domains::{DomainSettings, SaveDomains, read_domains},
    tr,
    ui::{Form, Hidden, Load, SubmitButton, TextAreaField},
};
use domain::values::MailDomain;
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
    let disabled = read_only();
    view! {
        <Form<SaveDomains> class="settings">
            <Hidden name="version" value=version.to_string()/>
            <div class="card stack">
                <TextAreaField name="allow" label=tr!(domains.allow) hint=tr!(domains.allow_hint)
                    value=lines(&domains.allow)/>
                <TextAreaField name="deny" label=tr!(domains.deny) hint=tr!(domains.deny_hint)
                    value=lines(&domains.deny)/>
            </div>
            {(!disabled).then(|| view! {
                <div class="form-actions"><SubmitButton label=tr!(common.save)/></div>
            })}
        </Form<SaveDomains>>
    }
}

fn lines(domains: &[MailDomain]) -> String {
    let lines: Vec<_> = domains.iter().map(MailDomain::as_str).collect();
    lines.join("\n")
}
