//! Applications that register themselves (RFC 7591), each with an initial access token that staff gave it.

use super::super::{
    Outcome,
    audit::{self, Actor, Deed},
    clients::change,
};
use crate::{crypto::Token, state::Portico};
use app::api::visit::Visit;
use domain::{
    clients::{MetadataFault, Settings, form::parse, form_of},
    ids::ClientSecretId,
    time::Span,
};
use serde_json::{Value, json};
use storage::clients::{registration_tokens as tokens, secrets};

/// What becomes of a registration.
pub enum Registered {
    /// What was registered (§3.2.1).
    Client(Value),
    /// What is wrong with it (§3.2.2). The token is still good.
    Fault(MetadataFault),
    /// The token is none, or was used, or its time is over.
    BadToken,
}

/// Makes an initial access token.
pub async fn invite(portico: &Portico, lasts: Span) -> Outcome<Token> {
    let token = portico.entropy.token();
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    tokens::add(&mut tx, &token.hash(), now, now.plus(lasts)).await?;
    let deed = Deed::plain("client.invited", "client", "");
    audit::note_by_system(portico, &mut tx, deed).await?;
    tx.commit().await?;
    portico.discovery.forget();
    Ok(token)
}

/// Registers what `metadata` describes.
pub async fn register(
    portico: &Portico,
    visit: &Visit,
    token: &str,
    metadata: &Value,
) -> Outcome<Registered> {
    let Some(token) = Token::parse(token) else {
        return Ok(Registered::BadToken);
    };
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    if !tokens::take(&mut tx, &token.hash(), now).await? {
        return Ok(Registered::BadToken);
    }
    let read = form_of(metadata).and_then(|form| parse(&form).map_err(|faults| MetadataFault::of(&faults)));
    let settings = match read {
        Ok(settings) => settings,
        Err(fault) => return Ok(Registered::Fault(fault)),
    };
    let mut answer = told(&settings);
    let needs_secret = settings.auth_method.needs_secret();
    let change = match change::put(portico, &mut tx, None, settings).await? {
        Ok(change) => change,
        Err(_) => return Ok(Registered::BadToken),
    };
    let id = change.id.to_string();
    audit::note(portico, &mut tx, visit, Actor::Visitor, change.deed(&id)).await?;
    if needs_secret {
        let secret = portico.entropy.token();
        let secret_id = ClientSecretId::new(now, portico.random());
        secrets::add(&mut tx, change.id, (secret_id, &secret.hash()), now, now).await?;
        answer["client_secret"] = secret.expose().into();
        answer["client_secret_expires_at"] = 0.into();
    }
    tx.commit().await?;
    portico.discovery.forget();
    answer["client_id"] = id.into();
    answer["client_id_issued_at"] = now.as_secs().into();
    Ok(Registered::Client(answer))
}

/// What was registered, in the words of the standard.
fn told(settings: &Settings) -> Value {
    let uris = |uris: &[domain::clients::RedirectUri]| {
        uris.iter().map(|uri| uri.as_str().to_owned()).collect::<Vec<_>>()
    };
    let mut told = json!({
        "client_name": settings.name.as_str(),
        "redirect_uris": uris(&settings.redirect_uris),
        "post_logout_redirect_uris": uris(&settings.post_logout_redirect_uris),
        "token_endpoint_auth_method": settings.auth_method.as_str(),
        "grant_types": settings.grant_types.iter().map(|grant| grant.as_str()).collect::<Vec<_>>(),
        "response_types": settings.response_types.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
        "scope": settings.scopes.to_string(),
        "id_token_signed_response_alg": settings.id_token_algorithm.as_str(),
        "subject_type": "public",
    });
    let further = [
        ("policy_uri", &settings.policy_uri),
        ("tos_uri", &settings.tos_uri),
        ("backchannel_logout_uri", &settings.back_channel_logout_uri),
        ("frontchannel_logout_uri", &settings.front_channel_logout_uri),
    ];
    for (name, value) in further {
        if let Some(value) = value {
            told[name] = value.as_str().into();
        }
    }
    if let Some(keys) = &settings.public_keys {
        told["jwks"] = keys.clone();
    }
    told
}
