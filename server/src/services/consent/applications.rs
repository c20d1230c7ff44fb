//! What clients may know of a customer, and removing their access.

use super::note;
use crate::{
    mail::Mail,
    services::{Outcome, Trouble, clients::logo_path, dates, links::send_to, sessions},
    state::Portico,
};
use app::api::{
    Answer, ApiError,
    consent::{Application, Applications, Revoke},
    visit::Visit,
};
use domain::ids::ClientId;
use serde_json::json;
use storage::{
    clients::{
        self,
        consents::{self, OwnConsent},
    },
    customers, grants,
};

/// What the customer lets clients know: what they agreed to, the latest first, then what else the shop's own clients
/// hold. `removed` is the id of a client whose access was removed.
pub async fn applications(portico: &Portico, visit: &Visit, removed: Option<&str>) -> Outcome<Applications> {
    let session = sessions::needed(portico, visit).await?;
    let mut conn = portico.database.read().await?;
    let agreed = consents::list(&mut conn, session.customer_id).await?;
    let unasked = consents::unasked(&mut conn, session.customer_id, portico.now()).await?;
    let removed = match removed.and_then(|id| id.parse::<ClientId>().ok()) {
        Some(id) => clients::by_id(&mut conn, id).await?.map(|client| client.name),
        None => None,
    };
    drop(conn);
    let reader = dates::Reader::new(visit.facts().language, session.time_zone.as_deref());
    let application = |own: OwnConsent, agreed: bool| Application {
        id: own.client_id.to_string(),
        logo: logo_path(own.client_id, own.client_logo.as_deref()),
        name: own.client_name,
        policy: own.policy_uri,
        trusted: own.trusted,
        scopes: own.scopes.iter().collect(),
        since: agreed.then(|| reader.date(own.created_at)),
        last: own.signed_in_at.map(|at| reader.date(at)),
    };
    let agreed = agreed.into_iter().map(|own| application(own, true));
    let unasked = by_client(unasked).into_iter().map(|own| application(own, false));
    Ok(Applications {
        list: agreed.chain(unasked).collect(),
        removed,
    })
}

/// Puts the grants of each client together, of which the latest came first.
fn by_client(grants: Vec<OwnConsent>) -> Vec<OwnConsent> {
    let mut clients: Vec<OwnConsent> = Vec::new();
    for grant in grants {
        match clients.iter_mut().find(|own| own.client_id == grant.client_id) {
            Some(own) => own.scopes = own.scopes.and(&grant.scopes),
            None => clients.push(grant),
        }
    }
    clients
}

/// Removes the access of a client: everything that it was given ends at once, and what the customer agreed to is asked
/// for anew the next time.
pub async fn revoke(portico: &Portico, visit: &Visit, form: Revoke) -> Outcome<Answer> {
    let session = sessions::needed(portico, visit).await?;
    let missing = || Trouble(ApiError::NotFound);
    let id = form.client.parse::<ClientId>().map_err(|_| missing())?;
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    let customer = customers::hold(&mut tx, session.customer_id).await?;
    let customer = customer.ok_or_else(missing)?;
    let client = clients::by_id(&mut tx, id).await?.ok_or_else(missing)?;
    let scopes = match consents::of(&mut tx, customer.id, id).await? {
        Some(consent) => consent.scopes,
        None => {
            by_client(consents::unasked(&mut tx, customer.id, now).await?)
                .into_iter()
                .find(|own| own.client_id == id)
                .ok_or_else(missing)?
                .scopes
        }
    };
    consents::take_back(&mut tx, customer.id, id).await?;
    grants::end_for_client(&mut tx, customer.id, id, now).await?;
    let old = json!({ "client": client.name, "scopes": scopes.to_string() });
    note(
        portico,
        &mut tx,
        visit,
        &customer,
        ("consent.taken_back", Some(old), None),
    )
    .await?;
    let mail = Mail::ApplicationRevoked {
        name: customer.given_name.clone(),
        client: client.name,
    };
    send_to(portico, &mut tx, &customer, &mail).await?;
    tx.commit().await?;
    portico.outbox.wake();
    Ok(Answer::go(format!(
        "/account/applications?done=revoked&client={id}"
    )))
}
