//! Which claim fills which field.

use super::{LINE, line};
use app::api::{Problems, providers};
use domain::{
    providers::{ClaimMapping, Field},
    values::optional,
};
use storage::providers::Provider;

/// Reads the names of the claims. The rule of a field stays as it is.
pub(super) fn parse(
    form: &providers::Claims,
    stored: Option<&Provider>,
    problems: &mut Problems,
) -> Option<ClaimMapping> {
    let before = stored.map(|stored| stored.claims.clone()).unwrap_or_default();
    let subject = problems.take("claim_subject", line(&form.claim_subject, LINE));
    let mut field = |name: &str, text: &str, before: &Option<Field>| {
        let claim = problems
            .take(name, optional(text, |text| line(text, LINE)))
            .flatten();
        let rule = before.as_ref().map(|field| field.rule).unwrap_or_default();
        claim.map(|claim| Field { claim, rule })
    };
    let mapping = ClaimMapping {
        subject: String::new(),
        email: field("claim_email", &form.claim_email, &before.email),
        given_name: field("claim_given_name", &form.claim_given_name, &before.given_name),
        family_name: field("claim_family_name", &form.claim_family_name, &before.family_name),
        full_name: field("claim_full_name", &form.claim_full_name, &before.full_name),
        phone: field("claim_phone", &form.claim_phone, &before.phone),
        language: field("claim_language", &form.claim_language, &before.language),
        account_code: field(
            "claim_account_code",
            &form.claim_account_code,
            &before.account_code,
        ),
    };
    Some(ClaimMapping {
        subject: subject?,
        ..mapping
    })
}
