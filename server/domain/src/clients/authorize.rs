//! Reading an authorization request: what it asks for, or the one fault that it is answered with.

use std::collections::HashSet;

use super::{
    AuthorizeFault, Challenge, Claims, ClaimsRequest, Prompt, Prompts, RedirectUri, ResponseMode,
    ResponseType, Scope, Scopes, WantedAcr,
};
use crate::{time::Span, values::Language};

/// Octets of the longest value that is read.
const LONGEST: usize = 4000;

/// Parameters that stand for a whole request, or for a client (OpenID Connect Core 1.0 §6 and §7.2.1): neither is
/// taken here. A `request_uri` of a pushed request is resolved before.
const NOT_TAKEN: [(&str, AuthorizeFault); 3] = [
    ("request", AuthorizeFault::RequestNotTaken),
    ("request_uri", AuthorizeFault::RequestUriNotTaken),
    ("registration", AuthorizeFault::RegistrationNotTaken),
];

/// Parameters that are read; those of no standard that is spoken here are taken no notice of (RFC 6749 §3.1).
const READ: [&str; 16] = [
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "state",
    "nonce",
    "code_challenge",
    "code_challenge_method",
    "prompt",
    "max_age",
    "acr_values",
    "claims",
    "login_hint",
    "id_token_hint",
    "ui_locales",
];

/// Whether a parameter of this name is read, so that a request that waits must keep it.
pub fn is_read(parameter: &str) -> bool {
    READ.contains(&parameter)
}

/// Names and values of a request, as they came and in their order.
#[derive(Clone, Copy, Debug)]
pub struct Parameters<'a>(pub &'a [(String, String)]);

impl<'a> Parameters<'a> {
    /// The value of a parameter. One without a value is as good as none (RFC 6749 §3.1).
    ///
    /// # Errors
    /// When it stands there twice.
    pub fn one(&self, name: &str) -> Result<Option<&'a str>, Repeated> {
        let mut values = self
            .0
            .iter()
            .filter(|(own, _)| own == name)
            .map(|(_, value)| value.as_str());
        let first = values.next();
        match values.next() {
            None => Ok(first.filter(|value| !value.is_empty())),
            Some(_) => Err(Repeated),
        }
    }

    /// Whether any stands there twice.
    pub fn any_twice(&self) -> bool {
        let mut names = HashSet::new();
        !self.0.iter().all(|(name, _)| names.insert(name))
    }
}

/// A parameter stands there twice (RFC 6749 §3.1).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Repeated;

/// What is known of the client that a request names.
#[derive(Clone, Copy, Debug)]
pub struct ClientFacts<'a> {
    /// Where its answers may go.
    pub redirect_uris: &'a [RedirectUri],
    /// What it may ask for.
    pub response_types: &'a [ResponseType],
    /// What it may know.
    pub scopes: &'a Scopes,
    /// It must show a challenge: always where it has no secret (RFC 9700 §2.1.1).
    pub pkce: bool,
}

/// Where the answer goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Place {
    /// The redirect URI, as the request has it.
    pub redirect_uri: String,
    /// How it travels.
    pub mode: ResponseMode,
    /// Given back as it came.
    pub state: Option<String>,
}

/// What a request asks for, every parameter read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Demand {
    /// Where the answer goes.
    pub place: Place,
    /// What it has.
    pub response_type: ResponseType,
    /// What the client wants to know. Without a code there is no refresh token to ask for (OpenID Connect Core 1.0 §11).
    pub scopes: Scopes,
    /// Bound into the ID token.
    pub nonce: Option<String>,
    /// Bound to the code.
    pub challenge: Option<Challenge>,
    /// What the person is asked.
    pub prompts: Prompts,
    /// How long ago the person may have authenticated.
    pub max_age: Option<Span>,
    /// How surely the person must be recognised.
    pub acr: WantedAcr,
    /// What the client wants to know beside what the scopes open.
    pub claims: Claims,
    /// The `sub` that the person must have.
    pub sub: Option<String>,
    /// The address under which the person may be known here; nobody has proven it.
    pub login_hint: Option<String>,
    /// The language in which the client speaks with the person.
    pub language: Option<Language>,
}

