//! The token endpoint (RFC 6749 §4.1.3, §4.4 and §6), revocation (RFC 7009) and introspection (RFC 7662).

use super::super::{Outcome, Trouble, throttles::Action};
use super::{
    answer::{Access, access_token, family_ends, lifetime},
    authenticate::allow,
    id_token::{Beside, SignIn, id_token, personal},
    keys,
    subject::subject,
};
use crate::{crypto::Token, state::Portico};
use app::api::{ApiError, visit::Visit};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::{
    clients::{
        CodeFacts, GrantType, Parameters, Proof, Redemption, RefreshFacts, Renewal, Scope, Scopes,
        TokenFault, TokenRequest, Verifier, redeem, renew, token_request,
    },
    time::Span,
};
use ring::digest::{SHA256, digest};
use serde_json::{Map, Value, json};
use storage::{
    Tx,
    clients::{self, Client},
    grants::{self, Grant, tokens},
};

/// What a client gets, or what is wrong.
pub type Given = Result<Map<String, Value>, TokenFault>;

/// Carries a request of an authenticated client out.
pub async fn token(
    portico: &Portico,
    visit: &Visit,
    client: &Client,
    body: Parameters<'_>,
) -> Outcome<Given> {
    let request = match token_request(body, &client.grant_types) {
        Ok(request) => request,
        Err(fault) => return Ok(Err(fault)),
    };
    // Before any transaction: the first ID token of all makes the keys, in one of its own.
    let key = keys::signing(portico, client.id_token_algorithm).await?;
    let given = match request {
        TokenRequest::Code {
            code,
            redirect_uri,
            verifier,
        } => {
            let shown = ShownCode {
                code,
                redirect_uri,
                verifier,
            };
            by_code(portico, visit, client, shown).await?
        }
        TokenRequest::Refresh { token, scopes } => {
            by_refresh_token(portico, visit, client, token, scopes.as_ref()).await?
        }
        TokenRequest::Own => for_itself(portico, client).await?,
    };
    // After it: nobody waits for a signature with a transaction open.
    Ok(given.map(|Tokens { mut given, id_token }| {
        if let Some(claims) = id_token {
            given.insert("id_token".to_owned(), key.sign("JWT", &claims).into());
        }
        given
    }))
}

/// What a client gets, its ID token yet to be signed.
struct Tokens {
    given: Map<String, Value>,
    id_token: Option<Value>,
}

struct ShownCode<'a> {
    code: &'a str,
    redirect_uri: &'a str,
    verifier: Option<Verifier>,
}

fn proof(grant: &Grant, verifier: Option<&Verifier>) -> Proof {
    match (&grant.challenge, verifier) {
        (None, None) => Proof::Neither,
        (None, Some(_)) => Proof::Unasked,
        (Some(challenge), Some(verifier)) => {
            let hash = digest(&SHA256, verifier.as_bytes());
            if URL_SAFE_NO_PAD.encode(hash.as_ref()) == *challenge {
                Proof::Right
            } else {
                Proof::Wrong
            }
        }
        (Some(_), None) => Proof::Wrong,
    }
}

/// Whether what a grant stands for has ended. Without `offline_access` it ends with the session.
fn ended(grant: &Grant) -> bool {
    let stays = grant.scopes.has(Scope::OfflineAccess) || grant.session_open;
    grant.ended_at.is_some() || !grant.customer_active || !grant.client_active || !stays
}

async fn by_code(
    portico: &Portico,
    visit: &Visit,
    client: &Client,
    request: ShownCode<'_>,
) -> Outcome<Result<Tokens, TokenFault>> {
    let now = portico.now();
    let Some(code) = Token::parse(request.code) else {
        return Ok(Err(TokenFault::Grant));
    };
    // Whoever invents codes takes no turn to write. What ends after this look ends the tokens, too; that the code is used
    // once is asked again.
    let mut conn = portico.database.read().await?;
    let grant = grants::by_code(&mut conn, &code.hash()).await?;
    drop(conn);
    let Some(mut grant) = grant else {
        return Ok(Err(TokenFault::Grant));
    };
    let decided = redeem(Some(CodeFacts {
        own: grant.client_id == client.id,
        used: grant.code_used_at.is_some(),
        expired: grant.code_expires_at <= now,
        ended: ended(&grant) || !grant.session_open,
        redirect_uri: grant.redirect_uri == request.redirect_uri,
        proof: proof(&grant, request.verifier.as_ref()),
    }));
    match decided {
        Redemption::Refuse => return Ok(Err(TokenFault::Grant)),
        // Once is enough.
        Redemption::Revoke if grant.ended_at.is_some() => return Ok(Err(TokenFault::Grant)),
        Redemption::Burn | Redemption::Revoke => {}
        Redemption::Redeem => {
            if let Err(fault) = allow(portico, visit, client, Action::ClientTokens).await? {
                return Ok(Err(fault));
            }
        }
    }
    grant.expires_at = family_ends(client, &grant.scopes, grant.code_expires_at);
    let mut tx = portico.database.begin().await?;
    if decided == Redemption::Redeem {
        // Before the grant, as whoever switches the client off.
        clients::touch(&mut tx, client, now).await?;
    }
    match decided {
        // Of two who bring it at once, the second finds it used.
        Redemption::Redeem if grants::redeem(&mut tx, grant.id, grant.expires_at, now).await? => {
            let given = give(portico, &mut tx, client, &grant, &grant.scopes, Way::Code).await?;
            tx.commit().await?;
            Ok(Ok(given))
        }
        Redemption::Redeem | Redemption::Revoke => {
            let ended = grants::end(&mut tx, grant.id, now).await?;
            tx.commit().await?;
            if ended {
                tracing::warn!(client = %client.id, "a code came twice: what it gave has ended");
            }
            Ok(Err(TokenFault::Grant))
        }
        Redemption::Burn => {
            grants::use_code(&mut tx, grant.id, now).await?;
            tx.commit().await?;
            Ok(Err(TokenFault::Grant))
        }
        Redemption::Refuse => Ok(Err(TokenFault::Grant)),
    }
}

