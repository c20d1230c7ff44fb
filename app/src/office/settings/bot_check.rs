use super::sections::{SettingsSection, read_only};
use crate::{
    api::bot_check::{BotCheckSettings, SaveBotCheck, read_bot_check},
    tr,
    ui::{Form, Hidden, Load, SelectField, SubmitButton, TextField},
};
use domain::settings::BotCheckMethod;
use leptos::prelude::*;

/// `/office/settings/bot-check`: an administrator says how people who register show that they are no program.
#[component]
pub fn BotCheckPage() -> impl IntoView {
    let settings = Resource::new_blocking(|| (), |()| read_bot_check());
    view! {
        <SettingsSection path="/office/settings/bot-check" lead=tr!(bot_check.lead)>
            <Load from=settings show=|settings| view! { <Page settings/> }/>
        </SettingsSection>
    }
}

/// What a way to find out is called.
pub fn method_name(method: BotCheckMethod) -> &'static str {
    match method {
        BotCheckMethod::ProofOfWork => tr!(bot_check.method_work),
        BotCheckMethod::Recaptcha => tr!(bot_check.method_recaptcha),
    }
}

#[component]
fn Page(settings: BotCheckSettings) -> impl IntoView {
    let BotCheckSettings {
        version,
        policy,
        has_secret,
    } = settings;
    let readonly = read_only();
    let methods = BotCheckMethod::ALL
        .iter()
        .map(|method| (method.as_str().to_owned(), method_name(*method).to_owned()))
        .collect();
    view! {
        <Form<SaveBotCheck> class="settings">
            <Hidden name="version" value=version.to_string()/>
            <div class="card stack">
                <SelectField name="method" label=tr!(bot_check.method) options=methods
                    value=policy.method.as_str() hint=tr!(bot_check.method_hint)/>
            </div>
            <fieldset class="card form-section">
                <legend>{tr!(bot_check.recaptcha)}</legend>
                <TextField name="site_key" label=tr!(bot_check.site_key) autocomplete="off" value=policy.site_key
                    required=false readonly/>
                <TextField name="secret_key" label=tr!(bot_check.secret_key) kind="password" autocomplete="off"
                    required=false readonly hint=if has_secret { tr!(bot_check.secret_kept) } else { tr!(bot_check.secret_hint) }/>
                <TextField name="least_score" label=tr!(bot_check.least_score) kind="number" autocomplete="off"
                    value=policy.least_score.to_string() hint=tr!(bot_check.least_score_hint) readonly/>
            </fieldset>
            {(!readonly).then(|| view! {
                <div class="form-actions"><SubmitButton label=tr!(common.save)/></div>
            })}
        </Form<SaveBotCheck>>
    }
}