/// A request that is refused.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Refused {
    /// Why.
    pub fault: AuthorizeFault,
    /// Where it is told; a page where that is not proven.
    pub place: Option<Place>,
}

/// The `client_id` of a request.
///
/// # Errors
/// It is missing or stands there twice: told by a page.
pub fn client_id(parameters: Parameters<'_>) -> Result<&str, AuthorizeFault> {
    match parameters.one("client_id") {
        Ok(Some(id)) => Ok(id),
        Ok(None) => Err(AuthorizeFault::ClientMissing),
        Err(Repeated) => Err(AuthorizeFault::ClientRepeated),
    }
}

/// Reads a request of a client that is known and active.
///
/// # Errors
/// The first fault in the order of [`AuthorizeFault`].
pub fn read(parameters: Parameters<'_>, client: ClientFacts<'_>) -> Result<Demand, Refused> {
    let place = place(parameters, client).map_err(|fault| Refused { fault, place: None })?;
    demand(parameters, client, &place).map_err(|fault| Refused {
        fault,
        place: Some(place),
    })
}

/// Where an answer goes, a fault as well as what was asked for. What can't be read of how it travels falls back to
/// what is common.
fn place(parameters: Parameters<'_>, client: ClientFacts<'_>) -> Result<Place, AuthorizeFault> {
    let requested = match parameters.one("redirect_uri") {
        Ok(Some(uri)) => uri,
        Ok(None) => return Err(AuthorizeFault::RedirectMissing),
        Err(Repeated) => return Err(AuthorizeFault::RedirectRepeated),
    };
    if !client.redirect_uris.iter().any(|uri| uri.accepts(requested)) {
        return Err(AuthorizeFault::RedirectUnknown);
    }
    let known = |name: &str| parameters.one(name).ok().flatten();
    let kind = known("response_type").and_then(ResponseType::read);
    let asked = known("response_mode").and_then(|mode| mode.parse::<ResponseMode>().ok());
    let fits = |mode: &ResponseMode| kind.is_none_or(|kind| kind.may_travel(*mode));
    let usual = kind.map_or(ResponseMode::Query, ResponseType::default_mode);
    Ok(Place {
        redirect_uri: requested.to_owned(),
        mode: asked.filter(fits).unwrap_or(usual),
        state: known("state").map(str::to_owned),
    })
}

fn demand(
    parameters: Parameters<'_>,
    client: ClientFacts<'_>,
    place: &Place,
) -> Result<Demand, AuthorizeFault> {
    let one = |name: &str| parameters.one(name).map_err(|Repeated| AuthorizeFault::Repeated);
    if parameters.any_twice() {
        return Err(AuthorizeFault::Repeated);
    }
    for (_, value) in parameters.0 {
        if value.len() > LONGEST {
            return Err(AuthorizeFault::TooLong);
        }
        if value.contains('\0') {
            return Err(AuthorizeFault::Nul);
        }
    }
    for (name, fault) in NOT_TAKEN {
        if one(name)?.is_some() {
            return Err(fault);
        }
    }
    let kind = response_type(parameters, client)?;
    let asked = one("response_mode")?.map(str::parse::<ResponseMode>).transpose();
    let asked = asked.map_err(|_| AuthorizeFault::ResponseModeUnknown)?;
    if asked.is_some_and(|mode| !kind.may_travel(mode)) {
        return Err(AuthorizeFault::ResponseModeUnfit);
    }
    let scopes = scopes(parameters, client, kind)?;
    let nonce = one("nonce")?;
    if nonce.is_none() && kind.needs_nonce() {
        return Err(AuthorizeFault::NonceMissing);
    }
    let challenge = challenge(parameters, client, kind)?;
    let prompts = one("prompt")?.map_or(Some(Prompts::default()), Prompts::read);
    let max_age = one("max_age")?.map(|age| age.parse::<u32>()).transpose();
    let claims = claims(parameters, client, kind)?;
    let acr = match claims.acr {
        WantedAcr::Any => WantedAcr::preferred(one("acr_values")?),
        wanted => wanted,
    };
    let tags = one("ui_locales")?.into_iter().flat_map(|tags| tags.split(' '));
    Ok(Demand {
        place: place.clone(),
        response_type: kind,
        scopes,
        nonce: nonce.map(str::to_owned),
        challenge,
        prompts: prompts.ok_or(AuthorizeFault::PromptUnknown)?,
        max_age: max_age
            .map_err(|_| AuthorizeFault::MaxAgeMalformed)?
            .map(|age| Span::seconds(age.into())),
        acr,
        claims: claims.claims,
        sub: claims.sub,
        login_hint: one("login_hint")?.map(str::to_owned),
        language: tags.filter_map(Language::from_tag).next(),
    })
}

