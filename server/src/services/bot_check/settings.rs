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
    values::Fault,
};
use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use storage::{
    Conn, Tx,
    policies::{self as stored, Kept},
    sealed::{Column, Place},
};

/// Where the secret key is sealed.
fn place() -> Place {
    Column::RecaptchaSecret.place(RecaptchaSecret::NAME)
}

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
pub async fn secret(portico: &Portico, conn: &mut Conn) -> Outcome<Option<SecretString>> {
    let Some(sealed) = stored::load::<RecaptchaSecret>(conn).await?.policy.sealed else {
        return Ok(None);
    };
    Ok(Some(portico.keyring.open_sealed(&place(), &sealed)?))
}

/// Whether this is the present secret key; one that can't be opened any more is none, so that another takes its place.
pub async fn is_secret(portico: &Portico, conn: &mut Conn, secret: &str) -> Outcome<bool> {
    let sealed = stored::load::<RecaptchaSecret>(conn).await?.policy.sealed;
    let opened = sealed.and_then(|sealed| portico.keyring.open_sealed(&place(), &sealed).ok());
    Ok(opened.is_some_and(|opened| opened.expose_secret() == secret))
}

/// Whether there is one, readable or not.
pub async fn has_secret(conn: &mut Conn) -> Outcome<bool> {
    Ok(stored::load::<RecaptchaSecret>(conn)
        .await?
        .policy
        .sealed
        .is_some())
}

/// What somebody wants it to be.
pub struct Chosen {
    /// All that is no secret.
    pub policy: BotCheck,
    /// Another secret key; none where the present one stays.
    pub secret: Option<String>,
}

fn parse(form: &SaveBotCheck, has_secret: bool) -> Result<Chosen, Problems> {
    let mut problems = Problems::default();
    let method = form.method.parse::<BotCheckMethod>().map_err(|_| Fault::Unknown);
    let method = problems.take("method", method);
    let site_key = problems.take("site_key", recaptcha_key(&form.site_key));
    let secret = problems.take("secret_key", recaptcha_key(&form.secret_key));
    let least_score = problems.take("least_score", BotCheck::read_least_score(&form.least_score));
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
    Ok(Chosen {
        policy: BotCheck {
            method,
            site_key: site_key.unwrap_or_default(),
            least_score,
        },
        secret,
    })
}

/// Saves it. reCAPTCHA needs both keys; a secret key that is not typed again stays.
pub async fn save(portico: &Portico, visit: &Visit, form: SaveBotCheck) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditSettings).await?;
    let mut tx = portico.database.begin().await?;
    let before = stored::load::<BotCheck>(&mut tx).await?;
    let secret = stored::load::<RecaptchaSecret>(&mut tx).await?.policy;
    let chosen = match parse(&form, secret.sealed.is_some()) {
        Ok(chosen) => chosen,
        Err(problems) => return Ok(Answer::Problems(problems)),
    };
    if before.version != form.version {
        return Ok(Answer::form(Fault::Stale));
    }
    if chosen.policy != before.policy || chosen.secret.is_some() {
        let Some((old, new)) = write(portico, &mut tx, &before, &chosen).await? else {
            return Ok(Answer::form(Fault::Stale));
        };
        let deed = Deed {
            old: Some(old),
            new: Some(new),
            ..Deed::plain("settings.changed", "settings", BotCheck::NAME)
        };
        audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
        tx.commit().await?;
    }
    Ok(Answer::go("/office/settings?done=saved"))
}

/// Writes it, and answers what the history keeps, before and after; none if somebody else saved it meanwhile.
pub async fn write(
    portico: &Portico,
    tx: &mut Tx,
    before: &Kept<BotCheck>,
    chosen: &Chosen,
) -> Outcome<Option<(Value, Value)>> {
    if !stored::save(tx, &chosen.policy, before.version).await? {
        return Ok(None);
    }
    let (old, mut new) = (json!(before.policy), json!(chosen.policy));
    if let Some(typed) = &chosen.secret {
        let version = stored::load::<RecaptchaSecret>(tx).await?.version;
        let sealed = portico
            .keyring
            .seal(&*portico.entropy, &place(), typed.as_bytes());
        let secret = RecaptchaSecret { sealed: Some(sealed) };
        if !stored::save(tx, &secret, version).await? {
            return Ok(None);
        }
        new["secret_key"] = json!("replaced");
    }
    Ok(Some((old, new)))
}