async fn by_refresh_token(
    portico: &Portico,
    visit: &Visit,
    client: &Client,
    token: &str,
    asked: Option<&Scopes>,
) -> Outcome<Result<Tokens, TokenFault>> {
    let Some(token) = Token::parse(token) else {
        return Ok(Err(TokenFault::Grant));
    };
    let now = portico.now();
    // As for codes.
    let mut conn = portico.database.read().await?;
    let row = tokens::refresh(&mut conn, &token.hash()).await?;
    drop(conn);
    let Some(row) = row else {
        return Ok(Err(TokenFault::Grant));
    };
    let grant = &row.grant;
    let facts = RefreshFacts {
        own: grant.client_id == client.id,
        rotated: row.rotated_at.is_some(),
        expired: grant.expires_at <= now,
        ended: ended(grant),
        granted: &grant.scopes,
        asked,
    };
    let decided = renew(Some(facts));
    match decided {
        Renewal::Refuse => return Ok(Err(TokenFault::Grant)),
        Renewal::TooMuch => return Ok(Err(TokenFault::Scope)),
        // Once is enough.
        Renewal::Revoke if grant.ended_at.is_some() => return Ok(Err(TokenFault::Grant)),
        Renewal::Revoke => {}
        Renewal::Renew => {
            if let Err(fault) = allow(portico, visit, client, Action::ClientTokens).await? {
                return Ok(Err(fault));
            }
        }
    }
    let mut tx = portico.database.begin().await?;
    if decided == Renewal::Renew {
        clients::touch(&mut tx, client, now).await?;
    }
    match decided {
        Renewal::Renew if tokens::rotate(&mut tx, &token.hash(), now).await? => {
            let scopes = asked.unwrap_or(&grant.scopes);
            let given = give(portico, &mut tx, client, grant, scopes, Way::Refresh).await?;
            tx.commit().await?;
            Ok(Ok(given))
        }
        _ => {
            let ended = grants::end(&mut tx, grant.id, now).await?;
            tx.commit().await?;
            if ended {
                tracing::warn!(client = %client.id, "a refresh token came twice: its family has ended");
            }
            Ok(Err(TokenFault::Grant))
        }
    }
}

/// By what tokens come.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    Code,
    Refresh,
}

async fn give(
    portico: &Portico,
    tx: &mut Tx,
    client: &Client,
    grant: &Grant,
    scopes: &Scopes,
    way: Way,
) -> Outcome<Tokens> {
    let now = portico.now();
    // What a refresh token brings does not end with the session: staying connected is what it is for.
    let session = (way == Way::Code).then_some(grant.session_id);
    let source = (grant.id, session, grant.expires_at);
    let Access { token, lasts } = access_token(portico, tx, client, source, scopes).await?;
    let mut given = bearer(&token, lasts);
    given.insert("scope".to_owned(), scopes.to_string().into());
    if grant.scopes.has(Scope::OfflineAccess) && client.grant_types.contains(&GrantType::RefreshToken) {
        let next = portico.entropy.token();
        tokens::insert_refresh(tx, &next.hash(), grant.id, now).await?;
        given.insert("refresh_token".to_owned(), next.expose().into());
    }
    if !scopes.has(Scope::Openid) {
        let id_token = None;
        return Ok(Tokens { given, id_token });
    }
    let sign_in = SignIn {
        auth_time: grant.auth_time,
        amr: &grant.amr,
        sid: grant.sid.as_deref().filter(|_| grant.session_open),
        // A refreshed ID token has none of its own (OpenID Connect Core 1.0 §12.2).
        nonce: grant.nonce.as_deref().filter(|_| way == Way::Code),
    };
    let beside = Beside {
        token: Some(&token),
        code: None,
    };
    let named = &grant.claims.id_token;
    let told = match named.is_empty() {
        true => Map::new(),
        false => {
            let customer = storage::customers::by_id(tx, grant.customer_id).await?;
            let customer = customer.ok_or(Trouble(ApiError::Internal))?;
            personal(&customer, scopes, named, beside)
        }
    };
    let claims = id_token(portico, client, (grant.customer_id, told), &sign_in, beside);
    let id_token = Some(claims);
    Ok(Tokens { given, id_token })
}

