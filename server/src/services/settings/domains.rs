//! Which e-mail domains customers may have.

use crate::{
    services::{Outcome, policies},
    state::Portico,
};
use app::api::{
    Answer, Problems,
    domains::{DomainSettings, SaveDomains},
    visit::Visit,
};
use domain::{
    settings::EmailDomains,
    values::{Email, Fault, MailDomain},
};
use storage::Conn;

/// The lists with their version.
pub async fn read(portico: &Portico, visit: &Visit) -> Outcome<DomainSettings> {
    let kept = policies::read::<EmailDomains>(portico, visit).await?;
    Ok(DomainSettings {
        version: kept.version,
        domains: kept.policy,
    })
}

/// Saves the lists. Customers whose address they would not let in stay as they are.
pub async fn save(portico: &Portico, visit: &Visit, form: SaveDomains) -> Outcome<Answer> {
    let mut problems = Problems::default();
    let allow = problems.take("allow", MailDomain::parse_list(&form.allow));
    let deny = problems.take("deny", MailDomain::parse_list(&form.deny));
    let Some((allow, deny)) = allow.zip(deny) else {
        return Ok(Answer::Problems(problems));
    };
    policies::save(portico, visit, &EmailDomains { allow, deny }, form.version).await
}

/// An address that is typed, if the lists let it in.
///
/// # Errors
/// As `Email::parse`; `DomainNotAdmitted`.
pub async fn admitted(conn: &mut Conn, typed: &str) -> Outcome<Result<Email, Fault>> {
    let email = match Email::parse(typed) {
        Ok(email) => email,
        Err(fault) => return Ok(Err(fault)),
    };
    Ok(if admits(conn, &email).await? {
        Ok(email)
    } else {
        Err(Fault::DomainNotAdmitted)
    })
}

/// Whether the lists let an address in.
pub async fn admits(conn: &mut Conn, email: &Email) -> Outcome<bool> {
    let domains = storage::policies::load::<EmailDomains>(conn).await?.policy;
    Ok(domains.admit(&email.key()))
}
