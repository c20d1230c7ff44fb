//! The answer of the authorization endpoint (RFC 6749 §4.1.2, Multiple Response Type Encoding Practices §5, RFC 9207).

use super::super::{Outcome, Trouble};
use super::{
    id_token::{Beside, SignIn, id_token, personal},
    keys,
};
use crate::state::Portico;
use app::api::ApiError;
use domain::{
    clients::{Demand, Place, ResponseMode, Scope, Scopes, Told},
    ids::{GrantId, SessionId},
    time::{Span, Timestamp},
};
use storage::{
    Tx,
    clients::Client,
    grants::{self, NewGrant, tokens},
    sessions::Session,
};

/// How long a code is good for (RFC 6749 §4.1.2 asks for ten minutes at most).
pub const CODE_LIFETIME: Span = Span::seconds(60);

/// An answer on its way to the client.
#[derive(Debug)]
pub enum Sent {
    /// A redirect to this address.
    Redirect(String),
    /// A form with these fields that the browser posts to the client.
    Form {
        /// Where to.
        to: String,
        /// Names and values.
        fields: Vec<(&'static str, String)>,
    },
}

/// Sends fields to where the request wants its answer, with `state` and `iss` beside them.
fn send(portico: &Portico, place: &Place, mut fields: Vec<(&'static str, String)>) -> Sent {
    if let Some(state) = &place.state {
        fields.push(("state", state.clone()));
    }
    fields.push(("iss", portico.config.server.public_url.origin().to_owned()));
    let to = place.redirect_uri.clone();
    let encoded = || {
        let mut text = url::form_urlencoded::Serializer::new(String::new());
        text.extend_pairs(&fields);
        text.finish()
    };
    match place.mode {
        ResponseMode::Query if to.contains('?') => Sent::Redirect(format!("{to}&{}", encoded())),
        ResponseMode::Query => Sent::Redirect(format!("{to}?{}", encoded())),
        ResponseMode::Fragment => Sent::Redirect(format!("{to}#{}", encoded())),
        ResponseMode::FormPost => Sent::Form { to, fields },
    }
}

/// An error for the client.
pub fn refuse(portico: &Portico, place: &Place, told: Told) -> Sent {
    let fields = vec![
        ("error", told.error.to_owned()),
        ("error_description", told.description.to_owned()),
    ];
    send(portico, place, fields)
}

/// The grant of a request, not yet written.
struct Making<'a> {
    portico: &'a Portico,
    client: &'a Client,
    session: &'a Session,
    demand: &'a Demand,
    now: Timestamp,
}

/// Gives the client what it asked for, in the transaction of the caller, who holds the session and has decided that it may
/// have it. The tokens are worth nothing before the commit.
pub async fn give(
    portico: &Portico,
    tx: &mut Tx,
    client: &Client,
    session: &Session,
    demand: &Demand,
) -> Outcome<Sent> {
    let making = Making {
        portico,
        client,
        session,
        demand,
        now: portico.now(),
    };
    making.run(tx).await
}

impl Making<'_> {
    async fn run(&self, tx: &mut Tx) -> Outcome<Sent> {
        let Self {
            portico,
            client,
            demand,
            now,
            ..
        } = *self;
        let kind = demand.response_type;
        let code = portico.entropy.token();
        let grant_id = GrantId::new(now, portico.random());
        let ends = self.grant(tx, grant_id, &code.hash()).await?;
        if !kind.has_code() {
            // Its code goes nowhere.
            grants::use_code(tx, grant_id, now).await?;
        }
        let token = match kind.has_token() {
            true => Some(
                access_token(
                    portico,
                    tx,
                    client,
                    (grant_id, Some(self.session.id), ends),
                    &demand.scopes,
                )
                .await?,
            ),
            false => None,
        };
        let code = kind.has_code().then(|| code.expose().to_owned());
        let id_token = match kind.has_id_token() {
            true => {
                let token = token.as_ref().map(|access| access.token.as_str());
                Some(self.id_token(tx, token, code.as_deref()).await?)
            }
            false => None,
        };
        let mut fields = Vec::new();
        fields.extend(code.map(|code| ("code", code)));
        fields.extend(id_token.map(|token| ("id_token", token)));
        if let Some(access) = token {
            fields.push(("access_token", access.token));
            fields.push(("token_type", "Bearer".to_owned()));
            fields.push(("expires_in", access.lasts.as_secs().to_string()));
            fields.push(("scope", demand.scopes.to_string()));
        }
        storage::clients::touch(tx, client, now).await?;
        Ok(send(portico, &demand.place, fields))
    }

