//! Spec 01 §6, "Logout".

use domain::ids::ClientId;
use domain::logout::{
    ApplicationOutcome, Choice, LogoutFacts, LogoutOffer, Plan, ProviderOutcome, ProviderSide, Receipt,
    SignedInTo, Telling, ToldBy, application_outcome, asks_again, at_time_limit, offer, plan,
};
use domain::time::Timestamp;
use rstest::rstest;

use crate::support::{SWITCH, Table, yes};

const READY: ProviderSide = ProviderSide {
    enabled: true,
    visible: true,
    end_session: true,
    id_token: true,
};

fn began_with(provider: ProviderSide) -> LogoutFacts {
    LogoutFacts {
        provider: Some(provider),
    }
}

const PASSWORD: LogoutFacts = LogoutFacts { provider: None };

#[rstest]
#[case::password_local_at_once(PASSWORD, LogoutOffer::LocalAtOnce)]
#[case::provider_asks(began_with(READY), LogoutOffer::AskLocallyOrGlobally)]
#[case::provider_disabled(began_with(ProviderSide { enabled: false, ..READY }), LogoutOffer::LocalAtOnce)]
#[case::provider_hidden(began_with(ProviderSide { visible: false, ..READY }), LogoutOffer::LocalAtOnce)]
#[case::provider_without_end_session(began_with(ProviderSide { end_session: false, ..READY }), LogoutOffer::LocalAtOnce)]
fn dialog(#[case] facts: LogoutFacts, #[case] expected: LogoutOffer) {
    assert_eq!(offer(&facts), expected);
}

#[rstest]
#[case::locally_asks_the_provider_again(Choice::Locally, began_with(READY), Plan::Local { ask_provider_again: true })]
#[case::locally_with_a_password(Choice::Locally, PASSWORD, Plan::Local { ask_provider_again: false })]
#[case::globally_with_hint(Choice::Globally, began_with(READY), Plan::Global { id_token_hint: true })]
#[case::globally_without_a_kept_token(
    Choice::Globally,
    began_with(ProviderSide { id_token: false, ..READY }),
    Plan::Global { id_token_hint: false }
)]
#[case::globally_not_offered_is_local(
    Choice::Globally,
    began_with(ProviderSide { end_session: false, ..READY }),
    Plan::Local { ask_provider_again: true }
)]
#[case::globally_with_a_password_is_local(Choice::Globally, PASSWORD, Plan::Local { ask_provider_again: false })]
fn what_is_done(#[case] choice: Choice, #[case] facts: LogoutFacts, #[case] expected: Plan) {
    assert_eq!(plan(choice, &facts), expected);
}

#[test]
fn a_time_limit_is_always_local() {
    assert_eq!(
        at_time_limit(&began_with(READY)),
        Plan::Local {
            ask_provider_again: true
        }
    );
    assert_eq!(
        at_time_limit(&PASSWORD),
        Plan::Local {
            ask_provider_again: false
        }
    );
}

#[test]
fn only_the_provider_of_the_local_logout_is_asked_again() {
    assert!(asks_again(Some("north"), "north"));
    assert!(!asks_again(Some("north"), "south"));
    assert!(!asks_again(None, "north"));
}

#[test]
fn receipts_say_what_is_known() {
    let local = |provider| Receipt::local(provider, "s".into(), vec![]);
    assert_eq!(local(None).provider, ProviderOutcome::None);
    assert_eq!(local(Some("Harbour".into())).provider, ProviderOutcome::LeftAlone);
    let sent = Receipt::sent("Harbour".into(), "s".into(), vec![]);
    assert_eq!(sent.provider, ProviderOutcome::Sent);
    assert_eq!(sent.came_back().provider, ProviderOutcome::CameBack);
    assert_eq!(local(None).came_back(), local(None));
}

#[test]
fn a_receipt_survives_storage() -> Result<(), serde_json::Error> {
    let application = |told_by| SignedInTo {
        id: ClientId::new(Timestamp::from_millis(0), [7; 10]),
        name: "Till".into(),
        told_by,
    };
    let applications = vec![
        application(ToldBy::BackChannel),
        application(ToldBy::FrontChannel("https://till.example/bye".into())),
        application(ToldBy::Nothing),
    ];
    let receipt = Receipt::sent("Harbour".into(), "s".into(), applications);
    let json = serde_json::to_string(&receipt)?;
    assert_eq!(serde_json::from_str::<Receipt>(&json)?, receipt);
    Ok(())
}

#[rstest]
#[case::told(ToldBy::BackChannel, Some(Telling::Told), ApplicationOutcome::Told)]
#[case::waiting(ToldBy::BackChannel, Some(Telling::Waiting), ApplicationOutcome::BeingTold)]
#[case::given_up(ToldBy::BackChannel, Some(Telling::GivenUp), ApplicationOutcome::NoAnswer)]
#[case::never_told(ToldBy::BackChannel, None, ApplicationOutcome::NoAnswer)]
#[case::by_the_browser(ToldBy::FrontChannel("https://till.example/bye".into()), None, ApplicationOutcome::Asked)]
#[case::by_the_browser_alone(
    ToldBy::FrontChannel("https://till.example/bye".into()),
    Some(Telling::Told),
    ApplicationOutcome::Asked
)]
#[case::not_at_all(ToldBy::Nothing, Some(Telling::Told), ApplicationOutcome::NotSupported)]
fn what_is_known_of_an_application(
    #[case] told_by: ToldBy,
    #[case] telling: Option<Telling>,
    #[case] expected: ApplicationOutcome,
) {
    assert_eq!(application_outcome(&told_by, telling), expected);
}

#[test]
fn cross_product() {
    let mut table = Table::new([
        "provider",
        "enabled",
        "visible",
        "end session",
        "token",
        "offer",
        "locally",
        "globally",
    ]);
    let mut add = |name: &str, cells: [&str; 4], facts: LogoutFacts| {
        table.row([
            name.into(),
            cells[0].into(),
            cells[1].into(),
            cells[2].into(),
            cells[3].into(),
            format!("{:?}", offer(&facts)),
            format!("{:?}", plan(Choice::Locally, &facts)),
            format!("{:?}", plan(Choice::Globally, &facts)),
        ]);
    };
    add("none", ["-"; 4], PASSWORD);
    for enabled in SWITCH {
        for visible in SWITCH {
            for end_session in SWITCH {
                for id_token in SWITCH {
                    let side = ProviderSide {
                        enabled,
                        visible,
                        end_session,
                        id_token,
                    };
                    add(
                        "one",
                        [enabled, visible, end_session, id_token].map(yes),
                        began_with(side),
                    );
                }
            }
        }
    }
    assert_eq!(table.len(), 17);
    insta::assert_snapshot!(table);
}
