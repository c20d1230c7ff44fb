//! What a request writes: that it waits, that it is brought, and what the client is given.

use super::{Next, PUSHED, Request, WAITS, kept, look, refuse, silent};
use crate::{
    crypto::Token,
    services::{
        Outcome, Trouble,
        oidc::{answer, keys},
    },
    state::Portico,
};
use app::api::ApiError;
use domain::clients::{AuthorizeFault, Parameters, Prompt, Silence};
use storage::{
    authorize_requests::{self, Pairs},
    clients::{self, Client, consents},
    customers,
    sessions::{SessionView, hold_open},
};

/// What a pushed request holds, in place of its `request_uri`: nothing else counts then (RFC 9126 §4).
pub(super) async fn pushed(
    portico: &Portico,
    client: &Client,
    pairs: Pairs,
) -> Outcome<Result<Pairs, AuthorizeFault>> {
    let named = Parameters(&pairs.0).one("request_uri").ok().flatten();
    let Some(token) = named.and_then(|uri| uri.strip_prefix(PUSHED)) else {
        return Ok(Ok(pairs));
    };
    let Some(token) = Token::parse(token) else {
        return Ok(Err(AuthorizeFault::RequestUriNotTaken));
    };
    let (hash, now) = (token.hash(), portico.now());
    let mut conn = portico.database.read().await?;
    if authorize_requests::find(&mut conn, &hash, now).await?.is_none() {
        return Ok(Err(AuthorizeFault::RequestUriNotTaken));
    }
    drop(conn);
    let mut tx = portico.database.begin().await?;
    let row = authorize_requests::take_pushed(&mut tx, &hash, client.id, now).await?;
    tx.commit().await?;
    Ok(row
        .map(|row| row.parameters)
        .ok_or(AuthorizeFault::RequestUriNotTaken))
}

/// The token of a request, which waits from now on.
pub(super) async fn wait<'a>(portico: &Portico, request: &'a mut Request) -> Outcome<&'a str> {
    if request.waiting.is_none() {
        let token = portico.entropy.token();
        let now = portico.now();
        let mut tx = portico.database.begin().await?;
        let what = (request.client.id, &kept(&request.pairs));
        authorize_requests::insert(&mut tx, &token.hash(), what, false, (now, now.plus(WAITS))).await?;
        let row = authorize_requests::find(&mut tx, &token.hash(), now).await?;
        tx.commit().await?;
        request.waiting = Some((token, row.ok_or(Trouble(ApiError::Internal))?));
    }
    Ok(request.waiting.as_ref().map_or("", |(token, _)| token.expose()))
}

/// The end of a request that is refused, once for one that waited: whoever goes back to it afterwards finds it over, and
/// nobody else who signs in there answers it a second time.
pub(super) async fn end(portico: &Portico, waiting: Option<&Token>, next: Next) -> Outcome<Next> {
    let Some(token) = waiting else {
        return Ok(next);
    };
    let mut tx = portico.database.begin().await?;
    let first = authorize_requests::finish(&mut tx, &token.hash()).await?;
    tx.commit().await?;
    Ok(if first { next } else { Next::Gone })
}

/// Answers, once for a request that waited. The rows of the customer, the session and the client are held: what is closed,
/// ended, edited or taken back at this moment either comes first and is seen, or ends the grant after. What the client may
/// have is read anew, and no more than that is given.
pub(super) async fn give(portico: &Portico, request: &Request, session: &SessionView) -> Outcome<Next> {
    let Request {
        client,
        pairs,
        demand,
        waiting,
    } = request;
    // Before the transaction: the first ID token of all makes the keys, in one of its own.
    keys::all(portico).await?;
    let mut tx = portico.database.begin().await?;
    let customer = customers::hold(&mut tx, session.customer_id).await?;
    let customer = customer.filter(|customer| customer.status.may_sign_in());
    let row = match customer {
        Some(_) => hold_open(&mut tx, session.id).await?,
        None => None,
    };
    let Some(row) = row else {
        return match demand.prompts(Prompt::None) {
            true => {
                let told = silent(Silence::LoginRequired);
                Ok(Next::Send(answer::refuse(portico, &demand.place, told)))
            }
            false => Err(Trouble(ApiError::SignInNeeded)),
        };
    };
    let client = clients::hold(&mut tx, client.id).await?;
    let Some(client) = client.filter(|client| client.active) else {
        return Ok(Next::Fault(AuthorizeFault::ClientUnknown.told()));
    };
    if let Some((token, _)) = waiting
        && !authorize_requests::finish(&mut tx, &token.hash()).await?
    {
        return Ok(Next::Gone);
    }
    let next = match look(&client, pairs) {
        Err(refused) => refuse(portico, refused),
        Ok(demand) => {
            let consent = consents::of(&mut tx, session.customer_id, client.id).await?;
            let agreed = consent.is_some_and(|consent| demand.to_agree().within(&consent.scopes));
            Next::Send(match client.trusted || agreed {
                true => answer::give(portico, &mut tx, &client, &row, &demand).await?,
                false => answer::refuse(portico, &demand.place, silent(Silence::ConsentRequired)),
            })
        }
    };
    tx.commit().await?;
    Ok(next)
}
