//! What an administrator enters for a client, and what becomes of it.

mod fields;
mod rules;

use serde::{Deserialize, Serialize};

use super::{GrantType, IdTokenAlgorithm, RedirectUri, ResponseType, Scope, Settings};
use crate::providers::ClientAuth;
use crate::values::Fault;

pub use fields::{ACCESS_TOKEN_MINUTES, REFRESH_TOKEN_DAYS};

/// What is wrong with which field.
pub type Faults = Vec<(&'static str, Fault)>;

/// The settings of a client as they are typed. A box that is ticked holds `on`.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ClientForm {
    /// What people read when they are asked.
    pub name: String,
    /// Address of its policy.
    pub policy_uri: String,
    /// Address of its terms.
    pub tos_uri: String,
    /// `#` and six hexadecimal digits.
    pub colour: String,
    /// [`ClientAuth`].
    pub auth_method: String,
    /// A JWK set, as JSON.
    pub public_keys: String,
    /// [`ResponseType::Code`].
    pub type_code: Option<String>,
    /// [`ResponseType::IdToken`].
    pub type_id_token: Option<String>,
    /// [`ResponseType::IdTokenToken`].
    pub type_id_token_token: Option<String>,
    /// [`ResponseType::CodeIdToken`].
    pub type_code_id_token: Option<String>,
    /// [`ResponseType::CodeToken`].
    pub type_code_token: Option<String>,
    /// [`ResponseType::CodeIdTokenToken`].
    pub type_code_id_token_token: Option<String>,
    /// [`GrantType::AuthorizationCode`].
    pub grant_authorization_code: Option<String>,
    /// [`GrantType::RefreshToken`].
    pub grant_refresh_token: Option<String>,
    /// [`GrantType::ClientCredentials`].
    pub grant_client_credentials: Option<String>,
    /// One a line.
    pub redirect_uris: String,
    /// One a line.
    pub post_logout_redirect_uris: String,
    /// [`Scope::Openid`].
    pub scope_openid: Option<String>,
    /// [`Scope::Profile`].
    pub scope_profile: Option<String>,
    /// [`Scope::Email`].
    pub scope_email: Option<String>,
    /// [`Scope::Phone`].
    pub scope_phone: Option<String>,
    /// [`Scope::OfflineAccess`].
    pub scope_offline_access: Option<String>,
    /// Nobody is asked what it may know.
    pub trusted: Option<String>,
    /// It must show a challenge.
    pub pkce: Option<String>,
    /// Where it is told of a logout by us.
    pub back_channel_logout_uri: String,
    /// Where it is told of a logout by the browser.
    pub front_channel_logout_uri: String,
    /// [`IdTokenAlgorithm`].
    pub id_token_algorithm: String,
    /// A number.
    pub access_token_minutes: String,
    /// A number.
    pub refresh_token_days: String,
    /// A domain.
    pub sector_identifier: String,
}

/// A box of the form: what it stands for, the name of its field, and `on` where it is ticked.
pub type Tick<'a, T> = (T, &'static str, &'a Option<String>);

impl ClientForm {
    /// What a new client begins with: a web application with a secret, codes, PKCE, and nothing else.
    pub fn fresh() -> Self {
        Self {
            auth_method: ClientAuth::ClientSecretBasic.to_string(),
            type_code: ticked(true),
            grant_authorization_code: ticked(true),
            scope_openid: ticked(true),
            scope_profile: ticked(true),
            scope_email: ticked(true),
            pkce: ticked(true),
            id_token_algorithm: IdTokenAlgorithm::Rs256.to_string(),
            access_token_minutes: "15".to_owned(),
            refresh_token_days: "30".to_owned(),
            ..Self::default()
        }
    }

