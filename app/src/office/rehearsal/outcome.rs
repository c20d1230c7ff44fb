//! What would happen to the person who signed in, and what the provider told of them.

use crate::{
    api::rehearsal::{Claim, Filled, Known, LeadsTo, Owner, Person, Vouches, Would},
    office::{parts::Fact, providers::rule_words},
    tr,
};
use domain::providers::MappedField;
use leptos::prelude::*;

/// The row of the table that applies, whom it is about, and what each field would take.
#[component]
pub(super) fn Outcome(person: Person) -> impl IntoView {
    let customer = match person.customer {
        Some((number, name)) => format!("{name} ({number})"),
        None => tr!(identities.rehearsal_nobody).to_owned(),
    };
    let account = match person.account {
        Some((code, name)) => format!("{name} ({code})"),
        None => tr!(identities.rehearsal_no_account).to_owned(),
    };
    let rows: Vec<_> = person
        .fields
        .into_iter()
        .map(|field| view! { <FieldRow field/> })
        .collect();
    view! {
        <section class="card" aria-labelledby="outcome">
            <h2 id="outcome">{tr!(identities.rehearsal_would)}</h2>
            <dl class="facts">
                <Fact term=tr!(identities.rehearsal_leads_to)><strong>{leads_to(person.leads_to)}</strong></Fact>
                <Fact term=tr!(identities.rehearsal_owner)>{owner(person.owner)}</Fact>
                <Fact term=tr!(identities.rehearsal_vouches)>{vouches(person.vouches)}</Fact>
                <Fact term=tr!(identities.rehearsal_customer)>{customer}</Fact>
                <Fact term=tr!(identities.rehearsal_account)>{account}</Fact>
            </dl>
        </section>
        <section class="stack tight" aria-labelledby="fields">
            <h2 id="fields">{tr!(identities.rehearsal_fields)}</h2>
            <div class="card flush">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{tr!(identities.rehearsal_field)}</th>
                            <th scope="col">{tr!(identities.rehearsal_value)}</th>
                            <th scope="col">{tr!(identities.rehearsal_rule)}</th>
                            <th scope="col">{tr!(identities.rehearsal_does)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

#[component]
fn FieldRow(field: Filled) -> impl IntoView {
    let value = field.value.unwrap_or_else(|| "–".to_owned());
    let rule = field.rule.map_or("–", rule_words);
    view! {
        <tr>
            <th scope="row">{name(field.field)}<span class="under"><code>{field.claim}</code></span></th>
            <td data-label=tr!(identities.rehearsal_value)>{value}</td>
            <td data-label=tr!(identities.rehearsal_rule)>{rule}</td>
            <td data-label=tr!(identities.rehearsal_does)>{would(field.would)}</td>
        </tr>
    }
}

/// Every claim as it came.
#[component]
pub(super) fn Claims(claims: Vec<Claim>) -> impl IntoView {
    let rows: Vec<_> = claims
        .into_iter()
        .map(|claim| view! { <Fact term=claim.name><code>{claim.value}</code></Fact> })
        .collect();
    view! {
        <section class="card" aria-labelledby="all-claims">
            <h2 id="all-claims">{tr!(identities.rehearsal_claims)}</h2>
            <dl class="facts">{rows}</dl>
        </section>
    }
}

fn name(field: MappedField) -> &'static str {
    match field {
        MappedField::Email => tr!(common.email),
        MappedField::GivenName => tr!(common.given_name),
        MappedField::FamilyName => tr!(common.family_name),
        MappedField::FullName => tr!(office_providers.claim_full_name),
        MappedField::Phone => tr!(common.phone),
        MappedField::Language => tr!(office_providers.claim_language),
        MappedField::AccountCode => tr!(office.provider_claim_account_code),
    }
}

fn would(would: Would) -> &'static str {
    match would {
        Would::Set => tr!(identities.would_set),
        Would::Keep => tr!(identities.would_keep),
        Would::Suggest => tr!(identities.would_suggest),
        Would::TellStaff => tr!(identities.would_tell_staff),
        Would::Unusable => tr!(identities.would_unusable),
        Would::Missing => tr!(identities.would_missing),
    }
}

fn owner(owner: Owner) -> &'static str {
    match owner {
        Owner::Known(Known::Active) => tr!(identities.owner_known),
        Owner::Known(Known::KeptOut) => tr!(identities.owner_kept_out),
        Owner::Nobody => tr!(identities.owner_nobody),
        Owner::ProvenCustomer => tr!(identities.owner_proven),
        Owner::UnprovenLocalCustomer => tr!(identities.owner_unproven),
        Owner::CustomerOfAnotherProvider => tr!(identities.owner_other_provider),
        Owner::WaitingRequest => tr!(identities.owner_waiting),
        Owner::RejectedRequest => tr!(identities.owner_rejected),
        Owner::DisabledCustomer => tr!(identities.owner_disabled),
    }
}

fn vouches(vouches: Vouches) -> &'static str {
    match vouches {
        Vouches::TrustedAndVerified => tr!(identities.vouches_verified),
        Vouches::Unproven => tr!(identities.vouches_unproven),
        Vouches::Missing => tr!(identities.vouches_missing),
    }
}

fn leads_to(leads_to: LeadsTo) -> &'static str {
    match leads_to {
        LeadsTo::SignIn => tr!(identities.leads_sign_in),
        LeadsTo::Profile => tr!(identities.leads_profile),
        LeadsTo::Approval => tr!(identities.leads_approval),
        LeadsTo::NoAccounts => tr!(identities.leads_no_accounts),
        LeadsTo::AskForAddress => tr!(identities.leads_ask_for_address),
        LeadsTo::ProveAddress => tr!(identities.leads_prove_address),
        LeadsTo::ProveOldAccount => tr!(identities.leads_prove_old),
        LeadsTo::ProveThroughOtherProvider => tr!(identities.leads_prove_other),
        LeadsTo::TakeOver => tr!(identities.leads_take_over),
        LeadsTo::Waiting => tr!(identities.leads_waiting),
        LeadsTo::Declined => tr!(identities.leads_declined),
        LeadsTo::Closed => tr!(identities.leads_closed),
    }
}
