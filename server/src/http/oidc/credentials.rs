//! How a client shows who it is (RFC 6749 §2.3.1, OpenID Connect Core 1.0 §9).

use super::form::decoded;
use crate::services::oidc::authenticate::Shown;
use axum::http::{HeaderMap, header};
use base64::{Engine, engine::general_purpose::STANDARD};
use domain::clients::{Parameters, Repeated, TokenFault};
use secrecy::SecretString;

/// Octets of the longest id or secret that is looked at.
const LONGEST: usize = 4000;

/// `client_assertion_type` of an assertion that is a JWT (RFC 7523 §2.2).
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// Reads what a request shows.
///
/// # Errors
/// `AuthenticationMissing`, `AuthenticationMalformed`, `AuthenticationTwice`, or `Repeated`.
pub fn read(headers: &HeaderMap, body: Parameters<'_>) -> Result<Shown, TokenFault> {
    let one = |name: &str| body.one(name).map_err(|Repeated| TokenFault::Repeated);
    let (id, secret) = (one("client_id")?, one("client_secret")?);
    let (assertion, kind) = (one("client_assertion")?, one("client_assertion_type")?);
    let basic = basic(headers)?;
    let ways = [
        basic.is_some(),
        secret.is_some(),
        assertion.is_some() || kind.is_some(),
    ];
    if ways.iter().filter(|way| **way).count() > 1 {
        return Err(TokenFault::AuthenticationTwice);
    }
    if let Some((own, secret)) = basic {
        // The id may stand in the body as well, but not another one.
        return match id {
            Some(id) if id != own => Err(TokenFault::AuthenticationTwice),
            _ => Ok(Shown::Basic(own, secret)),
        };
    }
    match (id, secret, assertion, kind) {
        (id, None, Some(assertion), Some(JWT_BEARER)) => {
            Ok(Shown::Assertion(id.map(str::to_owned), assertion.into()))
        }
        (_, None, None, Some(_)) | (_, None, Some(_), _) => Err(TokenFault::AuthenticationMalformed),
        (Some(id), Some(secret), ..) => Ok(Shown::Post(id.to_owned(), secret.into())),
        (Some(id), None, None, None) => Ok(Shown::Id(id.to_owned())),
        (None, ..) => Err(TokenFault::AuthenticationMissing),
    }
}

