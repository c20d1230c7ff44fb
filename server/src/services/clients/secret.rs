//! Secrets of clients: made here, shown once to who made them, and kept as hashes.

use super::named;
use crate::{
    services::{
        Outcome, audit,
        audit::Deed,
        staff::{self, Member},
    },
    state::Portico,
};
use app::{
    api::{
        Answer,
        clients::{MakeSecret, NoteSecret},
        visit::Visit,
    },
    routes::by_id,
};
use domain::{
    clients::{Overlap, SECRET_SHOWN},
    ids::{ClientId, ClientSecretId, StaffSessionId},
    staff::Permission,
    values::Fault,
};
use secrecy::ExposeSecret;
use serde_json::json;
use storage::{
    Conn, Tx,
    clients::{self, secrets},
    sealed::Column,
};

/// Makes a new secret; those before work on for the time that was chosen. Asks for a recent sign-in, since whoever has
/// the secret acts for the client.
pub async fn make_secret(portico: &Portico, visit: &Visit, form: MakeSecret) -> Outcome<Answer> {
    staff::needed(portico, visit, Permission::EditClients).await?;
    let page = by_id("/office/clients", &form.id);
    let member = match staff::recent(portico, visit, &page).await? {
        Ok(member) => member,
        Err(sign_in) => return Ok(sign_in),
    };
    let mut tx = portico.database.begin().await?;
    let client = named(&mut tx, &form.id).await?;
    let Ok(overlap) = form.overlap.parse::<Overlap>() else {
        return Ok(Answer::field("overlap", Fault::Unknown));
    };
    // Without a use for one, the page that the form stands on is out of date.
    let stale = !client.auth_method.needs_secret();
    if stale || !clients::raise(&mut tx, client.id, form.version, portico.now()).await? {
        return Ok(Answer::form(Fault::Stale));
    }
    let new = New {
        client: client.id,
        name: &client.name,
        overlap,
    };
    make(portico, &mut tx, visit, &member, new).await?;
    tx.commit().await?;
    Ok(Answer::go(page))
}

/// The new secret is noted: it is shown no more.
pub async fn note_secret(portico: &Portico, visit: &Visit, form: NoteSecret) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditClients).await?;
    let mut tx = portico.database.begin().await?;
    let client = named(&mut tx, &form.id).await?;
    secrets::noted(&mut tx, client.id, member.session).await?;
    tx.commit().await?;
    Ok(Answer::go(by_id("/office/clients", &form.id)))
}

/// Makes the first secret of a new client.
pub(super) async fn first(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    member: &Member,
    (client, name): (ClientId, &str),
) -> Outcome<()> {
    let new = New {
        client,
        name,
        overlap: Overlap::None,
    };
    make(portico, tx, visit, member, new).await
}

/// A new secret, until it is noted, for the session that made it.
pub(super) async fn to_be_noted(
    portico: &Portico,
    conn: &mut Conn,
    id: ClientId,
    session: StaffSessionId,
) -> Outcome<Option<String>> {
    let since = portico.now().minus(SECRET_SHOWN);
    let Some(found) = secrets::shown_to(conn, id, session, since).await? else {
        return Ok(None);
    };
    let place = Column::ClientSecret.place(found.id);
    let secret = portico.keyring.open_sealed(&place, &found.shown)?;
    Ok(Some(secret.expose_secret().to_owned()))
}

/// A secret to be made.
struct New<'a> {
    client: ClientId,
    /// What the client is called.
    name: &'a str,
    /// How long those before work on.
    overlap: Overlap,
}

async fn make(portico: &Portico, tx: &mut Tx, visit: &Visit, member: &Member, new: New<'_>) -> Outcome<()> {
    let now = portico.now();
    let secret = portico.entropy.token();
    let id = ClientSecretId::new(now, portico.random());
    let until = now.plus(new.overlap.span());
    secrets::add(tx, new.client, (id, &secret.hash()), until, now).await?;
    let plain = secret.expose().as_bytes();
    let place = Column::ClientSecret.place(id);
    let sealed = portico.keyring.seal(&*portico.entropy, &place, plain);
    secrets::keep_shown(tx, id, &sealed, member.session).await?;
    let client = new.client.to_string();
    let deed = Deed {
        new: Some(json!({ "name": new.name, "overlap": new.overlap })),
        ..Deed::plain("client.secret_made", "client", &client)
    };
    audit::note(portico, tx, visit, member.actor(), deed).await
}