fn response_type(
    parameters: Parameters<'_>,
    client: ClientFacts<'_>,
) -> Result<ResponseType, AuthorizeFault> {
    let text = parameters
        .one("response_type")
        .map_err(|Repeated| AuthorizeFault::Repeated)?;
    let text = text.ok_or(AuthorizeFault::ResponseTypeMissing)?;
    let kind = ResponseType::read(text).ok_or(AuthorizeFault::ResponseTypeUnknown)?;
    if client.response_types.contains(&kind) {
        Ok(kind)
    } else {
        Err(AuthorizeFault::ResponseTypeNotAllowed)
    }
}

fn scopes(
    parameters: Parameters<'_>,
    client: ClientFacts<'_>,
    kind: ResponseType,
) -> Result<Scopes, AuthorizeFault> {
    let text = parameters
        .one("scope")
        .map_err(|Repeated| AuthorizeFault::Repeated)?;
    let text = text.ok_or(AuthorizeFault::ScopeMissing)?;
    let asked = Scopes::asked(text).ok_or(AuthorizeFault::ScopeUnknown)?;
    if !asked.within(client.scopes) {
        return Err(AuthorizeFault::ScopeNotAllowed);
    }
    if kind.has_id_token() && !asked.has(Scope::Openid) {
        return Err(AuthorizeFault::OpenidMissing);
    }
    let useful = |scope: &Scope| kind.has_code() || *scope != Scope::OfflineAccess;
    Ok(Scopes::new(asked.iter().filter(useful)))
}

/// What `claims` asks for. Without a token there is no userinfo to tell any at.
fn claims(
    parameters: Parameters<'_>,
    client: ClientFacts<'_>,
    kind: ResponseType,
) -> Result<ClaimsRequest, AuthorizeFault> {
    let text = parameters
        .one("claims")
        .map_err(|Repeated| AuthorizeFault::Repeated)?;
    let Some(text) = text else {
        return Ok(ClaimsRequest::default());
    };
    let mut request = ClaimsRequest::read(text, client.scopes).ok_or(AuthorizeFault::ClaimsMalformed)?;
    if !kind.has_code() && !kind.has_token() {
        request.claims.userinfo.clear();
    }
    Ok(request)
}

fn challenge(
    parameters: Parameters<'_>,
    client: ClientFacts<'_>,
    kind: ResponseType,
) -> Result<Option<Challenge>, AuthorizeFault> {
    let one = |name: &str| parameters.one(name).map_err(|Repeated| AuthorizeFault::Repeated);
    let (text, method) = (one("code_challenge")?, one("code_challenge_method")?);
    let Some(text) = text else {
        let needed = method.is_some() || (client.pkce && kind.has_code());
        return if needed {
            Err(AuthorizeFault::ChallengeMissing)
        } else {
            Ok(None)
        };
    };
    if method != Some("S256") {
        return Err(AuthorizeFault::ChallengeMethod);
    }
    Challenge::parse(text)
        .map(Some)
        .ok_or(AuthorizeFault::ChallengeMalformed)
}

impl Demand {
    /// What the person has to agree to: the scopes, and those of single claims.
    pub fn to_agree(&self) -> Scopes {
        self.scopes.and(&self.claims.scopes())
    }

    /// Whether the client wants the person to be asked this.
    pub fn prompts(&self, prompt: Prompt) -> bool {
        self.prompts.has(prompt)
    }
}
