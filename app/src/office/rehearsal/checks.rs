//! Each check of the sign-in and what became of it.

use crate::{
    api::rehearsal::{Check, Outcome},
    tr,
};
use leptos::prelude::*;

/// The checks in their order.
#[component]
pub(super) fn Checks(checks: Vec<(Check, Outcome)>) -> impl IntoView {
    let rows: Vec<_> = checks
        .into_iter()
        .map(|(check, outcome)| {
            let (tone, words) = outcome_words(outcome);
            view! {
                <tr>
                    <th scope="row">{check_words(check)}</th>
                    <td data-label=tr!(identities.rehearsal_outcome)>
                        <span class=format!("badge {tone}")>{words}</span>
                    </td>
                </tr>
            }
        })
        .collect();
    view! {
        <section class="stack tight" aria-labelledby="checks">
            <h2 id="checks">{tr!(identities.rehearsal_checks)}</h2>
            <div class="card flush">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{tr!(identities.rehearsal_check)}</th>
                            <th scope="col">{tr!(identities.rehearsal_outcome)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}

fn outcome_words(outcome: Outcome) -> (&'static str, &'static str) {
    match outcome {
        Outcome::Passed => ("success", tr!(identities.outcome_passed)),
        Outcome::Failed => ("danger", tr!(identities.outcome_failed)),
        Outcome::Unreachable => ("danger", tr!(identities.outcome_unreachable)),
        Outcome::NotReached => ("", tr!(identities.outcome_not_reached)),
        Outcome::NotAsked => ("", tr!(identities.outcome_not_asked)),
    }
}

fn check_words(check: Check) -> &'static str {
    match check {
        Check::Discovery => tr!(identities.check_discovery),
        Check::State => tr!(identities.check_state),
        Check::IssuerParameter => tr!(identities.check_issuer_parameter),
        Check::Answer => tr!(identities.check_answer),
        Check::Token => tr!(identities.check_token),
        Check::Pkce => tr!(identities.check_pkce),
        Check::IdToken => tr!(identities.check_id_token),
        Check::Keys => tr!(identities.check_keys),
        Check::Issuer => tr!(identities.check_issuer),
        Check::Audience => tr!(identities.check_audience),
        Check::Algorithm => tr!(identities.check_algorithm),
        Check::Key => tr!(identities.check_key),
        Check::Signature => tr!(identities.check_signature),
        Check::Expiry => tr!(identities.check_expiry),
        Check::Nonce => tr!(identities.check_nonce),
        Check::AuthorizedParty => tr!(identities.check_authorized_party),
        Check::IssuedAt => tr!(identities.check_issued_at),
        Check::AuthTime => tr!(identities.check_auth_time),
        Check::AccessTokenHash => tr!(identities.check_access_token_hash),
        Check::Subject => tr!(identities.check_subject),
        Check::UserInfo => tr!(identities.check_user_info),
        Check::UserInfoSubject => tr!(identities.check_user_info_subject),
        Check::SubjectClaim => tr!(identities.check_subject_claim),
    }
}
