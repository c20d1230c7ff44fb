//! A request of a client at the authorization endpoint, from its first look to its answer.

mod written;

use super::super::{
    Outcome,
    second_factor::stands_before,
    sessions::{self, terms_due},
    throttles::{self, Action},
};
use super::{
    answer::{self, Sent},
    own,
};
use crate::{
    crypto::Token,
    http::{cookies, visit::LANGUAGE_COOKIE},
    state::Portico,
};
use app::{
    api::visit::Visit,
    routes::{flow, sign_in_again, with_next},
};
use domain::{
    clients::{
        Acr, AuthorizeFault, ClientFacts, Demand, Named, Parameters, Prompt, Refused, SessionFacts, Silence,
        Step, StepFacts, Told, WantedAcr, client_id, is_read, read, step,
    },
    ids::ClientId,
    registration::{FormPlan, form},
    sessions::RECENT,
    time::{Span, Timestamp},
};
use storage::{
    authorize_requests::{self, AuthorizeRequest, Pairs},
    clients::{self, Client, consents},
    customers,
    sessions::{Here, SessionView},
};
use written::{end, give, pushed, wait};

/// How long a request waits for the person: time to register, or to look for a telephone.
pub const WAITS: Span = Span::hours(1);
/// How far the clock of a provider may be behind ours.
const BEHIND: Span = Span::minutes(1);
/// What stands before the token of a pushed request (RFC 9126 §2.2).
pub(super) const PUSHED: &str = "urn:ietf:params:oauth:request_uri:";

/// What becomes of a request.
#[derive(Debug)]
pub enum Next {
    /// A page of ours.
    Go(String),
    /// The answer.
    Send(Sent),
    /// A page that says what is wrong: nobody knows where the answer may go.
    Fault(Told),
    /// Nothing waits under this token any more.
    Gone,
}

/// A request with all that is known of it.
struct Request {
    client: Client,
    pairs: Pairs,
    demand: Demand,
    /// Where it waits, once it does.
    waiting: Option<(Token, AuthorizeRequest)>,
}

/// Looks at a request that a browser brings.
pub async fn begin(portico: &Portico, visit: &Visit, pairs: Pairs) -> Outcome<Next> {
    let client = match known(portico, &pairs).await? {
        Ok(client) => client,
        Err(fault) => return Ok(Next::Fault(fault.told())),
    };
    let pairs = match pushed(portico, &client, pairs).await? {
        Ok(pairs) => pairs,
        Err(fault) => return Ok(Next::Fault(fault.told())),
    };
    match look(&client, &pairs) {
        Ok(demand) => {
            if let Some(language) = demand
                .language
                .filter(|_| visit.cookie(LANGUAGE_COOKIE).is_none())
            {
                // A wish of the client; what the person chose counts more.
                visit.set_cookie(cookies::set(LANGUAGE_COOKIE, language.as_str(), None));
            }
            let request = Request {
                client,
                pairs,
                demand,
                waiting: None,
            };
            go_on(portico, visit, request).await
        }
        Err(refused) => Ok(refuse(portico, refused)),
    }
}

/// Goes on with a request that waits, after the person has done something for it, or given it up.
pub async fn resume(portico: &Portico, visit: &Visit, token: &str, given_up: bool) -> Outcome<Next> {
    let Some(token) = Token::parse(token) else {
        return Ok(Next::Gone);
    };
    let mut conn = portico.database.read().await?;
    let row = authorize_requests::find(&mut conn, &token.hash(), portico.now()).await?;
    let Some(row) = row.filter(|row| !row.pushed) else {
        return Ok(Next::Gone);
    };
    let client = clients::by_id(&mut conn, row.client_id).await?;
    drop(conn);
    let Some(client) = client.filter(|client| client.active) else {
        return Ok(Next::Fault(AuthorizeFault::ClientUnknown.told()));
    };
    let pairs = row.parameters.clone();
    // The client may have been edited meanwhile.
    let demand = match look(&client, &pairs) {
        Ok(demand) => demand,
        Err(refused) => return end(portico, Some(&token), refuse(portico, refused)).await,
    };
    if given_up {
        let sent = answer::refuse(portico, &demand.place, DENIED);
        return end(portico, Some(&token), Next::Send(sent)).await;
    }
    let request = Request {
        client,
        pairs,
        demand,
        waiting: Some((token, row)),
    };
    go_on(portico, visit, request).await
}

