//! Proof of work. A challenge is signed, so that none is kept before it is answered; an answer is kept until its
//! challenge is too old, so that every replica takes it once.

use super::{Check, FORM};
use crate::{services::Outcome, state::Portico};
use app::api::{bot_check::BotTask, visit::Visit};
use async_trait::async_trait;
use domain::{
    bot_check::{Proof, difficulty, leading_zeros},
    time::{Span, Timestamp},
};
use ring::digest;
use storage::bot_proofs;

/// How long a challenge can be answered: as long as a form stays open.
const LIFETIME: Span = Span::hours(1);
/// How far back the load is counted.
const LOOK_BACK: Span = Span::minutes(10);
/// Octets of the longest proof that is read.
const LONGEST: usize = 300;

/// The shop itself.
pub(super) struct Work;

#[async_trait]
impl Check for Work {
    async fn task(&self, portico: &Portico) -> Outcome<BotTask> {
        let now = portico.now();
        let mut conn = portico.database.read().await?;
        let taken = bot_proofs::taken_since(&mut conn, now.minus(LOOK_BACK)).await?;
        let bits = difficulty(taken);
        let expires = now.plus(LIFETIME).as_millis();
        let nonce = portico.entropy.token();
        let text = format!("{FORM}.{bits}.{expires}.{}", nonce.expose());
        let signature = portico.keyring.challenges().sign(&text);
        Ok(BotTask::Work {
            challenge: format!("{text}.{signature}"),
            bits,
        })
    }

    async fn judge(&self, portico: &Portico, _visit: &Visit, proof: &str) -> Outcome<Proof> {
        let now = portico.now();
        let Some((challenge, expires)) = answered(portico, proof).filter(|(_, expires)| now < *expires)
        else {
            return Ok(Proof::Wrong);
        };
        let mut tx = portico.database.brief().await?;
        let first = bot_proofs::take(&mut tx, challenge, now, expires).await?;
        tx.commit().await?;
        Ok(if first { Proof::Right } else { Proof::Wrong })
    }
}

/// The challenge that a proof answers, and until when it can be; none where the work was not done, or not for us.
fn answered<'a>(portico: &Portico, proof: &'a str) -> Option<(&'a str, Timestamp)> {
    if proof.len() > LONGEST {
        return None;
    }
    let (challenge, _number) = proof.rsplit_once('.')?;
    let (text, signature) = challenge.rsplit_once('.')?;
    if !portico.keyring.challenges().verify(text, signature) {
        return None;
    }
    let mut parts = text.split('.');
    let (form, bits, expires) = (parts.next()?, parts.next()?, parts.next()?);
    let bits = bits.parse::<u32>().ok()?;
    let hash = digest::digest(&digest::SHA256, proof.as_bytes());
    let done = form == FORM && leading_zeros(hash.as_ref()) >= bits;
    let expires = Timestamp::from_millis(expires.parse().ok()?);
    done.then_some((challenge, expires))
}
