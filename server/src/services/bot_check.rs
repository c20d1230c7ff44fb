//! The bot check of the register form (spec 01 section 7, document 004): asked for where the role of new customers
//! needs it. Who finds out is behind one trait; the shop itself, by proof of work, or reCAPTCHA v3.

mod recaptcha;
pub mod settings;
mod work;

use super::{Outcome, Trouble};
use crate::state::Portico;
use app::api::{ApiError, bot_check::BotTask, visit::Visit};
use async_trait::async_trait;
use domain::{
    bot_check::{Course, Proof, course},
    settings::{BotCheck, BotCheckMethod},
};
use recaptcha::Recaptcha;
use storage::{Conn, policies, roles};
use work::Work;

/// What the form is called in challenges, and what reCAPTCHA is told that the person is about to do.
const FORM: &str = "register";

/// One way to tell a person from a program.
#[async_trait]
trait Check: Send + Sync {
    /// What the browser is to do before the form is sent.
    async fn task(&self, portico: &Portico) -> Outcome<BotTask>;

    /// What a proof is worth. One that is right is never right again.
    async fn judge(&self, portico: &Portico, visit: &Visit, proof: &str) -> Outcome<Proof>;
}

/// The way that the shop has chosen; none where the role of new customers does not need it.
async fn chosen(portico: &Portico, conn: &mut Conn) -> Outcome<Option<Box<dyn Check>>> {
    if !roles::default_needs_bot_check(conn).await? {
        return Ok(None);
    }
    let policy = policies::load::<BotCheck>(conn).await?.policy;
    Ok(Some(match policy.method {
        BotCheckMethod::ProofOfWork => Box::new(Work),
        BotCheckMethod::Recaptcha => {
            let secret = settings::secret(portico, conn).await?;
            Box::new(Recaptcha {
                policy,
                secret: secret.ok_or(Trouble(ApiError::Internal))?,
            })
        }
    }))
}

/// What the browser is to do before the register form is sent.
pub async fn task(portico: &Portico) -> Outcome<BotTask> {
    let mut conn = portico.database.read().await?;
    let check = chosen(portico, &mut conn).await?;
    drop(conn);
    match check {
        Some(check) => check.task(portico).await,
        None => Ok(BotTask::Nothing),
    }
}

/// Another origin that the register page loads from and speaks to, if there is one: its policy must allow that.
pub async fn origin(portico: &Portico, conn: &mut Conn) -> Outcome<Option<String>> {
    let policy = policies::load::<BotCheck>(conn).await?.policy;
    let asked = policy.method == BotCheckMethod::Recaptcha && roles::default_needs_bot_check(conn).await?;
    Ok(asked.then(|| portico.config.outgoing.recaptcha.origin().to_owned()))
}

/// How the register form goes on with what it brought. Nothing is looked up by the address that was typed.
pub async fn try_proof(portico: &Portico, visit: &Visit, proof: &str) -> Outcome<Course> {
    let mut conn = portico.database.read().await?;
    let check = chosen(portico, &mut conn).await?;
    drop(conn);
    let proof = match &check {
        Some(check) if !proof.is_empty() => check.judge(portico, visit, proof).await?,
        _ => Proof::Missing,
    };
    Ok(course(check.is_some(), proof))
}