/// Reads the `Authorization` header, if there is one: `Basic`, id and secret each form-encoded (RFC 6749 §2.3.1 and
/// appendix B), a colon between, in base64.
fn basic(headers: &HeaderMap) -> Result<Option<(String, SecretString)>, TokenFault> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() || value.len() > LONGEST {
        return Err(TokenFault::AuthenticationMalformed);
    }
    let read = || {
        let (scheme, encoded) = value.to_str().ok()?.split_once(' ')?;
        if !scheme.eq_ignore_ascii_case("basic") {
            return None;
        }
        let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
        let (id, secret) = text.split_once(':')?;
        let (id, secret) = (decoded(id)?, decoded(secret)?);
        (!id.is_empty()).then(|| (id, SecretString::from(secret)))
    };
    read().map(Some).ok_or(TokenFault::AuthenticationMalformed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use secrecy::ExposeSecret;

    fn shown(authorization: &[&str], body: &[(&str, &str)]) -> Result<String, TokenFault> {
        let mut headers = HeaderMap::new();
        for value in authorization {
            headers.append(header::AUTHORIZATION, value.parse().expect("a header"));
        }
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let body: Vec<(String, String)> = body.iter().map(own).collect();
        let shown = read(&headers, Parameters(&body))?;
        Ok(match shown {
            Shown::Basic(id, secret) => format!("basic {id} {}", secret.expose_secret()),
            Shown::Post(id, secret) => format!("post {id} {}", secret.expose_secret()),
            Shown::Assertion(id, jwt) => format!("jwt {} {}", id.unwrap_or_default(), jwt.expose_secret()),
            Shown::Id(id) => format!("id {id}"),
        })
    }

    fn encoded(text: &str) -> String {
        format!("Basic {}", STANDARD.encode(text))
    }

    #[rstest]
    #[case::plain("app:secret", "basic app secret")]
    #[case::colon_in_the_secret("app:a:b", "basic app a:b")]
    #[case::form_encoded("a%3Ab+c:%C3%A9%25", "basic a:b c é%")]
    #[case::empty_secret("app:", "basic app ")]
    fn basic_header(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(shown(&[&encoded(text)], &[]).as_deref(), Ok(expected));
        let lower = encoded(text).replace("Basic", "basic");
        assert_eq!(shown(&[&lower], &[]).as_deref(), Ok(expected));
    }

    #[rstest]
    #[case::one_word("Basic")]
    #[case::empty("")]
    #[case::nothing_behind("Basic ")]
    #[case::not_base64("Basic %%%%")]
    #[case::other_scheme("Bearer abc")]
    #[case::no_colon(&encoded("app"))]
    #[case::no_id(&encoded(":secret"))]
    #[case::broken_percent(&encoded("app:%4"))]
    #[case::not_hexadecimal(&encoded("app:%zz"))]
    #[case::not_utf8_inside(&encoded("app:%ff"))]
    #[case::not_utf8(&format!("Basic {}", STANDARD.encode([b'a', b':', 0xff])))]
    #[case::too_long(&encoded(&format!("app:{}", "x".repeat(4000))))]
    fn malformed(#[case] value: &str) {
        assert_eq!(shown(&[value], &[]), Err(TokenFault::AuthenticationMalformed));
    }

    const ID: (&str, &str) = ("client_id", "app");
    const SECRET: (&str, &str) = ("client_secret", "s");
    const JWT: (&str, &str) = ("client_assertion", "a.b.c");
    const KIND: (&str, &str) = ("client_assertion_type", JWT_BEARER);

    #[rstest]
    #[case::post(&[ID, SECRET], Ok("post app s"))]
    #[case::public(&[ID], Ok("id app"))]
    #[case::assertion(&[JWT, KIND], Ok("jwt  a.b.c"))]
    #[case::assertion_with_an_id(&[JWT, KIND, ID], Ok("jwt app a.b.c"))]
    #[case::nothing(&[], Err(TokenFault::AuthenticationMissing))]
    #[case::secret_of_nobody(&[SECRET], Err(TokenFault::AuthenticationMissing))]
    #[case::assertion_of_no_kind(&[JWT], Err(TokenFault::AuthenticationMalformed))]
    #[case::kind_without_assertion(&[KIND], Err(TokenFault::AuthenticationMalformed))]
    #[case::another_kind(&[JWT, ("client_assertion_type", "saml")], Err(TokenFault::AuthenticationMalformed))]
    #[case::secret_and_assertion(&[ID, SECRET, JWT, KIND], Err(TokenFault::AuthenticationTwice))]
    #[case::id_twice(&[ID, ID], Err(TokenFault::Repeated))]
    fn shown_in_the_body(#[case] body: &[(&str, &str)], #[case] expected: Result<&str, TokenFault>) {
        assert_eq!(shown(&[], body), expected.map(str::to_owned));
    }

    #[rstest]
    #[case::the_same_id(&[ID], Ok("basic app s"))]
    #[case::another_id(&[("client_id", "other")], Err(TokenFault::AuthenticationTwice))]
    #[case::secret(&[ID, SECRET], Err(TokenFault::AuthenticationTwice))]
    #[case::assertion(&[JWT, KIND], Err(TokenFault::AuthenticationTwice))]
    fn header_and_body(#[case] body: &[(&str, &str)], #[case] expected: Result<&str, TokenFault>) {
        assert_eq!(shown(&[&encoded("app:s")], body), expected.map(str::to_owned));
    }

    #[test]
    fn two_headers_are_one_too_many() {
        let header = encoded("app:s");
        assert_eq!(
            shown(&[&header, &header], &[]),
            Err(TokenFault::AuthenticationMalformed)
        );
    }
}
