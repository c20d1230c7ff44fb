//! `[policies.bot_check]`: a group of settings with a secret key that is sealed and kept apart.

use super::{
    Refused, Source, differences,
    document::{Fault, Table},
    groups, secrets,
};
use crate::{
    services::bot_check::settings::{self, Chosen},
    state::Portico,
};
use domain::settings::{BotCheck, BotCheckMethod, Policy, recaptcha_key};
use storage::{Tx, policies};

/// Where reCAPTCHA's secret key stands.
const SECRET: secrets::Keys = ["secret_key", "secret_key_file", "secret_key_env"];

/// Applies the group. reCAPTCHA is chosen only with a secret key, of the file or of before.
pub async fn apply(
    portico: &Portico,
    tx: &mut Tx,
    table: &Table,
    source: &Source<'_>,
) -> Result<Vec<String>, Refused> {
    let [secret, file, env] = SECRET;
    table.only(&["method", "site_key", "least_score", secret, file, env])?;
    let typed = typed(table, source)?;
    let mut open = table.clone();
    open.entries.retain(|key, _| !SECRET.contains(&key.as_str()));
    let before = policies::load::<BotCheck>(tx).await?;
    let policy = groups::wanted(&before.policy, &open)?;
    if policy.method == BotCheckMethod::Recaptcha && typed.is_none() && !settings::has_secret(tx).await? {
        let message = "recaptcha needs its secret key: write secret_key_file or secret_key_env";
        return Err(table.place_of("method").fault(message).into());
    }
    let secret = match typed {
        Some(typed) if settings::is_secret(portico, tx, &typed).await? => None,
        typed => typed,
    };
    let chosen = Chosen { policy, secret };
    if chosen.policy == before.policy && chosen.secret.is_none() {
        return Ok(Vec::new());
    }
    let Some((old, new)) = settings::write(portico, tx, &before, &chosen).await? else {
        return Err(groups::stale(table));
    };
    groups::note(portico, tx, BotCheck::NAME, &old, &new).await?;
    Ok(differences(&table.place.key(), Some(&old), &new))
}

fn typed(table: &Table, source: &Source<'_>) -> Result<Option<String>, Fault> {
    let Some((secret, place)) = secrets::read(table, SECRET, source)? else {
        return Ok(None);
    };
    match recaptcha_key(&secret) {
        Ok(Some(secret)) => Ok(Some(secret)),
        Ok(None) => Err(place.fault(domain::values::Fault::Required.to_string())),
        Err(fault) => Err(place.fault(fault.to_string())),
    }
}
