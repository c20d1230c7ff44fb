//! Which claim fills which field of a customer.

use crate::{
    api::providers::Claims,
    tr,
    ui::{Checkbox, TextField},
};
use leptos::prelude::*;

/// The names of the claims, and which of them are believed.
#[component]
pub fn ClaimsSection(
    /// What the fields hold.
    values: Claims,
) -> impl IntoView {
    view! {
        <section class="form-section" aria-labelledby="claims">
            <h2 id="claims">{tr!(office.provider_claims)}</h2>
            <p class="hint">{tr!(office_providers.claims_hint)}</p>
            <TextField name="claim_subject" label=tr!(office_providers.claim_subject)
                hint=tr!(office_providers.claim_subject_hint) value=values.claim_subject autocomplete="off"/>
            <Claim name="claim_email" label=tr!(common.email) value=values.claim_email/>
            <Claim name="claim_given_name" label=tr!(common.given_name) value=values.claim_given_name/>
            <Claim name="claim_family_name" label=tr!(common.family_name) value=values.claim_family_name/>
            <Claim name="claim_full_name" label=tr!(office_providers.claim_full_name) value=values.claim_full_name/>
            <Claim name="claim_phone" label=tr!(common.phone) value=values.claim_phone/>
            <Claim name="claim_language" label=tr!(office_providers.claim_language) value=values.claim_language/>
            <TextField name="claim_account_code" label=tr!(office.provider_claim_account_code)
                hint=tr!(office.provider_claim_account_code_hint) value=values.claim_account_code autocomplete="off"
                required=false/>
            <div>
                <Checkbox name="account_code_controlled" checked=values.account_code_controlled.is_some()
                    hint=tr!(office.provider_account_code_controlled_hint)>
                    {tr!(office.provider_account_code_controlled)}
                </Checkbox>
                <Checkbox name="trusts_email_verified" checked=values.trusts_email_verified.is_some()>
                    {tr!(office.provider_trusts_email)}
                </Checkbox>
            </div>
        </section>
    }
}

/// The name of one claim, which may be left out.
#[component]
fn Claim(name: &'static str, label: &'static str, value: String) -> impl IntoView {
    view! { <TextField name label value autocomplete="off" required=false/> }
}
