//! How an administrator sets the bot check. The secret key is sealed, in a group of its own, and in no history.

use crate::{
    services::{
        Outcome,
        audit::{self, Deed},
        policies, staff,
    },
    state::Portico,
};
use app::api::{
    Answer, Problems,
    bot_check::{BotCheckSettings, SaveBotCheck},
    visit::Visit,
};
use domain::{
    settings::{BotCheck, BotCheckMethod, Policy, RecaptchaSecret, recaptcha_key},
    staff::Permission,
    values::{Fault, whole_number},
};
use secrecy::SecretString;
use serde_json::{Value, json};
use storage::{Conn, Tx, policies as stored};

/// Where the secret key is sealed.
const PLACE: &str = "policies/recaptcha_secret";

/// How it is set, the secret key left out.
pub async fn read(portico: &Portico, visit: &Visit) -> Outcome<BotCheckSettings> {
    let kept = policies::read::<BotCheck>(portico, visit).await?;
    let mut conn = portico.database.read().await?;
    let secret = stored::load::<RecaptchaSecret>(&mut conn).await?.policy;
    Ok(BotCheckSettings {
        version: kept.version,
        policy: kept.policy,
        has_secret: secret.sealed.is_some(),
    })
}

/// reCAPTCHA's secret key, opened.
pub(super) async fn secret(portico: &Portico, conn: &mut Conn) -> Outcome<Option<SecretString>> {
    let Some(sealed) = stored::load::<RecaptchaSecret>(conn).await?.policy.sealed else {
        return Ok(None);
    };
    Ok(Some(portico.keyring.open_sealed(PLACE, &sealed)?))
}

/// A form whose fields all parsed.
struct Parsed {
    policy: BotCheck,
    /// The secret key, where one was typed.
    secret: Option<String>,
}

fn parse(form: &SaveBotCheck, has_secret: bool) -> Result<Parsed, Problems> {
    let mut problems = Problems::default();
    let method = form.method.parse::<BotCheckMethod>().map_err(|_| Fault::Unknown);
    let method = problems.take("method", method);
    let site_key = problems.take("site_key", recaptcha_key(&form.site_key));
    let secret = problems.take("secret_key", recaptcha_key(&form.secret_key));
    let least_score = problems.take("least_score", whole_number(&form.least_score, 0, 100));
    let (Some(method), Some(site_key), Some(secret), Some(least_score)) =
        (method, site_key, secret, least_score)
    else {
        return Err(problems);
    };
    if method == BotCheckMethod::Recaptcha {
        if site_key.is_none() {
            problems = problems.with("site_key", Fault::Required);
        }
        if secret.is_none() && !has_secret {
            problems = problems.with("secret_key", Fault::Required);
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Parsed {
        policy: BotCheck {
            method,
            site_key: site_key.unwrap_or_default(),
            least_score: u8::try_from(least_score).unwrap_or(100),
        },
        secret,
    })
}

/// Saves it. reCAPTCHA needs both keys; a secret key that is not typed again stays.
pub async fn save(portico: &Portico, visit: &Visit, form: SaveBotCheck) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditSettings).await?;
    let mut tx = portico.database.begin().await?;
    let before = stored::load::<BotCheck>(&mut tx).await?;
    let secret = stored::load::<RecaptchaSecret>(&mut tx).await?;
    let parsed = match parse(&form, secret.policy.sealed.is_some()) {
        Ok(parsed) => parsed,
        Err(problems) => return Ok(Answer::Problems(problems)),
    };
    if before.version != form.version {
        return Ok(Answer::form(Fault::Stale));
    }
    if parsed.policy != before.policy || parsed.secret.is_some() {
        let saved = stored::save(&mut tx, &parsed.policy, before.version).await?
            && keep(portico, &mut tx, parsed.secret.as_deref(), secret.version).await?;
        if !saved {
            return Ok(Answer::form(Fault::Stale));
        }
        let mut new = json!(parsed.policy);
        if let (Value::Object(new), Some(_)) = (&mut new, &parsed.secret) {
            new.insert("secret_key".to_owned(), json!("replaced"));
        }
        let deed = Deed {
            action: "settings.changed",
            subject_kind: "settings",
            subject_id: BotCheck::NAME,
            old: Some(json!(before.policy)),
            new: Some(new),
        };
        audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
        tx.commit().await?;
    }
    Ok(Answer::go("/office/settings?done=saved"))
}

/// Keeps the secret key that was typed; `false` if somebody else kept one meanwhile.
async fn keep(portico: &Portico, tx: &mut Tx, typed: Option<&str>, version: i64) -> Outcome<bool> {
    let Some(typed) = typed else { return Ok(true) };
    let sealed = portico.keyring.seal(&*portico.entropy, PLACE, typed.as_bytes());
    let secret = RecaptchaSecret { sealed: Some(sealed) };
    Ok(stored::save(tx, &secret, version).await?)
}
