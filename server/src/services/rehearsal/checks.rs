//! Which checks passed, by where the sign-in ended: its functions check in a fixed order and end at the first fault.

use crate::providers::callback::{BadAnswer, CallbackFault, Silent};
use app::api::rehearsal::{Check, Outcome};
use storage::providers::Provider;

/// Each check with its outcome. `fault` is what ended the sign-in, if anything did; `subject_claim` says whether the
/// claim that the settings name for the subject could be used, `answered` whether the browser came back with a code.
pub(super) fn outcomes(
    provider: &Provider,
    fault: Option<&CallbackFault>,
    subject_claim: bool,
    answered: bool,
) -> Vec<(Check, Outcome)> {
    let failed = match fault {
        Some(fault) => Some(failed(fault, answered)),
        None if !subject_claim => Some((Check::SubjectClaim, Outcome::Failed)),
        None => None,
    };
    let position = |check: Check| Check::ALL.iter().position(|known| *known == check);
    let end = failed.and_then(|(check, _)| position(check));
    let outcome = |(at, check): (usize, Check)| {
        let outcome = match (end, failed) {
            (Some(end), _) if at > end => Outcome::NotReached,
            (Some(end), Some((_, outcome))) if at == end => outcome,
            _ if check == Check::Pkce && !provider.pkce => Outcome::NotAsked,
            // A rehearsal asks for no sign-in of a certain age.
            _ if check == Check::AuthTime => Outcome::NotAsked,
            _ => Outcome::Passed,
        };
        (check, outcome)
    };
    Check::ALL.into_iter().enumerate().map(outcome).collect()
}

/// The check that a fault belongs to.
fn failed(fault: &CallbackFault, answered: bool) -> (Check, Outcome) {
    let check = match fault {
        CallbackFault::Denied | CallbackFault::LoginRequired => Check::Answer,
        CallbackFault::ProviderError(_) if answered => Check::Token,
        CallbackFault::ProviderError(_) => Check::Answer,
        CallbackFault::Unreachable(silent) => return (of_silent(*silent), Outcome::Unreachable),
        CallbackFault::BadAnswer(kind) => of_answer(*kind),
    };
    (check, Outcome::Failed)
}

fn of_silent(silent: Silent) -> Check {
    match silent {
        Silent::Authorization => Check::Answer,
        Silent::Discovery => Check::Discovery,
        Silent::Token => Check::Token,
        Silent::Keys => Check::Keys,
        Silent::UserInfo => Check::UserInfo,
    }
}

fn of_answer(kind: BadAnswer) -> Check {
    match kind {
        BadAnswer::Discovery => Check::Discovery,
        BadAnswer::Query => Check::State,
        BadAnswer::IssuerParameter => Check::IssuerParameter,
        BadAnswer::TokenResponse => Check::Token,
        BadAnswer::NoIdToken | BadAnswer::Malformed => Check::IdToken,
        BadAnswer::Keys => Check::Keys,
        BadAnswer::Issuer => Check::Issuer,
        BadAnswer::Audience => Check::Audience,
        BadAnswer::Algorithm => Check::Algorithm,
        BadAnswer::UnknownKey => Check::Key,
        BadAnswer::Signature => Check::Signature,
        BadAnswer::Expired => Check::Expiry,
        BadAnswer::Nonce => Check::Nonce,
        BadAnswer::AuthorizedParty => Check::AuthorizedParty,
        BadAnswer::IssuedAt => Check::IssuedAt,
        BadAnswer::AuthTime => Check::AuthTime,
        BadAnswer::AccessTokenHash => Check::AccessTokenHash,
        BadAnswer::Subject => Check::Subject,
        BadAnswer::UserInfo => Check::UserInfo,
        BadAnswer::UserInfoSubject => Check::UserInfoSubject,
    }
}

/// The provider's own word for its refusal.
pub(super) fn error_code(fault: &CallbackFault) -> Option<String> {
    match fault {
        CallbackFault::ProviderError(code) => Some(code.to_string()),
        CallbackFault::Denied => Some("access_denied".to_owned()),
        CallbackFault::LoginRequired => Some("login_required".to_owned()),
        CallbackFault::Unreachable(_) | CallbackFault::BadAnswer(_) => None,
    }
}
