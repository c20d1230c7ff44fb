//! When a claim changes a customer's field.

use crate::{api::providers::ClaimRules, tr, ui::SelectField};
use domain::providers::Rule;
use leptos::prelude::*;

/// One rule for each field that a claim fills.
#[component]
pub fn RulesSection(
    /// What the fields hold.
    values: ClaimRules,
) -> impl IntoView {
    view! {
        <section class="form-section" aria-labelledby="rules">
            <h2 id="rules">{tr!(identities.rules_heading)}</h2>
            <p class="hint">{tr!(identities.rules_hint)}</p>
            <SelectField name="rule_email" label=tr!(common.email) hint=tr!(identities.rules_email_hint) options=choices()
                value=values.rule_email/>
            <SelectField name="rule_given_name" label=tr!(common.given_name) options=choices()
                value=values.rule_given_name/>
            <SelectField name="rule_family_name" label=tr!(common.family_name) options=choices()
                value=values.rule_family_name/>
            <SelectField name="rule_phone" label=tr!(common.phone) options=choices() value=values.rule_phone/>
            <SelectField name="rule_language" label=tr!(office_providers.claim_language) options=choices()
                value=values.rule_language/>
        </section>
    }
}

fn choices() -> Vec<(String, String)> {
    let named = |rule: &Rule| (rule.to_string(), rule_words(*rule).to_owned());
    Rule::ALL.iter().map(named).collect()
}

/// A rule in words.
pub fn rule_words(rule: Rule) -> &'static str {
    match rule {
        Rule::SetOnce => tr!(identities.rule_set_once),
        Rule::Always => tr!(identities.rule_always),
        Rule::Suggest => tr!(identities.rule_suggest),
    }
}
