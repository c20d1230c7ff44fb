//! The demonstration: sample data of the sports club Tidewater, a mailbox that shows what was sent, and a second Portico
//! that signs people in to the first. Only with `--demo`, and that only while the public URL is local.

mod catalogue;
mod mailbox;
pub mod partner;
mod people;
#[cfg(test)]
mod tests;

pub use mailbox::routes;
pub use people::PEOPLE;

use crate::{
    services::{Outcome, Trouble, staff},
    state::Portico,
};
use app::api::{ApiError, login::Samples};
use domain::{
    settings::SecondFactorPolicy,
    staff::{Role, Roles},
    values::Email,
};
use storage::{policies, providers};

/// Makes the sample data that is not there yet. What somebody changed since stays; the catalogue is always as the
/// samples have it.
pub async fn seed(portico: &Portico) -> Outcome<()> {
    catalogue::seed(portico).await?;
    people::seed(portico, people::STAFF, people::CUSTOMERS).await?;
    take_off_old_providers(portico).await?;
    spare_the_second_factor(portico).await
}

/// Sample providers that demonstrations began with once, by slug and issuer. Nobody answers there any more.
const GONE: [(&str, &str); 2] = [
    ("harbour", "http://127.0.0.1:4001"),
    ("northwind", "http://127.0.0.1:4002"),
];

/// Takes their buttons off the login page of a database that has them still.
async fn take_off_old_providers(portico: &Portico) -> Outcome<()> {
    let mut tx = portico.database.begin().await?;
    storage::settings::guard(&mut tx).await?;
    for provider in providers::list_enabled(&mut tx).await? {
        if GONE.contains(&(&*provider.slug, &*provider.issuer)) {
            let now = portico.now();
            providers::set_flags(&mut tx, provider.id, provider.version, false, false, now).await?;
        }
    }
    Ok(tx.commit().await?)
}

/// Whoever tries the demonstration walks through the back office without an authenticator app. A real shop requires one
/// of its administrators.
async fn spare_the_second_factor(portico: &Portico) -> Outcome<()> {
    let mut tx = portico.database.begin().await?;
    let kept = policies::load::<SecondFactorPolicy>(&mut tx).await?;
    if kept.version == 0 {
        let policy = SecondFactorPolicy {
            factor_roles: Roles::default(),
            ..kept.policy
        };
        policies::save(&mut tx, &policy, kept.version).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// The one-time link with which whoever tries the demonstration becomes an administrator. None once it was used.
pub async fn administrator_link(portico: &Portico) -> Outcome<Option<String>> {
    let email = Email::parse("you@tidewater.example").map_err(|_| Trouble(ApiError::Internal))?;
    let roles = Roles::of([Role::Operations, Role::Administrator]);
    match staff::invite(portico, &email, &roles).await {
        Ok(link) => Ok(Some(link)),
        Err(Trouble(ApiError::Conflict)) => Ok(None),
        Err(trouble) => Err(trouble),
    }
}

/// What the login page tells of who can sign in: nothing in a real shop, and with the partner of its own people.
pub fn samples(portico: &Portico) -> Option<Samples> {
    portico.demo.then(|| {
        let is_partner = portico.config.shop.name == partner::NAME;
        let people = if is_partner {
            partner::people::PEOPLE
        } else {
            PEOPLE
        };
        let people = people
            .iter()
            .map(|(_, email, _, part)| ((*email).to_owned(), *part));
        Samples {
            password: people::PASSWORD.to_owned(),
            people: people.collect(),
        }
    })
}

/// What the console tells when a demonstration begins: the mailbox and who can sign in where. Ends with a line break.
pub fn banner(portico: &Portico) -> String {
    let url = |path| portico.config.server.public_url.join(path);
    let head = format!(
        "Mailbox: {}\nBack office: {}\nSample people:\n",
        url(mailbox::PATH),
        url("/office")
    );
    head + &people::told(PEOPLE)
}
