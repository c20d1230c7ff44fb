//! What an administrator switches while the shop runs: here the ways in; each group of settings has a page below.

mod bot_check;
mod domains;
mod passwords;
mod preview;
mod roles;
mod second_factor;
mod sections;
mod sessions;
mod texts;

pub use bot_check::{BotCheckPage, method_name};
pub use domains::DomainsPage;
pub use passwords::{PasswordsPage, profile_name};
pub use roles::{EditPage as EditRolePage, NewPage as NewRolePage, RolesPage};
pub use second_factor::{SecondFactorPage, demand_words};
pub use sessions::SessionsPage;
pub use texts::{EditPage as EditTextPage, PreviewPage as PreviewTextPage, TextsPage};

pub use preview::PreviewPage;

use crate::{
    api::settings::{SaveSettings, SettingsPage as Settings, read_settings},
    tr,
    ui::{Form, FormState, Hidden, Load, Notice, SubmitButton, Switch},
};
use domain::values::Fault;
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;
use sections::{SettingsSection, read_only};

/// `/office/settings`: an administrator decides who can sign in and register, and how.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let settings = Resource::new_blocking(|| (), |()| read_settings());
    view! {
        <SettingsSection path="/office/settings" lead=tr!(office.settings_lead)>
            <Load from=settings show=|settings| view! { <Page settings/> }/>
        </SettingsSection>
    }
}

#[component]
fn Page(settings: Settings) -> impl IntoView {
    let saved = use_query_map().with_untracked(|query| query.get("done").is_some());
    let disabled = read_only();
    view! {
        <Form<SaveSettings> class="settings">
            <Hidden name="version" value=settings.version.to_string()/>
            {saved.then(|| view! { <Notice tone="success"><p>{tr!(office.settings_saved)}</p></Notice> })}
            <Meaning settings=settings.clone()/>
            <SigningIn settings=settings.clone() disabled/>
            <Registering settings disabled/>
            {(!disabled).then(|| view! {
                <div class="form-actions"><SubmitButton label=tr!(common.save)/></div>
            })}
        </Form<SaveSettings>>
    }
}

/// What the settings lead to now; instead of it, why a change was refused. Faults of other kinds are the form's to
/// tell.
#[component]
fn Meaning(settings: Settings) -> impl IntoView {
    let state = expect_context::<FormState>();
    let fault = state.fault("local_sign_in");
    let customers = settings.password_only;
    let now = meaning(&settings);
    move || {
        if fault.get() == Some(Fault::NoWayIn) && state.failed.with(Option::is_none) {
            let text = tr!(office.lockout_text, count = customers);
            view! { <Notice tone="danger"><strong>{tr!(office.lockout_heading)}</strong><p>{text}</p></Notice> }.into_any()
        } else {
            let text = now.clone();
            view! { <Notice tone="info"><strong>{tr!(office.settings_now_heading)}</strong><p>{text}</p></Notice> }.into_any()
        }
    }
}

/// What the Login button leads to, in words.
fn meaning(settings: &Settings) -> String {
    let count = settings.providers;
    match (settings.customer_accounts, settings.local_sign_in, count) {
        (false, _, _) => tr!(office.settings_mode_closed).to_owned(),
        (true, true, 0) => tr!(office.settings_mode_local).to_owned(),
        (true, true, _) => tr!(office.settings_mode_both, count = count),
        (true, false, 1) => tr!(office.settings_mode_straight).to_owned(),
        (true, false, _) => tr!(office.settings_mode_providers, count = count),
    }
}

#[component]
fn SigningIn(settings: Settings, disabled: bool) -> impl IntoView {
    let local_hint = tr!(office.setting_local_sign_in_hint);
    let local_hint = if settings.local_sign_in && settings.password_only > 0 {
        format!(
            "{local_hint} {}",
            tr!(office.confirm_lose, count = settings.password_only)
        )
    } else {
        local_hint.to_owned()
    };
    view! {
        <section class="stack tight" aria-labelledby="signing-in">
            <h2 id="signing-in">{tr!(office.settings_sign_in)}</h2>
            <div class="card flush">
                <Switch name="customer_accounts" label=tr!(office.setting_customer_accounts)
                    hint=tr!(office.setting_customer_accounts_hint) checked=settings.customer_accounts disabled/>
                <Switch name="local_sign_in" label=tr!(office.setting_local_sign_in) hint=local_hint
                    checked=settings.local_sign_in disabled/>
            </div>
        </section>
    }
}

#[component]
fn Registering(settings: Settings, disabled: bool) -> impl IntoView {
    view! {
        <section class="stack tight" aria-labelledby="registering">
            <h2 id="registering">{tr!(office.settings_registering)}</h2>
            <div class="card flush">
                <Switch name="local_registration" label=tr!(office.setting_local_registration)
                    hint=tr!(office.setting_local_registration_hint) checked=settings.local_registration disabled/>
                <Switch name="approval" label=tr!(office.setting_approval) hint=tr!(office.setting_approval_hint)
                    checked=settings.approval disabled/>
            </div>
        </section>
    }
}