/// The person said no (RFC 6749 §4.1.2.1).
const DENIED: Told = Told {
    error: "access_denied",
    description: "the person did not agree",
    section: "RFC 6749 §4.1.2.1",
};

/// The person has to accept the shop's terms, and the client wanted no page (OpenID Connect Core 1.0 §3.1.2.6).
const TERMS_FIRST: Told = Told {
    error: "interaction_required",
    description: "the person has to accept the terms of the shop",
    section: "OpenID Connect Core 1.0 §3.1.2.6",
};

/// More requests come from here than people are likely to make (RFC 6749 §4.1.2.1).
const BUSY: Told = Told {
    error: "temporarily_unavailable",
    description: "too many requests, try again later",
    section: "RFC 6749 §4.1.2.1",
};

async fn known(portico: &Portico, pairs: &Pairs) -> Outcome<Result<Client, AuthorizeFault>> {
    let id = match client_id(Parameters(&pairs.0)) {
        Ok(id) => id.parse::<ClientId>().ok(),
        Err(fault) => return Ok(Err(fault)),
    };
    let Some(id) = id else {
        return Ok(Err(AuthorizeFault::ClientUnknown));
    };
    let mut conn = portico.database.read().await?;
    let client = clients::by_id(&mut conn, id).await?;
    let client = client.filter(|client| client.active);
    Ok(client.ok_or(AuthorizeFault::ClientUnknown))
}

/// Reads what a request asks of this client.
pub fn look(client: &Client, pairs: &Pairs) -> Result<Demand, Refused> {
    let facts = ClientFacts {
        redirect_uris: &client.redirect_uris,
        response_types: &client.response_types,
        scopes: &client.scopes,
        pkce: client.pkce,
    };
    read(Parameters(&pairs.0), facts)
}

/// What is kept of a request that waits: what is read of it, and nothing that anybody put beside.
pub(super) fn kept(pairs: &Pairs) -> Pairs {
    let read = pairs.0.iter().filter(|(name, _)| is_read(name));
    Pairs(read.cloned().collect())
}

fn refuse(portico: &Portico, refused: Refused) -> Next {
    let told = refused.fault.told();
    match refused.place {
        Some(place) => Next::Send(answer::refuse(portico, &place, told)),
        None => Next::Fault(told),
    }
}

async fn go_on(portico: &Portico, visit: &Visit, mut request: Request) -> Outcome<Next> {
    let here = sessions::here(portico, visit).await?;
    let next = decide(portico, &request, &here).await?;
    let session = here.session;
    match (next, session) {
        (Step::Answer, Some(session)) if terms_due(&session) && request.demand.prompts(Prompt::None) => {
            let sent = answer::refuse(portico, &request.demand.place, TERMS_FIRST);
            Ok(Next::Send(sent))
        }
        (Step::Answer, Some(session)) if terms_due(&session) => {
            // As everywhere: the terms first.
            let back = flow::go_on(wait(portico, &mut request).await?);
            Ok(Next::Go(with_next("/account/profile", Some(&back))))
        }
        (Step::Answer, Some(session)) => give(portico, &request, &session).await,
        (Step::Refuse(silence), _) => {
            let sent = answer::refuse(portico, &request.demand.place, silent(silence));
            let waiting = request.waiting.as_ref().map(|(token, _)| token);
            end(portico, waiting, Next::Send(sent)).await
        }
        (step, session) => {
            if session.is_none() && request.waiting.is_none() {
                // Anybody may have a request wait.
                let client = request.client.id.to_string();
                if !throttles::allow(portico, visit, Action::ClientRequest, &client).await? {
                    return Ok(Next::Send(answer::refuse(portico, &request.demand.place, BUSY)));
                }
            }
            let token = wait(portico, &mut request).await?;
            Ok(Next::Go(page(visit, step, session.as_ref(), token)))
        }
    }
}