    /// Writes the grant, and answers when it ends.
    async fn grant(&self, tx: &mut Tx, id: GrantId, code_hash: &str) -> Outcome<Timestamp> {
        let Self {
            client,
            session,
            demand,
            now,
            ..
        } = *self;
        let code_expires_at = now.plus(CODE_LIFETIME);
        // A code that is never brought leaves nothing; one that is moves the end.
        let expires_at = match demand.response_type.has_token() {
            true => code_expires_at.plus(lifetime(client)),
            false => code_expires_at,
        };
        let new = NewGrant {
            id,
            client_id: client.id,
            customer_id: session.customer_id,
            session_id: session.id,
            scopes: &demand.scopes,
            claims: &demand.claims,
            auth_time: session.auth_time,
            amr: &session.amr,
            nonce: demand.nonce.as_deref(),
            redirect_uri: &demand.place.redirect_uri,
            challenge: demand.challenge.as_ref().map(|challenge| challenge.as_str()),
            code_hash,
            code_expires_at,
            now,
            expires_at,
        };
        grants::insert(tx, &new).await?;
        Ok(expires_at)
    }

    async fn id_token(&self, tx: &mut Tx, token: Option<&str>, code: Option<&str>) -> Outcome<String> {
        let customer = storage::customers::by_id(tx, self.session.customer_id).await?;
        let customer = customer.ok_or(Trouble(ApiError::SignInNeeded))?;
        let sign_in = SignIn {
            auth_time: self.session.auth_time,
            amr: &self.session.amr,
            sid: Some(&self.session.sid),
            nonce: self.demand.nonce.as_deref(),
        };
        let beside = Beside { token, code };
        let demand = self.demand;
        let told = personal(&customer, &demand.scopes, &demand.claims.id_token, beside);
        let key = keys::signing(self.portico, self.client.id_token_algorithm).await?;
        let about = (customer.id, told);
        let claims = id_token(self.portico, self.client, about, &sign_in, beside);
        Ok(key.sign("JWT", &claims))
    }
}

/// How long an access token of this client lasts.
pub fn lifetime(client: &Client) -> Span {
    Span::minutes(client.access_token_minutes)
}

/// When a grant ends whose code was good until a moment: with its access token, or on the day that the client's settings
/// name, which no renewal moves.
pub fn family_ends(client: &Client, scopes: &Scopes, code_expires_at: Timestamp) -> Timestamp {
    let stays = match scopes.has(Scope::OfflineAccess) {
        true => Span::days(client.refresh_token_days),
        false => lifetime(client),
    };
    code_expires_at.plus(stays)
}

/// An access token that was made.
pub struct Access {
    /// The token.
    pub token: String,
    /// How long it is good for.
    pub lasts: Span,
}

/// Makes an access token of a grant. One that came with a sign-in ends with its session, and each with the grant, on the
/// day named here.
pub async fn access_token(
    portico: &Portico,
    tx: &mut Tx,
    client: &Client,
    (grant_id, session_id, ends): (GrantId, Option<SessionId>, Timestamp),
    scopes: &Scopes,
) -> Outcome<Access> {
    let token = portico.entropy.token();
    let now = portico.now();
    let expires_at = now.plus(lifetime(client)).min(ends);
    let new = tokens::NewAccessToken {
        token_hash: &token.hash(),
        client_id: client.id,
        grant_id: Some(grant_id),
        session_id,
        scopes,
        now,
        expires_at,
    };
    tokens::insert_access(tx, &new).await?;
    Ok(Access {
        token: token.expose().to_owned(),
        lasts: expires_at.since(now),
    })
}
