use super::*;
use app::api::providers;
use domain::{providers::Field, time::Timestamp};

fn form() -> SaveProvider {
    SaveProvider {
        id: String::new(),
        version: 0,
        basics: providers::Basics {
            name: " Harbour ID ".to_owned(),
            label_de: "Mit Harbour".to_owned(),
            slug: "harbour".to_owned(),
            domains: "Harbour.example, @bücher.example\nharbour.example".to_owned(),
            ..providers::Basics::default()
        },
        connection: providers::Connection {
            issuer: "https://id.harbour.example".to_owned(),
            client_id: "portico".to_owned(),
            client_auth: "client_secret_basic".to_owned(),
            client_secret: "s3cret".to_owned(),
            secret_expires_on: "2027-01-31".to_owned(),
            scopes: "profile  email".to_owned(),
            pkce: None,
            authorize_parameters: "hd = harbour.example\r\n\r\nacr_values=a=b".to_owned(),
        },
        claims: providers::Claims {
            claim_subject: "oid".to_owned(),
            claim_email: " mail ".to_owned(),
            trusts_email_verified: Some("on".to_owned()),
            ..providers::Claims::default()
        },
        rules: providers::ClaimRules {
            rule_email: "always".to_owned(),
            ..providers::ClaimRules::default()
        },
    }
}

#[test]
fn a_right_form_is_read() {
    let parsed = parse(&form(), None).unwrap();
    let (basics, connection) = (parsed.basics, parsed.connection);
    assert_eq!(basics.name, "Harbour ID");
    assert_eq!(basics.labels.de, "Mit Harbour");
    let domains: Vec<&str> = basics.domains.iter().map(AsRef::as_ref).collect();
    assert_eq!(domains, ["harbour.example", "xn--bcher-kva.example"]);
    assert_eq!(connection.scopes, "openid profile email");
    assert_eq!(connection.secret.as_deref(), Some("s3cret"));
    assert_eq!(
        connection.secret_expires_at,
        Some(Timestamp::from_secs(1_801_353_600))
    );
    assert_eq!(
        connection.authorize_parameters.to_lines(),
        "hd=harbour.example\nacr_values=a=b"
    );
    assert!(parsed.trusts_email_verified && !connection.pkce);
    assert_eq!(parsed.claims.subject, "oid");
    let claim = |field: Option<Field>| field.map(|field| field.claim);
    assert_eq!(claim(parsed.claims.email).as_deref(), Some("mail"));
    assert_eq!(claim(parsed.claims.account_code), None);
    assert_eq!(claim(parsed.claims.phone), None, "an empty name takes nothing");
}

#[test]
fn every_fault_stands_beside_its_field() {
    let mut wrong = form();
    wrong.basics.name.clear();
    wrong.basics.slug = "Not A Slug".to_owned();
    wrong.basics.domains = "localhost".to_owned();
    wrong.connection.issuer = "https://id.harbour.example /x".to_owned();
    wrong.connection.client_id.clear();
    wrong.connection.client_auth = "magic".to_owned();
    wrong.connection.client_secret = "x".repeat(1001);
    wrong.connection.secret_expires_on = "2027-02-30".to_owned();
    wrong.connection.scopes = "openid \"".to_owned();
    wrong.connection.authorize_parameters = "Redirect_URI=https://evil.example".to_owned();
    wrong.claims.claim_subject.clear();
    wrong.claims.claim_account_code = "a\0b".to_owned();
    let problems = parse(&wrong, None).unwrap_err();
    for (field, fault) in [
        ("name", Fault::Required),
        ("slug", Fault::NotASlug),
        ("domains", Fault::NotADomain),
        ("issuer", Fault::BadCharacters),
        ("client_id", Fault::Required),
        ("client_auth", Fault::Unknown),
        ("client_secret", Fault::TooLong { max: 1000 }),
        ("secret_expires_on", Fault::NotADate),
        ("scopes", Fault::BadCharacters),
        ("authorize_parameters", Fault::ReservedParameter),
        ("claim_subject", Fault::Required),
        ("claim_account_code", Fault::BadCharacters),
    ] {
        assert_eq!(problems.of(field), Some(fault), "{field}");
    }
}

#[test]
fn a_secret_is_asked_for_where_it_is_needed() {
    let mut without = form();
    without.connection.client_secret.clear();
    assert_eq!(
        parse(&without, None).unwrap_err().of("client_secret"),
        Some(Fault::Required)
    );
    without.connection.client_auth = "none".to_owned();
    let public = parse(&without, None).unwrap().connection;
    assert_eq!((public.secret, public.secret_expires_at), (None, None));
    assert!(public.pkce, "a public client always uses PKCE");
}

#[test]
fn each_rule_goes_to_its_field() {
    let rules = providers::ClaimRules {
        rule_email: "always".to_owned(),
        rule_given_name: "suggest".to_owned(),
        rule_family_name: "set_once".to_owned(),
        rule_phone: "always".to_owned(),
        rule_language: "suggest".to_owned(),
    };
    let form = SaveProvider {
        claims: providers::Claims {
            claim_given_name: "first".to_owned(),
            claim_full_name: "name".to_owned(),
            claim_family_name: "last".to_owned(),
            claim_phone: "phone".to_owned(),
            ..form().claims
        },
        rules: rules.clone(),
        ..form()
    };
    let mapping = parse(&form, None).unwrap().claims;
    let rule = |field: Option<Field>| field.map(|field| field.rule.to_string()).unwrap_or_default();
    let read = [
        mapping.email,
        mapping.given_name,
        mapping.full_name,
        mapping.family_name,
        mapping.phone,
        mapping.language,
    ];
    assert_eq!(
        read.map(rule),
        ["always", "suggest", "suggest", "set_once", "always", ""]
    );
    let invented = SaveProvider {
        rules: providers::ClaimRules {
            rule_phone: "never".to_owned(),
            ..rules
        },
        ..form
    };
    assert_eq!(
        parse(&invented, None).unwrap_err().of("rule_phone"),
        Some(Fault::Unknown)
    );
}
