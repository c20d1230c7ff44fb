//! Every mail in every language.

use std::fmt::Write;

use domain::approvals::RejectionReason;
use domain::ids::{MailId, RequestId};
use domain::staff::{Role, Roles};
use domain::values::Language;
use server::mail::{
    AccessChange, FactorChange, LinkSubject, Mail, Next, Rendered, Renderer, TEMPLATES, WayInNext,
};

use super::support::{START, config, tokens};

fn renderer() -> Renderer {
    let config = config();
    Renderer::new(&config.shop, &config.server.public_url).unwrap()
}

fn render(renderer: &Renderer, mail: &Mail, language: Language) -> Rendered {
    renderer
        .render(mail, language, &tokens(), MailId::new(START, [1; 10]))
        .unwrap()
}

/// Each mail, with a word for the variant where there are several.
fn samples() -> Vec<(&'static str, Mail)> {
    let (name, link) = ("Ada".to_owned(), LinkSubject::default());
    let mut samples = vec![
        (
            "",
            Mail::Activate {
                name: name.clone(),
                link: LinkSubject {
                    request_id: Some(RequestId::new(START, [2; 10])),
                    ..link.clone()
                },
            },
        ),
        (
            "",
            Mail::AddressKnown {
                name: name.clone(),
                reset: true,
            },
        ),
        ("asked for", reset(false)),
        ("by staff", reset(true)),
        (
            "",
            Mail::ProveAddress {
                name: name.clone(),
                link: link.clone(),
            },
        ),
        ("", Mail::PasswordChanged { name: name.clone() }),
        ("known", new_device(Some("Firefox, Linux"))),
        ("unknown", new_device(None)),
        (
            "",
            Mail::PasswordDropped {
                name: name.clone(),
                provider: "Harbour ID".to_owned(),
            },
        ),
        (
            "",
            Mail::ChangeAddress {
                name: name.clone(),
                link: link.clone(),
            },
        ),
        (
            "",
            Mail::AddressChanged {
                name: name.clone(),
                address: "ada@new.example".to_owned(),
            },
        ),
        ("", Mail::AccountClosed { name: name.clone() }),
        ("", Mail::AccountOpened { name: name.clone() }),
        ("", Mail::SecondFactorCode { name: name.clone() }),
        ("roles", access(AccessChange::Roles)),
        ("closed", access(AccessChange::Closed)),
        ("opened", access(AccessChange::Opened)),
        ("signed out", access(AccessChange::SignedOut)),
        ("", Mail::StaffInvitation { name, link }),
    ];
    samples.extend(samples_of_logins());
    samples.extend(samples_of_ways_in());
    samples.extend(samples_of_factors());
    samples.extend(samples_of_requests());
    samples
}

/// Each invitation to another way in.
fn samples_of_ways_in() -> Vec<(&'static str, Mail)> {
    let by_provider = |provider: Option<&str>| WayInNext::Provider {
        link: LinkSubject::default(),
        provider: provider.map(str::to_owned),
    };
    let way_in = |next| Mail::WayIn {
        name: "Ada".to_owned(),
        next,
    };
    vec![
        ("set a password", way_in(WayInNext::Password)),
        (
            "connect the only provider",
            way_in(by_provider(Some("Harbour ID"))),
        ),
        ("connect one of several", way_in(by_provider(None))),
    ]
}

fn samples_of_logins() -> Vec<(&'static str, Mail)> {
    let (name, provider) = ("Ada".to_owned(), "Harbour ID".to_owned());
    let differs = |kept: Option<&str>| Mail::AddressDiffers {
        person: "Ada Lovelace".to_owned(),
        number: 100_007,
        provider: "Harbour ID".to_owned(),
        address: "countess@engines.example".to_owned(),
        kept: kept.map(str::to_owned),
    };
    vec![
        (
            "",
            Mail::AddressFollowed {
                name: name.clone(),
                provider: provider.clone(),
                address: "countess@engines.example".to_owned(),
            },
        ),
        ("another address here", differs(Some("ada@engines.example"))),
        ("no address here", differs(None)),
        (
            "",
            Mail::LoginConnected {
                name: name.clone(),
                provider: provider.clone(),
            },
        ),
        (
            "",
            Mail::LoginDisconnected {
                name: name.clone(),
                provider,
            },
        ),
        (
            "",
            Mail::ApplicationRevoked {
                name: name.clone(),
                client: "Magazine".to_owned(),
            },
        ),
        ("", Mail::PasswordRemoved { name }),
    ]
}

