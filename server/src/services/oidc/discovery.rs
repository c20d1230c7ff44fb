//! What this provider can do (OpenID Connect Discovery 1.0 §3, RFC 8414 §2), made from what clients really may.

use super::super::Outcome;
use super::authenticate::TAKEN;
use crate::state::Portico;
use domain::{
    clients::{Acr, Claim, GrantType, IdTokenAlgorithm, Prompt, ResponseMode, ResponseType, Scope},
    providers::ClientAuth,
    values::Language,
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, sync::Arc};
use storage::clients::registration_tokens;

/// Where clients speak to us, under the standards' names, as far as it is there for every client.
pub fn endpoints(portico: &Portico) -> [(&'static str, String); 8] {
    [
        ("authorization_endpoint", "authorize"),
        ("token_endpoint", "token"),
        ("userinfo_endpoint", "userinfo"),
        ("jwks_uri", "keys"),
        ("end_session_endpoint", "logout"),
        ("revocation_endpoint", "revoke"),
        ("introspection_endpoint", "introspect"),
        ("pushed_authorization_request_endpoint", "par"),
    ]
    .map(|(name, path)| (name, at(portico, path)))
}

fn at(portico: &Portico, path: &str) -> String {
    let url = &portico.config.server.public_url;
    url.join(&format!("/oauth2/v1/{path}"))
}

/// The document as JSON. Response types and grants that no active client may use are not announced, nor registration
/// where nobody was given a token for it.
pub async fn document(portico: &Portico) -> Outcome<Arc<String>> {
    let now = portico.now();
    if let Some(document) = portico.discovery.fresh(now) {
        return Ok(document);
    }
    let document = Arc::new(made(portico).await?.to_string());
    portico.discovery.keep(now, &document);
    Ok(document)
}

async fn made(portico: &Portico) -> Outcome<Value> {
    let mut conn = portico.database.read().await?;
    let clients = storage::clients::list(&mut conn).await?;
    let registration = registration_tokens::any(&mut conn, portico.now()).await?;
    drop(conn);
    let allowed = || clients.iter().filter(|client| client.active);
    let mut types: BTreeSet<ResponseType> = allowed()
        .flat_map(|client| client.response_types.iter().copied())
        .collect();
    types.insert(ResponseType::Code);
    let mut grants: BTreeSet<GrantType> = allowed()
        .flat_map(|client| client.grant_types.iter().copied())
        .collect();
    grants.insert(GrantType::AuthorizationCode);
    let mut grants: Vec<&str> = grants.iter().map(|kind| kind.as_str()).collect();
    if types.iter().any(|kind| kind.is_implicit()) {
        // Hybrid types need both (OpenID Connect Dynamic Client Registration 1.0 §2).
        grants.push("implicit");
    }
    let url = &portico.config.server.public_url;
    let methods: Vec<&str> = ClientAuth::ALL.iter().map(|method| method.as_str()).collect();
    let confidential: Vec<&str> = methods
        .iter()
        .copied()
        .filter(|method| *method != "none")
        .collect();
    let claims: Vec<&str> = [
        "iss",
        "sub",
        "aud",
        "azp",
        "iat",
        "exp",
        "auth_time",
        "acr",
        "amr",
        "nonce",
        "at_hash",
        "c_hash",
        "sid",
    ]
    .into_iter()
    .chain(Claim::ALL.iter().map(|claim| claim.as_str()))
    .collect();
    let mut document = json!({
        "issuer": url.origin(),
        "response_types_supported": types.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
        "response_modes_supported": ResponseMode::ALL.iter().map(|mode| mode.as_str()).collect::<Vec<_>>(),
        "grant_types_supported": grants,
        "scopes_supported": Scope::ALL.iter().map(|scope| scope.as_str()).collect::<Vec<_>>(),
        "prompt_values_supported": Prompt::ALL.iter().map(|prompt| prompt.as_str()).collect::<Vec<_>>(),
        "subject_types_supported": ["public", "pairwise"],
        "id_token_signing_alg_values_supported":
            IdTokenAlgorithm::ALL.iter().map(|kind| kind.as_str()).collect::<Vec<_>>(),
        "token_endpoint_auth_methods_supported": methods,
        "token_endpoint_auth_signing_alg_values_supported": TAKEN,
        "revocation_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_signing_alg_values_supported": TAKEN,
        "introspection_endpoint_auth_methods_supported": confidential,
        "introspection_endpoint_auth_signing_alg_values_supported": TAKEN,
        "code_challenge_methods_supported": ["S256"],
        "acr_values_supported": Acr::ALL.iter().map(|class| class.as_str()).collect::<Vec<_>>(),
        "ui_locales_supported": Language::ALL.iter().map(|language| language.as_str()).collect::<Vec<_>>(),
        "claims_supported": claims,
        "claims_parameter_supported": true,
        "request_parameter_supported": false,
        "request_uri_parameter_supported": false,
        "authorization_response_iss_parameter_supported": true,
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "frontchannel_logout_supported": true,
        "frontchannel_logout_session_supported": true,
    });
    for (name, address) in endpoints(portico) {
        document[name] = address.into();
    }
    if registration {
        document["registration_endpoint"] = at(portico, "register").into();
    }
    Ok(document)
}
