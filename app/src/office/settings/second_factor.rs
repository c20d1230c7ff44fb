use super::sections::{SettingsSection, read_only};
use crate::{
    api::second_factor::{FactorSettings, SaveFactorSettings, read_factor_settings},
    tr,
    ui::{Checkbox, Form, Hidden, Load, SelectField, SubmitButton, Switch, TextField},
};
use domain::{
    settings::{Demand, REMEMBER_DAYS, SecondFactorPolicy},
    staff::Role,
};
use leptos::prelude::*;

/// `/office/settings/second-factor`: an administrator says who must have a second factor.
#[component]
pub fn SecondFactorPage() -> impl IntoView {
    let settings = Resource::new_blocking(|| (), |()| read_factor_settings());
    view! {
        <SettingsSection path="/office/settings/second-factor" lead=tr!(second_factor.settings_lead)>
            <Load from=settings show=|settings: FactorSettings| view! { <Page settings/> }/>
        </SettingsSection>
    }
}

#[component]
fn Page(settings: FactorSettings) -> impl IntoView {
    let FactorSettings { version, policy } = settings;
    let disabled = read_only();
    view! {
        <Form<SaveFactorSettings> class="settings">
            <Hidden name="version" value=version.to_string()/>
            <OfCustomers policy=policy.clone() disabled/>
            <OfStaff policy disabled/>
            {(!disabled).then(|| view! {
                <div class="form-actions"><SubmitButton label=tr!(common.save)/></div>
            })}
        </Form<SaveFactorSettings>>
    }
}

#[component]
fn OfCustomers(policy: SecondFactorPolicy, disabled: bool) -> impl IntoView {
    let demands = Demand::ALL
        .iter()
        .map(|demand| (demand.to_string(), demand_words(*demand).to_owned()));
    let days = REMEMBER_DAYS.iter().map(|days| {
        let words = match days {
            0 => tr!(second_factor.settings_never).to_owned(),
            days => tr!(second_factor.settings_days, days = *days).to_string(),
        };
        (days.to_string(), words)
    });
    let from = policy.factor_from.map(|day| day.to_string()).unwrap_or_default();
    view! {
        <fieldset class="card form-section" disabled=disabled>
            <legend>{tr!(second_factor.settings_customers)}</legend>
            <SelectField name="factor_demand" label=tr!(second_factor.settings_demand) options=demands.collect()
                value=policy.factor_demand.to_string() hint=tr!(second_factor.settings_demand_hint)/>
            <TextField name="factor_from" label=tr!(second_factor.settings_from) kind="date" autocomplete="off"
                required=false value=from hint=tr!(second_factor.settings_from_hint)/>
            <Switch name="factor_mail" label=tr!(second_factor.method_mail) hint=tr!(second_factor.settings_mail_hint)
                checked=policy.factor_mail disabled/>
            <SelectField name="factor_remember_days" label=tr!(second_factor.settings_remember) options=days.collect()
                value=policy.factor_remember_days.to_string() hint=tr!(second_factor.settings_remember_hint)/>
        </fieldset>
    }
}

#[component]
fn OfStaff(policy: SecondFactorPolicy, disabled: bool) -> impl IntoView {
    let has = |role| policy.factor_roles.has(role);
    view! {
        <fieldset class="card form-section" disabled=disabled>
            <legend>{tr!(second_factor.settings_staff)}</legend>
            <p class="section-hint">{tr!(second_factor.settings_staff_hint)}</p>
            <Checkbox name="role_operations" checked=has(Role::Operations)>{tr!(office.role_operations)}</Checkbox>
            <Checkbox name="role_administrator" checked=has(Role::Administrator)>
                {tr!(office.role_administrator)}
            </Checkbox>
            <Checkbox name="role_auditor" checked=has(Role::Auditor)>{tr!(office.role_auditor)}</Checkbox>
        </fieldset>
    }
}

/// What is asked of customers, in words.
pub fn demand_words(demand: Demand) -> &'static str {
    match demand {
        Demand::Off => tr!(second_factor.demand_off),
        Demand::Optional => tr!(second_factor.demand_optional),
        Demand::Required => tr!(second_factor.demand_required),
        Demand::RequiredFrom => tr!(second_factor.demand_required_from),
    }
}
