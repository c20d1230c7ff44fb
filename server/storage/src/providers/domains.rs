//! The domains of e-mail addresses that lead to a provider.

use domain::ids::ProviderId;
use domain::values::MailDomain;

use crate::db::{Conn, Tx};
use crate::error::Result;
use crate::sql::{params, record};

struct Row {
    domain: String,
}
record!(Row, "provider_domains", columns: domain);

struct Realm {
    provider_id: ProviderId,
}
record!(Realm, "provider_domains", realm_columns: provider_id);

/// The provider's domains, in alphabetical order.
pub async fn of(conn: &mut Conn, id: ProviderId) -> Result<Vec<String>> {
    let sql = concat!(
        "SELECT ",
        columns!(),
        " FROM provider_domains WHERE provider_id = $1 ORDER BY domain"
    );
    let rows: Vec<Row> = conn.all(sql, params![id]).await?;
    Ok(rows.into_iter().map(|row| row.domain).collect())
}

/// Enabled providers, hidden or not, that at least one domain leads to.
pub async fn realms(conn: &mut Conn) -> Result<Vec<ProviderId>> {
    let sql = "SELECT DISTINCT provider_id FROM provider_domains
               JOIN providers ON providers.id = provider_domains.provider_id
               WHERE providers.enabled ORDER BY provider_id";
    let realms: Vec<Realm> = conn.all(sql, params![]).await?;
    Ok(realms.into_iter().map(|realm| realm.provider_id).collect())
}

/// Gives the provider these domains in place of those that it had.
///
/// # Errors
/// `Conflict` on `provider_domains_domain` when another provider has one of them.
pub async fn replace(tx: &mut Tx, id: ProviderId, domains: &[MailDomain]) -> Result<()> {
    let sql = "DELETE FROM provider_domains WHERE provider_id = $1";
    tx.execute(sql, params![id]).await?;
    for domain in domains {
        let sql = "INSERT INTO provider_domains (domain, provider_id) VALUES ($1, $2)";
        tx.execute(sql, params![domain.as_str(), id]).await?;
    }
    Ok(())
}
