//! What a client says of itself when it registers (RFC 7591 §2, OpenID Connect Dynamic Client Registration 1.0 §2), put
//! into the form that an administrator would fill in. What that has no field for is left out, as the standard wants it.

use super::{
    ResponseType, Scope,
    form::{ClientForm, Faults},
};
use serde_json::{Map, Value};

/// Why a client is not registered (RFC 7591 §3.2.2).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MetadataFault {
    /// `error`.
    pub error: &'static str,
    /// `error_description`: the member, and what is wrong with it.
    pub description: String,
}

impl MetadataFault {
    fn member(member: &str, what: &str) -> Self {
        let error = match member {
            "redirect_uris" => "invalid_redirect_uri",
            _ => "invalid_client_metadata",
        };
        Self {
            error,
            description: format!("{member}: {what}"),
        }
    }

    /// The first fault of the form.
    pub fn of(faults: &Faults) -> Self {
        match faults.first() {
            Some((field, fault)) => Self::member(member(field), &fault.to_string()),
            None => Self::member("metadata", "not taken"),
        }
    }
}

/// What the member is called that fills a field of the form.
fn member(field: &'static str) -> &'static str {
    match field {
        "name" => "client_name",
        "auth_method" => "token_endpoint_auth_method",
        "public_keys" => "jwks",
        "id_token_algorithm" => "id_token_signed_response_alg",
        "back_channel_logout_uri" => "backchannel_logout_uri",
        "front_channel_logout_uri" => "frontchannel_logout_uri",
        _ if field.starts_with("type_") => "response_types",
        _ if field.starts_with("grant_") => "grant_types",
        _ if field.starts_with("scope_") => "scope",
        other => other,
    }
}

/// Fills the form. Nobody registers itself as trusted, or without PKCE.
///
/// # Errors
/// What is no JSON object, has a member of another type, or asks for what there is not.
pub fn form_of(metadata: &Value) -> Result<ClientForm, MetadataFault> {
    let members = metadata
        .as_object()
        .ok_or_else(|| MetadataFault::member("metadata", "not a JSON object"))?;
    let mut form = ClientForm::fresh();
    form.name = text(members, "client_name")?.unwrap_or_else(|| "Application".to_owned());
    let texts = [
        ("policy_uri", &mut form.policy_uri),
        ("tos_uri", &mut form.tos_uri),
        ("backchannel_logout_uri", &mut form.back_channel_logout_uri),
        ("frontchannel_logout_uri", &mut form.front_channel_logout_uri),
        ("token_endpoint_auth_method", &mut form.auth_method),
        ("id_token_signed_response_alg", &mut form.id_token_algorithm),
    ];
    for (name, field) in texts {
        if let Some(value) = text(members, name)? {
            *field = value;
        }
    }
    form.redirect_uris = list(members, "redirect_uris")?.unwrap_or_default().join("\n");
    form.post_logout_redirect_uris = list(members, "post_logout_redirect_uris")?
        .unwrap_or_default()
        .join("\n");
    if let Some(keys) = members.get("jwks").filter(|keys| !keys.is_null()) {
        form.public_keys = keys.to_string();
    }
    response_types(members, &mut form)?;
    grant_types(members, &mut form)?;
    scopes(members, &mut form)?;
    Ok(form)
}

fn text(members: &Map<String, Value>, name: &str) -> Result<Option<String>, MetadataFault> {
    match members.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(MetadataFault::member(name, "not a text")),
    }
}

fn list(members: &Map<String, Value>, name: &str) -> Result<Option<Vec<String>>, MetadataFault> {
    let wrong = || MetadataFault::member(name, "not a list of texts");
    let values = match members.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::Array(values)) => values,
        Some(_) => return Err(wrong()),
    };
    let texts = values.iter().map(|value| value.as_str().map(str::to_owned));
    // A line break would be two addresses in the form.
    let clean = |text: &String| !text.contains(['\n', '\r']);
    let texts = texts
        .collect::<Option<Vec<_>>>()
        .filter(|texts| texts.iter().all(clean));
    texts.map(Some).ok_or_else(wrong)
}

fn ticked(on: bool) -> Option<String> {
    on.then(|| "on".to_owned())
}

fn response_types(members: &Map<String, Value>, form: &mut ClientForm) -> Result<(), MetadataFault> {
    let Some(names) = list(members, "response_types")? else {
        return Ok(());
    };
    let kinds: Option<Vec<_>> = names.iter().map(|name| ResponseType::read(name)).collect();
    let kinds =
        kinds.ok_or_else(|| MetadataFault::member("response_types", "there is no such response_type"))?;
    let has = |kind| ticked(kinds.contains(&kind));
    form.type_code = has(ResponseType::Code);
    form.type_id_token = has(ResponseType::IdToken);
    form.type_id_token_token = has(ResponseType::IdTokenToken);
    form.type_code_id_token = has(ResponseType::CodeIdToken);
    form.type_code_token = has(ResponseType::CodeToken);
    form.type_code_id_token_token = has(ResponseType::CodeIdTokenToken);
    Ok(())
}

/// `implicit` goes with its response types (RFC 7591 §2.1); here these say it all.
fn grant_types(members: &Map<String, Value>, form: &mut ClientForm) -> Result<(), MetadataFault> {
    let Some(names) = list(members, "grant_types")? else {
        return Ok(());
    };
    let known = [
        "authorization_code",
        "refresh_token",
        "client_credentials",
        "implicit",
    ];
    if !names.iter().all(|name| known.contains(&name.as_str())) {
        return Err(MetadataFault::member(
            "grant_types",
            "there is no such grant_type",
        ));
    }
    let has = |name: &str| ticked(names.iter().any(|own| own == name));
    form.grant_authorization_code = has("authorization_code");
    form.grant_refresh_token = has("refresh_token");
    form.grant_client_credentials = has("client_credentials");
    if form.grant_authorization_code.is_none() && !members.contains_key("response_types") {
        form.type_code = None;
    }
    Ok(())
}

/// Words that there are not are left out: what was registered stands in the answer (RFC 7591 §3.2.1).
fn scopes(members: &Map<String, Value>, form: &mut ClientForm) -> Result<(), MetadataFault> {
    let Some(words) = text(members, "scope")? else {
        return Ok(());
    };
    let has = |scope: Scope| ticked(words.split(' ').any(|word| word == scope.as_str()));
    form.scope_openid = has(Scope::Openid);
    form.scope_profile = has(Scope::Profile);
    form.scope_email = has(Scope::Email);
    form.scope_phone = has(Scope::Phone);
    form.scope_offline_access = has(Scope::OfflineAccess);
    Ok(())
}