/// Why a request without a page can't be answered (OpenID Connect Core 1.0 §3.1.2.6).
fn silent(silence: Silence) -> Told {
    let description = match silence {
        Silence::LoginRequired => "the person, or the one whom the request names, has to sign in",
        Silence::ConsentRequired => "the person has to agree",
        Silence::Unmet => "the person was not recognised as surely as acr asks for",
    };
    Told {
        error: silence.as_str(),
        description,
        section: "OpenID Connect Core 1.0 §3.1.2.6",
    }
}

async fn decide(portico: &Portico, request: &Request, here: &Here) -> Outcome<Step> {
    let Request {
        client,
        pairs,
        demand,
        waiting,
    } = request;
    let now = portico.now();
    let begun = waiting.as_ref().map_or(now, |(_, row)| row.created_at);
    let session = here.session.as_ref();
    let hint = Parameters(&pairs.0).one("id_token_hint").ok().flatten();
    let named = match session {
        Some(session) => {
            let names = (hint, demand.sub.as_deref());
            own::named(portico, client, names, session.customer_id).await?
        }
        None => Named::Fits,
    };
    let mut conn = portico.database.read().await?;
    let consent = match session {
        Some(session) => consents::of(&mut conn, session.customer_id, client.id).await?,
        None => None,
    };
    let second_factor = match session {
        Some(session) if demand.acr == WantedAcr::TwoPreferred && session.provider_id.is_none() => {
            match customers::by_id(&mut conn, session.customer_id).await? {
                Some(customer) => stands_before(portico, &mut conn, &customer).await?,
                None => false,
            }
        }
        _ => false,
    };
    // How surely somebody was recognised is asked for where it decides something.
    let amr = match session {
        Some(session) if demand.acr != WantedAcr::Any => storage::sessions::by_id(&mut conn, session.id)
            .await?
            .map(|row| row.amr),
        _ => None,
    };
    let acr = Acr::of(&amr.unwrap_or_default());
    drop(conn);
    let granted = consent.map(|consent| consent.scopes).unwrap_or_default();
    let by = |named: fn(&AuthorizeRequest) -> Option<domain::ids::SessionId>| {
        let named = waiting.as_ref().and_then(|(_, row)| named(row));
        named.is_some() && named == session.map(|session| session.id)
    };
    let ways_in = &here.ways_in;
    let providers = usize::try_from(ways_in.providers).unwrap_or(0);
    Ok(step(&StepFacts {
        prompts: &demand.prompts,
        max_age: demand.max_age,
        acr: demand.acr,
        scopes: &demand.to_agree(),
        begun,
        now,
        session: session.map(|session| SessionFacts {
            auth_time: authenticated(session, begun),
            named,
            of_flow: waiting.is_some() && session.created_at >= begun,
            acr,
            second_factor,
        }),
        chosen: by(|row| row.chosen_session),
        agreed: by(|row| row.agreed_session),
        trusted: client.trusted,
        granted: &granted,
        registration: form(&ways_in.settings.shop, providers) != FormPlan::Closed,
    }))
}

/// When the person authenticated. A session that began in this flow counts from its beginning, if the provider says
/// that the person authenticated then: clocks differ, and providers tell whole seconds.
fn authenticated(session: &SessionView, begun: Timestamp) -> Timestamp {
    let anew = session.created_at >= begun && session.auth_time >= begun.minus(BEHIND);
    if anew {
        session.auth_time.max(begun)
    } else {
        session.auth_time
    }
}

/// Where the person does the next step.
fn page(visit: &Visit, step: Step, session: Option<&SessionView>, token: &str) -> String {
    let back = flow::go_on(token);
    match step {
        Step::Register => with_next("/register", Some(&back)),
        Step::SelectAccount => flow::account(token),
        Step::Consent => flow::consent(token),
        Step::SignIn | Step::Answer | Step::Refuse(_) => match session {
            Some(session) => {
                if let Some(slug) = session.provider_slug.as_deref() {
                    visit.set_cookie(cookies::set(cookies::ASK_AGAIN, slug, Some(RECENT)));
                }
                sign_in_again("/login", &back)
            }
            None => with_next("/login", Some(&back)),
        },
    }
}
