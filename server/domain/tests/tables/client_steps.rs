//! Spec 04: what the person is asked in a flow, and what a client hears that wanted nobody asked.

use domain::clients::{
    Acr, Named, Prompts, Scope, Scopes, SessionFacts, Silence, Step, StepFacts, WantedAcr, step,
};
use domain::time::{Span, Timestamp};
use rstest::rstest;

use crate::support::{NOW, SWITCH, Table, yes};

static NOTHING: Scopes = Scopes::NONE;

/// The flow began a minute ago.
fn begun() -> Timestamp {
    NOW.minus(Span::minutes(1))
}

/// Signed in an hour before that, or since.
fn session(anew: bool, named: Named) -> SessionFacts {
    let auth_time = if anew { NOW } else { begun().minus(Span::hours(1)) };
    SessionFacts {
        auth_time,
        named,
        of_flow: anew,
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
        session: Some(session(false, Named::Fits)),
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
            ..session(false, Named::Fits)
        }),
        ..PLAIN
    };
    assert_eq!(next(&row), Step::Answer);
}

#[test]
fn more_than_was_agreed_to_is_asked_again() {
    let agreed_to = |scopes: &[Scope]| {
        next(&Row {
            session: Some(session(false, Named::Fits)),
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
    for session in [None, Some(session(false, Named::Fits))] {
        assert_eq!(step(&facts(true, session)), Step::Register);
        assert_eq!(step(&facts(false, session)), Step::SignIn);
    }
    assert_eq!(step(&facts(true, Some(session(true, Named::Fits)))), Step::Answer);
}

#[rstest]
#[case::it_fits(Named::Fits, "", Step::Answer)]
#[case::nobody_can_tell_whom_it_names(Named::Unknown, "", Step::Answer)]
#[case::nobody_can_tell_and_no_page_is_wanted(Named::Unknown, "none", Step::Refuse(Silence::LoginRequired))]
#[case::it_names_another(Named::Another, "", Step::Refuse(Silence::LoginRequired))]
#[case::a_choice_is_wanted(Named::Fits, "select_account", Step::SelectAccount)]
#[case::a_sign_in_is_wanted(Named::Unknown, "login", Step::SignIn)]
fn who_signed_in_for_it_at_a_provider_that_knew_them_before(
    #[case] named: Named,
    #[case] prompt: &'static str,
    #[case] expected: Step,
) {
    let row = Row {
        prompt,
        session: Some(SessionFacts {
            of_flow: true,
            ..session(false, named)
        }),
        ..PLAIN
    };
    assert_eq!(next(&row), expected);
}

#[rstest]
#[case(Named::Fits, Named::Fits, Named::Fits)]
#[case(Named::Fits, Named::Unknown, Named::Unknown)]
#[case(Named::Fits, Named::Another, Named::Another)]
#[case(Named::Unknown, Named::Another, Named::Another)]
fn of_two_names_the_one_against_the_person_counts(
    #[case] one: Named,
    #[case] other: Named,
    #[case] both: Named,
) {
    assert_eq!((one.max(other), other.max(one)), (both, both));
}

#[test]
fn cross_product() {
    let mut table = Table::new(["prompt", "session", "chosen", "trusted", "agreed", "next"]);
    let sessions = [
        ("none", None),
        ("older", Some(session(false, Named::Fits))),
        ("since", Some(session(true, Named::Fits))),
        ("another's, older", Some(session(false, Named::Another))),
        ("another's, since", Some(session(true, Named::Another))),
        ("unknown, older", Some(session(false, Named::Unknown))),
        ("unknown, since", Some(session(true, Named::Unknown))),
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
                        assert!(
                            name != "unknown, older"
                                || chosen
                                || !matches!(next, Step::Answer | Step::Consent),
                            "nobody goes on unasked as whom a request may not mean"
                        );
                        assert!(
                            !silent || !name.starts_with("unknown") || next != Step::Answer,
                            "what can't be verified is no answer"
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
    assert_eq!(table.len(), prompts.len() * 56);
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
                            ..session(anew, Named::Fits)
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
