//! Reading a request of the token endpoint: what it asks for, or the one fault that it is answered with.

use super::{GrantType, Parameters, Repeated, Scopes, TokenFault, Verifier};

/// What a client asks for.
#[derive(Clone, PartialEq, Eq)]
pub enum TokenRequest<'a> {
    /// Tokens for a code (RFC 6749 §4.1.3).
    Code {
        /// The code.
        code: &'a str,
        /// Where it was sent.
        redirect_uri: &'a str,
        /// What its challenge was made of.
        verifier: Option<Verifier>,
    },
    /// Tokens for a refresh token (§6).
    Refresh {
        /// The refresh token.
        token: &'a str,
        /// What the client wants this time; none is all.
        scopes: Option<Scopes>,
    },
    /// A token for the client itself (§4.4).
    Own,
}

/// Reads a request of a client that may use these grant types.
///
/// # Errors
/// The first fault in the order of [`TokenFault`], of those that a body can have.
pub fn token_request<'a>(
    body: Parameters<'a>,
    allowed: &[GrantType],
) -> Result<TokenRequest<'a>, TokenFault> {
    let one = |name: &str| body.one(name).map_err(|Repeated| TokenFault::Repeated);
    let needed = |name: &str| one(name)?.ok_or(TokenFault::ParameterMissing);
    let named = one("grant_type")?.ok_or(TokenFault::GrantTypeMissing)?;
    let kind: GrantType = named.parse().map_err(|_| TokenFault::GrantTypeUnknown)?;
    if !allowed.contains(&kind) {
        return Err(TokenFault::GrantTypeNotAllowed);
    }
    match kind {
        GrantType::AuthorizationCode => {
            let (code, redirect_uri) = (needed("code")?, needed("redirect_uri")?);
            let verifier = one("code_verifier")?.map(Verifier::parse);
            let verifier = verifier.map(|verifier| verifier.ok_or(TokenFault::VerifierMalformed));
            Ok(TokenRequest::Code {
                code,
                redirect_uri,
                verifier: verifier.transpose()?,
            })
        }
        GrantType::RefreshToken => {
            let token = needed("refresh_token")?;
            let scopes = one("scope")?.map(|text| Scopes::read(text).ok_or(TokenFault::Scope));
            Ok(TokenRequest::Refresh {
                token,
                scopes: scopes.transpose()?,
            })
        }
        // Nobody signed in, so there is nothing that a scope of ours could open.
        GrantType::ClientCredentials => match one("scope")? {
            None => Ok(TokenRequest::Own),
            Some(_) => Err(TokenFault::Scope),
        },
    }
}
