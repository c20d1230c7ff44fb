//! What customers let clients know: the questions in a flow of a client, and what was agreed to.
//!
//! Whether a question is asked is `domain::clients::step`'s to say, for each request anew: whoever answers one goes on
//! to where that is decided.

mod applications;
mod flow;

pub use applications::{applications, revoke};
pub use flow::{Flow, find, flow_of, flow_within, still_waiting};

use super::{
    Outcome, Trouble,
    audit::{self, Actor, Deed},
    clients::face,
    dates, sessions,
};
use crate::state::Portico;
use app::{
    api::{
        Answer, ApiError,
        consent::{Agree, ChooseAccount, Question},
        visit::Visit,
    },
    routes::{flow as ways, with_next},
};
use domain::{
    clients::{Scopes, host_of},
    time::Span,
};
use serde_json::json;
use storage::{
    Tx, authorize_requests,
    clients::consents,
    customers::{self, Customer},
    sessions::SessionView,
};

/// What the client of a request asks of the person who is signed in.
pub async fn question(portico: &Portico, visit: &Visit, request: &str) -> Outcome<Question> {
    let session = sessions::needed(portico, visit).await?;
    let mut conn = portico.database.read().await?;
    let flow = find(portico, &mut conn, request).await?;
    drop(conn);
    let Flow {
        client,
        redirect_uri,
        scopes,
        ..
    } = flow.ok_or(Trouble(ApiError::NotFound))?;
    let until = portico.now().plus(Span::days(client.refresh_token_days));
    Ok(Question {
        request: request.to_owned(),
        client: face(&client),
        host: host_of(&redirect_uri).map(str::to_owned),
        policy: client.policy_uri,
        terms: client.tos_uri,
        scopes: scopes.iter().collect(),
        until: dates::Reader::new(visit.facts().language, session.time_zone.as_deref()).date(until),
        customer: session.customer_id.to_string(),
        person: full_name(&session.given_name, &session.family_name),
        email: session.email,
    })
}

/// Who answers, or where to go first. A flow decides itself what comes next for somebody who is not signed in.
async fn person(portico: &Portico, visit: &Visit, request: &str) -> Outcome<Result<SessionView, Answer>> {
    let back = ways::go_on(request);
    match sessions::needed(portico, visit).await {
        Ok(session) => Ok(Ok(session)),
        Err(Trouble(ApiError::SignInNeeded)) => Ok(Err(Answer::go(back))),
        Err(Trouble(ApiError::TermsDue)) => {
            let terms = with_next("/account/profile", Some(&back));
            Ok(Err(Answer::go(terms)))
        }
        Err(trouble) => Err(trouble),
    }
}

/// Who was asked, as the page had it in its form. Somebody else may have signed in meanwhile, in another tab.
fn is_asked(session: &SessionView, customer: &str) -> bool {
    session.customer_id.to_string() == customer
}

/// Goes on with the account that is signed in, or asks whoever is there now. A request that is answered meanwhile says
/// so where the flow goes on.
pub async fn choose(portico: &Portico, visit: &Visit, form: ChooseAccount) -> Outcome<Answer> {
    let session = match person(portico, visit, &form.request).await? {
        Ok(session) => session,
        Err(first) => return Ok(first),
    };
    let mut tx = portico.database.begin().await?;
    if let Some(flow) = find(portico, &mut tx, &form.request).await? {
        if !is_asked(&session, &form.customer) {
            return Ok(Answer::go(ways::for_another(&ways::account(&form.request))));
        }
        authorize_requests::choose(&mut tx, &flow.token_hash, session.id).await?;
        tx.commit().await?;
    }
    Ok(Answer::go(ways::go_on(&form.request)))
}

/// Lets the client know what it asks for, in this flow and from now on, or asks whoever is there now. A request that is
/// answered meanwhile says so where the flow goes on.
pub async fn agree(portico: &Portico, visit: &Visit, form: Agree) -> Outcome<Answer> {
    let session = match person(portico, visit, &form.request).await? {
        Ok(session) => session,
        Err(first) => return Ok(first),
    };
    let next = Answer::go(ways::go_on(&form.request));
    let mut tx = portico.database.begin().await?;
    let Some(flow) = find(portico, &mut tx, &form.request).await? else {
        return Ok(next);
    };
    if !is_asked(&session, &form.customer) {
        return Ok(Answer::go(ways::for_another(&ways::consent(&form.request))));
    }
    // Of two answers at the same moment, the second adds to what the first keeps. Before the request, as whoever answers
    // the client.
    let customer = customers::hold(&mut tx, session.customer_id).await?;
    let Some(customer) = customer.filter(|customer| customer.status.may_sign_in()) else {
        return Ok(next);
    };
    if !authorize_requests::agree(&mut tx, &flow.token_hash, session.id).await? {
        return Ok(next);
    }
    keep(portico, &mut tx, visit, &customer, &flow).await?;
    tx.commit().await?;
    Ok(next)
}

/// Adds what the client asks for to what the customer agreed to before.
async fn keep(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    customer: &Customer,
    flow: &Flow,
) -> Outcome<()> {
    let before = consents::of(tx, customer.id, flow.client.id).await?;
    let before = before.map_or(Scopes::NONE, |consent| consent.scopes);
    let all = before.and(&flow.scopes);
    consents::give(tx, customer.id, flow.client.id, &all, portico.now()).await?;
    if all == before {
        return Ok(());
    }
    let named = |scopes: &Scopes| json!({ "client": flow.client.name, "scopes": scopes.to_string() });
    let old = (before != Scopes::NONE).then(|| named(&before));
    note(
        portico,
        tx,
        visit,
        customer,
        ("consent.given", old, Some(named(&all))),
    )
    .await
}

async fn note(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    customer: &Customer,
    (action, old, new): (&str, Option<serde_json::Value>, Option<serde_json::Value>),
) -> Outcome<()> {
    let name = full_name(&customer.given_name, &customer.family_name);
    let deed = Deed {
        action,
        subject_kind: "customer",
        subject_id: &customer.id.to_string(),
        old,
        new,
    };
    audit::note(portico, tx, visit, Actor::Customer(customer.id, &name), deed).await
}

fn full_name(given: &str, family: &str) -> String {
    format!("{given} {family}").trim().to_owned()
}