    /// The form that these settings would be typed with.
    pub fn of(settings: &Settings) -> Self {
        let kind = |kind| ticked(settings.response_types.contains(&kind));
        let grant = |grant| ticked(settings.grant_types.contains(&grant));
        let scope = |scope| ticked(settings.scopes.has(scope));
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        let keys = settings.public_keys.as_ref();
        Self {
            name: settings.name.to_string(),
            policy_uri: text(&settings.policy_uri),
            tos_uri: text(&settings.tos_uri),
            colour: text(&settings.colour.as_ref().map(ToString::to_string)),
            auth_method: settings.auth_method.to_string(),
            public_keys: keys.map(|keys| format!("{keys:#}")).unwrap_or_default(),
            type_code: kind(ResponseType::Code),
            type_id_token: kind(ResponseType::IdToken),
            type_id_token_token: kind(ResponseType::IdTokenToken),
            type_code_id_token: kind(ResponseType::CodeIdToken),
            type_code_token: kind(ResponseType::CodeToken),
            type_code_id_token_token: kind(ResponseType::CodeIdTokenToken),
            grant_authorization_code: grant(GrantType::AuthorizationCode),
            grant_refresh_token: grant(GrantType::RefreshToken),
            grant_client_credentials: grant(GrantType::ClientCredentials),
            redirect_uris: lines(&settings.redirect_uris),
            post_logout_redirect_uris: lines(&settings.post_logout_redirect_uris),
            scope_openid: scope(Scope::Openid),
            scope_profile: scope(Scope::Profile),
            scope_email: scope(Scope::Email),
            scope_phone: scope(Scope::Phone),
            scope_offline_access: scope(Scope::OfflineAccess),
            trusted: ticked(settings.trusted),
            pkce: ticked(settings.pkce),
            back_channel_logout_uri: text(&settings.back_channel_logout_uri),
            front_channel_logout_uri: text(&settings.front_channel_logout_uri),
            id_token_algorithm: settings.id_token_algorithm.to_string(),
            access_token_minutes: settings.access_token_minutes.to_string(),
            refresh_token_days: settings.refresh_token_days.to_string(),
            sector_identifier: text(&settings.sector_identifier.as_ref().map(ToString::to_string)),
        }
    }

    /// The boxes of the response types.
    pub fn response_types(&self) -> [Tick<'_, ResponseType>; 6] {
        [
            (ResponseType::Code, "type_code", &self.type_code),
            (
                ResponseType::CodeIdToken,
                "type_code_id_token",
                &self.type_code_id_token,
            ),
            (ResponseType::CodeToken, "type_code_token", &self.type_code_token),
            (
                ResponseType::CodeIdTokenToken,
                "type_code_id_token_token",
                &self.type_code_id_token_token,
            ),
            (ResponseType::IdToken, "type_id_token", &self.type_id_token),
            (
                ResponseType::IdTokenToken,
                "type_id_token_token",
                &self.type_id_token_token,
            ),
        ]
    }

    /// The boxes of the grant types.
    pub fn grant_types(&self) -> [Tick<'_, GrantType>; 3] {
        [
            (
                GrantType::AuthorizationCode,
                "grant_authorization_code",
                &self.grant_authorization_code,
            ),
            (
                GrantType::RefreshToken,
                "grant_refresh_token",
                &self.grant_refresh_token,
            ),
            (
                GrantType::ClientCredentials,
                "grant_client_credentials",
                &self.grant_client_credentials,
            ),
        ]
    }

    /// The boxes of the scopes.
    pub fn scopes(&self) -> [Tick<'_, Scope>; 5] {
        [
            (Scope::Openid, "scope_openid", &self.scope_openid),
            (Scope::Profile, "scope_profile", &self.scope_profile),
            (Scope::Email, "scope_email", &self.scope_email),
            (Scope::Phone, "scope_phone", &self.scope_phone),
            (
                Scope::OfflineAccess,
                "scope_offline_access",
                &self.scope_offline_access,
            ),
        ]
    }
}

/// Reads the form. The rules between fields are asked once each field is right by itself.
///
/// # Errors
/// Every fault, the fields in the order of the form.
pub fn parse(form: &ClientForm) -> Result<Settings, Faults> {
    let settings = fields::read(form)?;
    let broken = rules::broken(&settings);
    if broken.is_empty() {
        Ok(settings)
    } else {
        Err(broken)
    }
}

/// A box of a form: `on` where it is ticked.
fn ticked(ticked: bool) -> Option<String> {
    ticked.then(|| "on".to_owned())
}

fn lines(uris: &[RedirectUri]) -> String {
    let lines: Vec<&str> = uris.iter().map(RedirectUri::as_str).collect();
    lines.join("\n")
}