fn reset(by_staff: bool) -> Mail {
    Mail::Reset {
        name: "Ada".to_owned(),
        link: LinkSubject::default(),
        by_staff,
    }
}

fn access(change: AccessChange) -> Mail {
    Mail::StaffAccessChanged {
        name: "Olga Operations".to_owned(),
        by: "Anton".to_owned(),
        change,
        roles: Roles::of([Role::Operations, Role::Administrator]),
    }
}

fn new_device(device: Option<&str>) -> Mail {
    Mail::NewDevice {
        name: "Ada".to_owned(),
        device: device.map(str::to_owned),
        requester: "203.0.113.7".to_owned(),
        when: "22\u{a0}November\u{a0}2026, 14:05\u{a0}UTC".to_owned(),
    }
}

fn samples_of_factors() -> Vec<(&'static str, Mail)> {
    let changed = |change, staff| Mail::SecondFactorChanged {
        name: "Ada".to_owned(),
        change,
        staff,
    };
    vec![
        ("set up", changed(FactorChange::SetUp, false)),
        ("set up by staff", changed(FactorChange::SetUp, true)),
        ("method dropped", changed(FactorChange::MethodDropped, false)),
        ("turned off", changed(FactorChange::TurnedOff, false)),
        ("reset", changed(FactorChange::Reset, false)),
        ("new codes", changed(FactorChange::NewCodes, false)),
        ("code used", changed(FactorChange::CodeUsed, false)),
    ]
}

fn samples_of_requests() -> Vec<(&'static str, Mail)> {
    let (name, request) = ("Ada".to_owned(), RequestId::new(START, [2; 10]));
    let new = Mail::RequestNew {
        request,
        applicant: "Ada Lovelace".to_owned(),
        company: Some("Analytical Engines".to_owned()),
        email: Some("ada@engines.example".to_owned()),
    };
    let warning = |warning: &str| Mail::ProviderWarning {
        provider: "Harbour ID".to_owned(),
        id: domain::ids::ProviderId::new(domain::time::Timestamp::from_secs(1_795_251_600), [7; 10]),
        warning: warning.to_owned(),
        day: "2026-12-01".to_owned(),
    };
    let finish = |provider| Next::Finish {
        link: LinkSubject::default(),
        provider,
    };
    let one = finish(Some("Harbour ID".to_owned()));
    vec![
        (
            "",
            Mail::RequestReceived {
                name: name.clone(),
                request,
            },
        ),
        ("", new),
        ("secret expires", warning("secret_expires")),
        ("secret expired", warning("secret_expired")),
        ("discovery fails", warning("discovery_fails")),
        ("keys fail", warning("keys_fail")),
        ("signatures fail", warning("signatures_fail")),
        (
            "sign in",
            Mail::Approved {
                name: name.clone(),
                next: Next::SignIn,
            },
        ),
        (
            "one provider",
            Mail::Approved {
                name: name.clone(),
                next: one,
            },
        ),
        (
            "several providers",
            Mail::Approved {
                name: name.clone(),
                next: finish(None),
            },
        ),
        (
            "reason",
            rejected(None, Some("We know no company of this name.\nPlease call us.")),
        ),
        ("no reason", rejected(None, None)),
        (
            "other",
            rejected(Some(RejectionReason::Other), Some("We are full.")),
        ),
        ("incomplete", rejected(Some(RejectionReason::Incomplete), None)),
        (
            "unknown company",
            rejected(Some(RejectionReason::UnknownCompany), None),
        ),
        ("duplicate", rejected(Some(RejectionReason::Duplicate), None)),
        (
            "not eligible",
            rejected(
                Some(RejectionReason::NotEligible),
                Some("Please ask the town hall."),
            ),
        ),
    ]
}