fn bearer(token: &str, lasts: Span) -> Map<String, Value> {
    let fields = [
        ("access_token", json!(token)),
        ("token_type", json!("Bearer")),
        ("expires_in", json!(lasts.as_secs())),
    ];
    fields
        .map(|(name, value)| (name.to_owned(), value))
        .into_iter()
        .collect()
}

async fn for_itself(portico: &Portico, client: &Client) -> Outcome<Result<Tokens, TokenFault>> {
    let now = portico.now();
    let token = portico.entropy.token();
    let mut tx = portico.database.begin().await?;
    let new = tokens::NewAccessToken {
        token_hash: &token.hash(),
        client_id: client.id,
        grant_id: None,
        session_id: None,
        scopes: &Scopes::NONE,
        now,
        expires_at: now.plus(lifetime(client)),
    };
    tokens::insert_access(&mut tx, &new).await?;
    clients::touch(&mut tx, client, now).await?;
    tx.commit().await?;
    Ok(Ok(Tokens {
        given: bearer(token.expose(), lifetime(client)),
        id_token: None,
    }))
}

/// Ends a token of this client; a refresh token with its family (RFC 7009 §2.1). What is none of its own stays, and
/// nobody learns which.
pub async fn revoke(portico: &Portico, client: &Client, token: &str) -> Outcome<()> {
    let Some(token) = Token::parse(token) else {
        return Ok(());
    };
    let (hash, now) = (token.hash(), portico.now());
    let mut conn = portico.database.read().await?;
    let access = tokens::access(&mut conn, &hash, now).await?;
    let refresh = match access {
        None => tokens::refresh(&mut conn, &hash).await?,
        Some(_) => None,
    };
    drop(conn);
    if access.is_none() && refresh.is_none() {
        // It may have been ended a moment ago.
        return Ok(portico.database.settled().await?);
    }
    // What is none of this client's takes no turn to write.
    if access.is_some_and(|access| access.client_id == client.id) {
        let mut tx = portico.database.begin().await?;
        tokens::revoke_access(&mut tx, &hash, client.id).await?;
        tx.commit().await?;
    }
    if let Some(row) = refresh.filter(|row| row.grant.client_id == client.id) {
        let mut tx = portico.database.begin().await?;
        grants::end(&mut tx, row.grant.id, now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// What a token of this client is good for (RFC 7662 §2.2); `active: false` for everything else.
pub async fn introspect(portico: &Portico, client: &Client, token: &str) -> Outcome<Value> {
    let inactive = json!({ "active": false });
    let Some(token) = Token::parse(token) else {
        return Ok(inactive);
    };
    let now = portico.now();
    let mut conn = portico.database.read().await?;
    let access = tokens::access(&mut conn, &token.hash(), now).await?;
    if let Some(access) = access.filter(|access| access.client_id == client.id) {
        let mut told = json!({
            "active": true,
            "token_type": "Bearer",
            "client_id": client.id.to_string(),
            "iss": portico.config.server.public_url.origin(),
            "iat": access.created_at.as_secs(),
            "exp": access.expires_at.as_secs(),
        });
        // A client's own token is about nobody, and opens nothing.
        if let Some(id) = access.customer_id {
            told["sub"] = subject(portico, client.sector_identifier.as_deref(), id).into();
            told["scope"] = access.scopes.to_string().into();
        }
        return Ok(told);
    }
    let refresh = tokens::refresh(&mut conn, &token.hash()).await?;
    let good = refresh.filter(|row| {
        let grant = &row.grant;
        grant.client_id == client.id && row.rotated_at.is_none() && !ended(grant) && grant.expires_at > now
    });
    Ok(good.map_or(inactive, |row| {
        json!({
            "active": true,
            "client_id": client.id.to_string(),
            "iss": portico.config.server.public_url.origin(),
            "scope": row.grant.scopes.to_string(),
            "sub": subject(portico, client.sector_identifier.as_deref(), row.grant.customer_id),
            "exp": row.grant.expires_at.as_secs(),
        })
    }))
}
