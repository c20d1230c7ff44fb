//! Spec 04: what bad input gets at each endpoint for clients. `server/tests/http/oidc_faults.rs` sends every row.

use domain::clients::{
    AuthorizeFault, BearerFault, ClientFacts, GrantType, LogoutFault, Parameters, RedirectUri, Refused,
    ResponseType, Scope, Scopes, TokenFault, client_id, read, token_request,
};

use crate::bad_input::{CALLBACK, CLIENT, Endpoint, Fault, Row, rows};
use crate::support::Table;

fn pairs(row: &Row) -> Vec<(String, String)> {
    let own = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
    row.request().into_iter().map(own).collect()
}

/// What is decided about the authorization request of a row.
fn refused(row: &Row) -> Refused {
    let parameters = pairs(row);
    let parameters = Parameters(&parameters);
    let by_a_page = |fault| Refused { fault, place: None };
    match client_id(parameters) {
        Err(fault) => return by_a_page(fault),
        // Which clients there are is not known here.
        Ok(id) if id != CLIENT => return by_a_page(AuthorizeFault::ClientUnknown),
        Ok(_) => {}
    }
    let client = ClientFacts {
        redirect_uris: &[RedirectUri::parse(CALLBACK).expect("an address")],
        response_types: &[ResponseType::Code, ResponseType::CodeIdToken],
        scopes: &Scopes::new([Scope::Openid, Scope::Profile, Scope::Email, Scope::OfflineAccess]),
        pkce: true,
    };
    read(parameters, client).expect_err("a fault")
}

/// What the body of a row is refused for, as far as it is the body alone.
fn body_fault(row: &Row) -> Option<TokenFault> {
    let parameters = pairs(row);
    let body = Parameters(&parameters);
    if body.any_twice() {
        return Some(TokenFault::Repeated);
    }
    token_request(body, &[GrantType::AuthorizationCode, GrantType::RefreshToken]).err()
}

/// Faults that a body alone does not have.
const ELSEWHERE: [TokenFault; 7] = [
    TokenFault::NotAForm,
    TokenFault::AuthenticationMissing,
    TokenFault::AuthenticationMalformed,
    TokenFault::AuthenticationTwice,
    TokenFault::AuthenticationWrong,
    TokenFault::Grant,
    TokenFault::TooManyTries,
];

/// How a row is answered: where, `error`, `error_description`, and the section of the standard.
fn answer(row: &Row) -> [String; 4] {
    let (by, error, description, section) = match row.fault {
        Fault::Authorize(fault) => {
            let refused = refused(row);
            assert_eq!(refused.fault, fault, "{row:?}");
            let by = match (row.endpoint, refused.place) {
                (Endpoint::Par, _) => "400",
                (_, None) => "400, a page",
                (_, Some(_)) => "303, to the client",
            };
            let told = fault.told();
            (by.to_owned(), told.error, told.description, told.section)
        }
        Fault::Token(fault) => {
            if row.endpoint == Endpoint::Token && !ELSEWHERE.contains(&fault) {
                assert_eq!(body_fault(row), Some(fault), "{row:?}");
            }
            let told = fault.told();
            (
                fault.status().to_string(),
                told.error,
                told.description,
                told.section,
            )
        }
        Fault::Bearer(fault) => {
            let by = format!("{}, {}", fault.status(), fault.challenge());
            (by, fault.error().unwrap_or(""), "", "RFC 6750 §3.1")
        }
        // Told in the log alone.
        Fault::Logout(fault) => (
            "200, the question".to_owned(),
            "",
            fault.description(),
            fault.section(),
        ),
    };
    // RFC 6749 §4.1.2.1 and §5.2.
    let printable = |text: &str| {
        text.bytes()
            .all(|byte| matches!(byte, 0x20..=0x7e) && byte != b'"' && byte != b'\\')
    };
    assert!(printable(error) && printable(description), "{row:?}");
    [by, error.to_owned(), description.to_owned(), section.to_owned()]
}

/// What is changed in a good request.
fn changed(row: &Row) -> String {
    let one = |(name, value): &(&str, &str)| match value.len() {
        0 => format!("no {name}"),
        1..=100 => format!("{name}={}", value.escape_debug()),
        length => format!("{name} of {length} octets"),
    };
    let words: Vec<_> = row.changed.iter().map(one).collect();
    words.join(", ")
}

#[test]
fn what_bad_input_gets() {
    let mut table = Table::new([
        "endpoint",
        "parameter",
        "is",
        "request",
        "answer",
        "error",
        "error_description",
        "standard",
    ]);
    for row in rows() {
        let [by, error, description, section] = answer(&row);
        table.row([
            format!("{:?}", row.endpoint),
            row.parameter.to_owned(),
            format!("{:?}", row.wrong),
            changed(&row),
            by,
            error,
            description,
            section,
        ]);
    }
    insta::assert_snapshot!(table);
}

#[test]
fn every_fault_has_a_row() {
    let rows = rows();
    let has = |fault: Fault| rows.iter().any(|row| row.fault == fault);
    let mut faults = Vec::new();
    faults.extend(AuthorizeFault::ALL.iter().copied().map(Fault::Authorize));
    faults.extend(TokenFault::ALL.iter().copied().map(Fault::Token));
    faults.extend(BearerFault::ALL.iter().copied().map(Fault::Bearer));
    faults.extend(LogoutFault::ALL.iter().copied().map(Fault::Logout));
    let missing: Vec<_> = faults.into_iter().filter(|fault| !has(*fault)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
