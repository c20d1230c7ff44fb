use super::sections::{SettingsSection, read_only};
use crate::{
    api::sessions::{SaveLimits, SessionLimits, read_limits},
    tr,
    ui::{Form, Hidden, Load, SubmitButton, TextField},
};
use leptos::prelude::*;

/// `/office/settings/sessions`: an administrator says how long customers stay signed in.
#[component]
pub fn SessionsPage() -> impl IntoView {
    let limits = Resource::new_blocking(|| (), |()| read_limits());
    view! {
        <SettingsSection path="/office/settings/sessions" lead=tr!(sessions.limits_lead)>
            <Load from=limits show=|limits: SessionLimits| view! { <Page limits/> }/>
        </SettingsSection>
    }
}

#[component]
fn Page(limits: SessionLimits) -> impl IntoView {
    let SessionLimits { version, policy } = limits;
    let readonly = read_only();
    view! {
        <Form<SaveLimits> class="settings">
            <Hidden name="version" value=version.to_string()/>
            <fieldset class="card form-section">
                <legend>{tr!(sessions.limits_usual)}</legend>
                <TextField name="idle_minutes" label=tr!(sessions.limits_idle_minutes) kind="number" autocomplete="off"
                    value=policy.idle_minutes.to_string() hint=tr!(sessions.limits_idle_hint) readonly/>
                <TextField name="absolute_hours" label=tr!(sessions.limits_absolute_hours) kind="number"
                    autocomplete="off" value=policy.absolute_hours.to_string() hint=tr!(sessions.limits_absolute_hint)
                    readonly/>
            </fieldset>
            <fieldset class="card form-section">
                <legend>{tr!(sessions.limits_kept)}</legend>
                <TextField name="kept_idle_days" label=tr!(sessions.limits_kept_idle_days) kind="number"
                    autocomplete="off" value=policy.kept_idle_days.to_string() readonly/>
                <TextField name="kept_absolute_days" label=tr!(sessions.limits_kept_absolute_days) kind="number"
                    autocomplete="off" value=policy.kept_absolute_days.to_string() readonly/>
            </fieldset>
            {(!readonly).then(|| view! {
                <div class="form-actions"><SubmitButton label=tr!(common.save)/></div>
            })}
        </Form<SaveLimits>>
    }
}
