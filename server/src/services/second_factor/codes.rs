//! Codes: mailing one, and making recovery codes.

use super::Person;
use crate::{
    mail::{Letter, Mail},
    services::{Outcome, Trouble, throttles},
    state::Portico,
};
use app::api::{ApiError, visit::Visit};
use domain::{
    ids::FactorStepId,
    second_factor::{Code, Owner, RECOVERY_CODES, RecoveryCode, STEP_LIFETIME},
};
use secrecy::ExposeSecret;
use storage::{
    Tx,
    factor_steps::{self, Step},
    sealed::Column,
    second_factors,
};

/// Mails a code for this step; the one before works no more. False when the person has had enough of them for now.
pub async fn send(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    person: &Person,
    step: FactorStepId,
) -> Outcome<bool> {
    let (Some(to), Owner::Customer(id)) = (person.email.as_deref(), person.owner) else {
        return Ok(false);
    };
    if !throttles::allow_code_mail(portico, tx, visit, &person.owner.to_string()).await? {
        return Ok(false);
    }
    let mail = Mail::SecondFactorCode {
        name: person.greeting.clone(),
    };
    let letter = Letter {
        mail: &mail,
        to,
        language: person.language,
        customer_id: Some(id),
    };
    let mail_id = portico.outbox.enqueue(tx, portico.now(), letter).await?;
    let now = portico.now();
    factor_steps::put_mail(tx, step, mail_id, now, now.plus(STEP_LIFETIME)).await?;
    Ok(true)
}

/// Uses up the mailed code of this step, if it is the one that was typed and still in its ten minutes.
pub async fn use_mailed(portico: &Portico, tx: &mut Tx, step: &Step, typed: Code) -> Outcome<bool> {
    let Some((mail, at)) = step.mail_id.zip(step.mail_at) else {
        return Ok(false);
    };
    let right = portico.keyring.links().code_for_mail(mail) == typed;
    let in_time = portico.now() < at.plus(STEP_LIFETIME);
    Ok(right && in_time && factor_steps::use_mail(tx, step.id, mail).await?)
}

/// Makes ten new recovery codes in place of the old ones, and keeps them sealed with the step until they are noted.
pub async fn make_recovery(
    portico: &Portico,
    tx: &mut Tx,
    owner: Owner,
    step: FactorStepId,
) -> Outcome<String> {
    let codes: Vec<_> = (0..RECOVERY_CODES)
        .map(|_| {
            let mut random = [0; 8];
            portico.entropy.fill(&mut random);
            RecoveryCode::of(random)
        })
        .collect();
    let hashes = portico.keyring.recovery();
    let hashes: Vec<_> = codes.iter().map(|code| hashes.hash(owner, code)).collect();
    second_factors::set_recovery_codes(tx, owner, &hashes).await?;
    let shown: Vec<_> = codes.iter().map(ToString::to_string).collect();
    let place = Column::RecoveryCodes.place(step);
    Ok(portico
        .keyring
        .seal(&*portico.entropy, &place, shown.join(" ").as_bytes()))
}

/// The recovery codes that were not noted yet.
///
/// # Errors
/// `NotFound` when there are none.
pub fn open(portico: &Portico, step: &Step) -> Outcome<Vec<String>> {
    let sealed = step.codes.as_deref().ok_or(Trouble(ApiError::NotFound))?;
    let codes = portico
        .keyring
        .open_sealed(&Column::RecoveryCodes.place(step.id), sealed)?;
    Ok(codes.expose_secret().split(' ').map(str::to_owned).collect())
}
