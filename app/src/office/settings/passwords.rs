use super::sections::{SettingsSection, read_only};
use crate::{
    api::passwords::{PasswordSettings, SavePasswords, read_passwords},
    tr,
    ui::{Form, Hidden, Load, Notice, SelectField, SubmitButton, Switch, TextField, use_frame},
};
use domain::{password::Profile, settings::PasswordPolicy};
use leptos::prelude::*;

/// `/office/settings/passwords`: an administrator chooses the rules for new passwords.
#[component]
pub fn PasswordsPage() -> impl IntoView {
    let settings = Resource::new_blocking(|| (), |()| read_passwords());
    view! {
        <SettingsSection path="/office/settings/passwords" lead=tr!(passwords.lead)>
            <Load from=settings show=|settings| view! { <Page settings/> }/>
        </SettingsSection>
    }
}

#[component]
fn Page(settings: PasswordSettings) -> impl IntoView {
    let PasswordSettings {
        version,
        policy,
        refused,
    } = settings;
    let disabled = read_only();
    let refused = use_frame().language.whole(refused);
    view! {
        <Form<SavePasswords> class="settings">
            <Hidden name="version" value=version.to_string()/>
            <Notice tone="info"><p>{tr!(passwords.refused, count = refused)}</p></Notice>
            <div class="card stack">
                <SelectField name="profile" label=tr!(passwords.profile) options=profiles() value=policy.profile.as_str()/>
            </div>
            <Own policy disabled/>
            {(!disabled).then(|| view! {
                <div class="form-actions"><SubmitButton label=tr!(common.save)/></div>
            })}
        </Form<SavePasswords>>
    }
}

/// What counts with the profile *custom* only.
#[component]
fn Own(policy: PasswordPolicy, disabled: bool) -> impl IntoView {
    view! {
        <section class="stack tight" aria-labelledby="own-rules">
            <h2 id="own-rules">{tr!(passwords.own)}</h2>
            <p class="quiet-text">{tr!(passwords.own_hint)}</p>
            <div class="card stack">
                <TextField name="min" label=tr!(passwords.min) hint=tr!(passwords.min_hint) autocomplete="off"
                    value=policy.min.to_string() readonly=disabled/>
            </div>
            <div class="card flush">
                <Switch name="refuse_common" label=tr!(passwords.refuse_common) hint=tr!(passwords.refuse_common_hint)
                    checked=policy.refuse_common disabled/>
                <Switch name="upper" label=tr!(passwords.upper) hint=tr!(passwords.wanted) checked=policy.upper disabled/>
                <Switch name="lower" label=tr!(passwords.lower) hint=tr!(passwords.wanted) checked=policy.lower disabled/>
                <Switch name="digit" label=tr!(passwords.digit) hint=tr!(passwords.wanted) checked=policy.digit disabled/>
                <Switch name="special" label=tr!(passwords.special) hint=tr!(passwords.special_hint)
                    checked=policy.special disabled/>
            </div>
        </section>
    }
}

fn profiles() -> Vec<(String, String)> {
    let name = |profile: &Profile| (profile.as_str().to_owned(), profile_name(*profile).to_owned());
    Profile::ALL.iter().map(name).collect()
}

/// What a profile is called, with what it asks for.
pub fn profile_name(profile: Profile) -> &'static str {
    match profile {
        Profile::Modern => tr!(passwords.modern),
        Profile::Nist => tr!(passwords.nist),
        Profile::Classic => tr!(passwords.classic),
        Profile::Custom => tr!(passwords.custom),
    }
}
