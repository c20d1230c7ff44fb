//! The rules for new passwords, as an administrator chooses them.

use crate::{
    services::{Outcome, policies},
    state::Portico,
};
use app::api::{
    Answer, Problems,
    passwords::{PasswordSettings, SavePasswords},
    visit::Visit,
};
use domain::{
    password::{MIN, Profile},
    settings::PasswordPolicy,
    values::Fault,
};

/// The rules with their version, and how many passwords are refused.
pub async fn read(portico: &Portico, visit: &Visit) -> Outcome<PasswordSettings> {
    let kept = policies::read::<PasswordPolicy>(portico, visit).await?;
    Ok(PasswordSettings {
        version: kept.version,
        policy: kept.policy,
        refused: portico.refused.len(),
    })
}

/// Saves the rules. They hold for the next new password; those that people have stay as they are.
pub async fn save(portico: &Portico, visit: &Visit, form: SavePasswords) -> Outcome<Answer> {
    let mut problems = Problems::default();
    let profile = problems.take(
        "profile",
        form.profile.parse::<Profile>().map_err(|_| Fault::Unknown),
    );
    let min = problems.take("min", least(&form.min));
    let Some((profile, min)) = profile.zip(min) else {
        return Ok(Answer::Problems(problems));
    };
    let policy = PasswordPolicy {
        profile,
        min,
        upper: form.upper.is_some(),
        lower: form.lower.is_some(),
        digit: form.digit.is_some(),
        special: form.special.is_some(),
        refuse_common: form.refuse_common.is_some(),
    };
    policies::save(portico, visit, &policy, form.version).await
}

/// The smallest length of the shop's own rules.
fn least(typed: &str) -> Result<u32, Fault> {
    let range = Fault::OutOfRange {
        min: MIN,
        max: PasswordPolicy::GREATEST_MIN,
    };
    let number = typed.trim().parse::<u32>().map_err(|_| range)?;
    if (MIN..=PasswordPolicy::GREATEST_MIN).contains(&number) {
        Ok(number)
    } else {
        Err(range)
    }
}
