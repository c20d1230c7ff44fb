//! Spec 04: what the person is asked in a flow, and what a client hears that wanted nobody asked.

use domain::clients::{Acr, Prompts, Scope, Scopes, SessionFacts, Silence, Step, StepFacts, WantedAcr, step};
use domain::time::{Span, Timestamp};
use rstest::rstest;

use crate::support::{NOW, SWITCH, Table, yes};

static NOTHING: Scopes = Scopes::NONE;

/// The flow began a minute ago.
fn begun() -> Timestamp {
    NOW.minus(Span::minutes(1))
}

/// Signed in an hour before that, or since.
fn session(anew: bool, hinted: bool) -> SessionFacts {
    let auth_time = if anew { NOW } else { begun().minus(Span::hours(1)) };
    SessionFacts {
        auth_time,
        hinted,
        acr: Acr::One,
        second_factor: false,
    }
}

struct Row {
    prompt: &'static str,
    max_age: Option<Span>,
    acr: WantedAcr,
    session: Option<SessionFacts>,
    chosen: bool,
    agreed: bool,
    trusted: bool,
    granted: Scopes,
}

const PLAIN: Row = Row {
    prompt: "",
    max_age: None,
    acr: WantedAcr::Any,
    session: None,
    chosen: false,
    agreed: false,
    trusted: true,
    granted: Scopes::NONE,
};

fn next(row: &Row) -> Step {
    let Some(prompts) = Prompts::read(row.prompt) else {
        panic!("no prompt: {:?}", row.prompt)
    };
    step(&StepFacts {
        prompts: &prompts,
        max_age: row.max_age,
        acr: row.acr,
        scopes: &Scopes::new([Scope::Openid, Scope::Email]),
        begun: begun(),
        now: NOW,
        session: row.session,
        chosen: row.chosen,
        agreed: row.agreed,
        trusted: row.trusted,
        granted: &row.granted,
        registration: true,
    })
}

#[rstest]
#[case::young_enough(3660, Step::Answer)]
#[case::a_second_too_old(3659, Step::SignIn)]
#[case::at_once(0, Step::SignIn)]
fn max_age(#[case] seconds: i64, #[case] expected: Step) {
    let row = Row {
        max_age: Some(Span::seconds(seconds)),
        session: Some(session(false, true)),
        ..PLAIN
    };
    assert_eq!(next(&row), expected);
}

#[test]
fn whoever_signed_in_for_it_is_young_enough() {
    let row = Row {
        max_age: Some(Span::seconds(0)),
        session: Some(SessionFacts {
            auth_time: begun(),
            ..session(false, true)
        }),
        ..PLAIN
    };
    assert_eq!(next(&row), Step::Answer);
}

#[test]
fn more_than_was_agreed_to_is_asked_again() {
    let agreed_to = |scopes: &[Scope]| {
        next(&Row {
            session: Some(session(false, true)),
            trusted: false,
            granted: Scopes::new(scopes.iter().copied()),
            ..PLAIN
        })
    };
    assert_eq!(
        agreed_to(&[Scope::Openid, Scope::Email, Scope::Phone]),
        Step::Answer
    );
    assert_eq!(agreed_to(&[Scope::Openid]), Step::Consent);
    assert_eq!(agreed_to(&[]), Step::Consent);
}

#[test]
fn nobody_registers_where_registration_is_closed() {
    let prompts = Prompts::read("create").unwrap();
    let facts = |registration, session| StepFacts {
        prompts: &prompts,
        max_age: None,
        acr: WantedAcr::Any,
        scopes: &NOTHING,
        begun: begun(),
        now: NOW,
        session,
        chosen: false,
        agreed: false,
        trusted: true,
        granted: &NOTHING,
        registration,
    };
    for session in [None, Some(session(false, true))] {
        assert_eq!(step(&facts(true, session)), Step::Register);
        assert_eq!(step(&facts(false, session)), Step::SignIn);
    }
    assert_eq!(step(&facts(true, Some(session(true, true)))), Step::Answer);
}

#[test]
fn cross_product() {
    let mut table = Table::new(["prompt", "session", "chosen", "trusted", "agreed", "next"]);
    let sessions = [
        ("none", None),
        ("older", Some(session(false, true))),
        ("since", Some(session(true, true))),
        ("another's, older", Some(session(false, false))),
        ("another's, since", Some(session(true, false))),
    ];
    let prompts = [
        "",
        "none",
        "login",
        "consent",
        "select_account",
        "create",
        "login consent",
    ];
    for prompt in prompts {
        for (name, session) in sessions {
            for chosen in SWITCH {
                for trusted in SWITCH {
                    for agreed in SWITCH {
                        let row = Row {
                            prompt,
                            session,
                            chosen,
                            trusted,
                            agreed,
                            ..PLAIN
                        };
                        let next = next(&row);
                        let silent = prompt == "none";
                        assert!(
                            !silent || matches!(next, Step::Answer | Step::Refuse(_)),
                            "no page for {prompt}"
                        );
                        assert!(
                            silent || name == "another's, since" || !matches!(next, Step::Refuse(_)),
                            "a page for {prompt}"
                        );
                        assert!(
                            name != "another's, since" || next == Step::Refuse(Silence::LoginRequired),
                            "nobody is asked without end"
                        );
                        assert!(session.is_some() || next != Step::Answer, "nobody is signed in");
                        table.row([
                            prompt.to_owned(),
                            name.to_owned(),
                            yes(chosen).to_owned(),
                            yes(trusted).to_owned(),
                            yes(agreed).to_owned(),
                            format!("{next:?}"),
                        ]);
                    }
                }
            }
        }
    }
    assert_eq!(table.len(), prompts.len() * 40);
    insta::assert_snapshot!(table);
}

#[test]
fn how_surely_a_person_must_be_recognised() {
    let mut table = Table::new(["wanted", "prompt", "signed in", "acr", "second factor", "next"]);
    let wanted = [
        WantedAcr::Any,
        WantedAcr::TwoPreferred,
        WantedAcr::TwoNeeded,
        WantedAcr::Unknown,
    ];
    for acr in wanted {
        for prompt in ["", "none"] {
            for anew in SWITCH {
                for shown in [Acr::One, Acr::Two] {
                    for second_factor in SWITCH {
                        let facts = SessionFacts {
                            acr: shown,
                            second_factor,
                            ..session(anew, true)
                        };
                        let next = next(&Row {
                            prompt,
                            acr,
                            session: Some(facts),
                            ..PLAIN
                        });
                        let unmet = matches!(acr, WantedAcr::TwoNeeded | WantedAcr::Unknown)
                            && (shown, acr) != (Acr::Two, WantedAcr::TwoNeeded);
                        assert!(!unmet || next != Step::Answer, "a need is no wish");
                        table.row([
                            format!("{acr:?}"),
                            prompt.to_owned(),
                            if anew { "since" } else { "older" }.to_owned(),
                            shown.as_str().to_owned(),
                            yes(second_factor).to_owned(),
                            format!("{next:?}"),
                        ]);
                    }
                }
            }
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn silence_is_spelled_as_the_standard_does() {
    assert_eq!(Silence::LoginRequired.as_str(), "login_required");
    assert_eq!(Silence::ConsentRequired.as_str(), "consent_required");
    assert_eq!(Silence::Unmet.as_str(), "unmet_authentication_requirements");
}
