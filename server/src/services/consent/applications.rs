//! What a customer agreed to, and taking it back.

use super::note;
use crate::{
    mail::Mail,
    services::{Outcome, Trouble, dates, links::send_to, sessions},
    state::Portico,
};
use app::api::{
    Answer, ApiError,
    consent::{Application, Revoke},
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

/// What the customer lets clients know, the latest first.
pub async fn applications(portico: &Portico, visit: &Visit) -> Outcome<Vec<Application>> {
    let session = sessions::needed(portico, visit).await?;
    let mut conn = portico.database.read().await?;
    let consents = consents::list(&mut conn, session.customer_id).await?;
    drop(conn);
    let reader = dates::Reader::new(visit.facts().language, session.time_zone.as_deref());
    let application = |consent: OwnConsent| Application {
        id: consent.client_id.to_string(),
        name: consent.client_name,
        policy: consent.policy_uri,
        scopes: consent.scopes.iter().collect(),
        since: reader.date(consent.created_at),
        last: consent.signed_in_at.map(|at| reader.date(at)),
    };
    Ok(consents.into_iter().map(application).collect())
}

/// Takes back what the customer agreed to for a client: it is asked for anew the next time, and everything that the
/// client was given ends at once.
pub async fn revoke(portico: &Portico, visit: &Visit, form: Revoke) -> Outcome<Answer> {
    let session = sessions::needed(portico, visit).await?;
    let missing = || Trouble(ApiError::NotFound);
    let id = form.client.parse::<ClientId>().map_err(|_| missing())?;
    let mut tx = portico.database.begin().await?;
    let customer = customers::hold(&mut tx, session.customer_id).await?;
    let customer = customer.ok_or_else(missing)?;
    let client = clients::by_id(&mut tx, id).await?.ok_or_else(missing)?;
    let consent = consents::of(&mut tx, customer.id, id)
        .await?
        .ok_or_else(missing)?;
    consents::take_back(&mut tx, customer.id, id).await?;
    grants::end_for_client(&mut tx, customer.id, id, portico.now()).await?;
    let old = json!({ "client": client.name, "scopes": consent.scopes.to_string() });
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
    Ok(Answer::go("/account/applications?done=revoked"))
}