fn rejected(code: Option<RejectionReason>, reason: Option<&str>) -> Mail {
    let request = RequestId::new(START, [2; 10]);
    Mail::Rejected {
        name: "Ada".to_owned(),
        request,
        code,
        reason: reason.map(str::to_owned),
    }
}

#[test]
fn every_mail_of_the_registry_reads_well_in_every_language() {
    let renderer = renderer();
    let samples = samples();
    for template in TEMPLATES {
        let mut text = String::new();
        let mails: Vec<_> = samples
            .iter()
            .filter(|(_, mail)| mail.template() == template.name)
            .collect();
        assert!(!mails.is_empty(), "{} needs a sample", template.name);
        for (variant, mail) in mails {
            for language in Language::ALL {
                let Rendered {
                    subject, text: body, ..
                } = render(&renderer, mail, *language);
                writeln!(text, "=== {language} {variant}\nSubject: {subject}\n\n{body}").unwrap();
            }
        }
        insta::assert_snapshot!(template.name, text);
    }
    assert!(
        samples
            .iter()
            .all(|(_, mail)| TEMPLATES.iter().any(|template| template.name == mail.template()))
    );
}

#[test]
fn html_holds_the_same_and_needs_nothing_from_elsewhere() {
    let renderer = renderer();
    for (_, mail) in samples() {
        for language in Language::ALL {
            let rendered = render(&renderer, &mail, *language);
            let html = rendered.html;
            assert!(html.contains(&format!("<html lang=\"{language}\">")));
            for forbidden in [" style=", "<script", "<img", "<link", "@import", "url("] {
                assert!(!html.contains(forbidden), "{}: {forbidden}", mail.template());
            }
            for line in rendered.text.lines().filter(|line| line.starts_with("http")) {
                let href = line.replace('/', "&#x2f;");
                assert!(
                    html.contains(&format!("href=\"{href}\"")),
                    "{}: {line}",
                    mail.template()
                );
            }
            let lines = rendered.text.lines().filter(|line| !line.contains("http"));
            assert!(
                lines.into_iter().all(|line| line.chars().count() <= 72),
                "{}",
                rendered.text
            );
        }
    }
    let mail = rejected(None, Some("First line.\nSecond line."));
    insta::assert_snapshot!("html", render(&renderer, &mail, Language::En).html);
}

#[test]
fn what_people_type_stays_text() {
    let renderer = renderer();
    let evil =
        "</p><script>alert(1)</script>\n\n[Prize](https://evil.example)\n\nSubject: x {{ shop }}".to_owned();
    let mail = Mail::Rejected {
        name: evil.clone(),
        request: RequestId::new(START, [2; 10]),
        code: None,
        reason: Some(evil),
    };
    let rendered = render(&renderer, &mail, Language::En);
    assert!(!rendered.html.contains("<script"));
    assert!(!rendered.html.contains("href=\"https://evil.example\""));
    assert!(
        rendered.text.contains("{{ shop }}"),
        "parameters are no templates"
    );
    assert_eq!(rendered.subject.lines().count(), 1);
}

#[test]
fn a_preview_tells_no_secret() {
    let renderer = renderer();
    for (_, mail) in samples() {
        let Rendered { text, html, .. } = renderer.preview(&mail, Language::En).unwrap();
        for secret in ["token=", "/register/status/"] {
            assert!(!text.contains(secret) && !html.contains(secret), "{text}");
        }
    }
}

#[test]
fn the_style_that_a_page_must_allow_is_the_one_in_the_mail() {
    use base64::Engine;
    let renderer = renderer();
    let html = render(&renderer, &samples()[0].1, Language::En).html;
    let style = html
        .split_once("<style>")
        .unwrap()
        .1
        .split_once("</style>")
        .unwrap()
        .0;
    let digest = ring::digest::digest(&ring::digest::SHA256, style.as_bytes());
    let expected = base64::engine::general_purpose::STANDARD.encode(digest);
    assert_eq!(renderer.style_source(), format!("'sha256-{expected}'"));
    assert!(style.contains("#0b6e99"));
}
