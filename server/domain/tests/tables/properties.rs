//! What holds whatever the facts are.

use domain::approvals::{Finish, FinishFacts, IdentityOwner, Refused, Status, finish};
use domain::customers::CustomerStatus;
use domain::identities::{KnownDecision, known};
use domain::login::{
    LoginButton, LoginFacts, PasswordCustomer, PasswordDecision, PasswordFacts, Tries, button,
    decide_password, mode,
};
use domain::password::{check, strength};
use domain::registration::{AccountMatch, FormPlan, ProviderPlan, form, provider};
use domain::sessions::{Began, BeginFacts, permit};
use domain::settings::PasswordPolicy;
use domain::settings::{ShopSettings, check_change};
use domain::time::Span;
use domain::values::{Email, Fault, Language, PersonName, ReturnTo};
use proptest::prelude::*;

use crate::approval_state::{EVENTS, requests};
use crate::support::{NOW, customer};

fn any_settings() -> impl Strategy<Value = ShopSettings> {
    any::<[bool; 4]>().prop_map(
        |[customer_accounts, local_sign_in, local_registration, approval]| ShopSettings {
            customer_accounts,
            local_sign_in,
            local_registration,
            approval,
        },
    )
}

fn any_status() -> impl Strategy<Value = CustomerStatus> {
    prop::sample::select(CustomerStatus::ALL)
}

/// Texts that attack a redirect: pieces that mean something to one reader of URLs or another.
fn hostile_next() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "/",
        "//",
        "\\",
        "%2f",
        "%5c",
        "%252f",
        "%",
        "..",
        ".",
        "%2e",
        "\t",
        "\n",
        "%09",
        "@",
        ":",
        "?",
        "#",
        ";",
        "https:",
        "javascript:",
        "evil.example",
        "offers",
        "logout",
        "login",
        "a",
    ]);
    prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// A waiting, rejected, disabled, unproven or erased person never gets a session by any path.
    #[test]
    fn only_active_people_get_a_session(
        settings in any_settings(),
        status in any_status(),
        flags in any::<[bool; 5]>(),
    ) {
        prop_assume!(status != CustomerStatus::Active);
        let [address_proven, password_ok, throttled, provider_enabled, same_address] = flags;
        let by_password = decide_password(PasswordFacts {
            customer_accounts: settings.customer_accounts,
            local_sign_in: settings.local_sign_in,
            tries: if throttled { Tries::Spent } else { Tries::Left },
            customer: Some(PasswordCustomer { status, address_proven, password_ok }),
        });
        prop_assert_ne!(by_password, PasswordDecision::SignIn);
        prop_assert_ne!(known(status), KnownDecision::SignIn);
        for owner in [IdentityOwner::Nobody, IdentityOwner::SameCustomer, IdentityOwner::SomebodyElse] {
            prop_assert_eq!(finish(FinishFacts { customer: status, owner, same_address }), Finish::Refuse);
        }
        for &began in Began::ALL {
            let facts = BeginFacts { customer: customer(1), status, began, provider_enabled, settings };
            prop_assert!(permit(&facts).is_err());
        }
    }

    /// Whoever a decision lets in also passes the gate, and nobody gets a password session while L is off.
    #[test]
    fn the_gate_agrees_with_the_tables(settings in any_settings(), status in any_status(), address_proven: bool) {
        let decision = decide_password(PasswordFacts {
            customer_accounts: settings.customer_accounts,
            local_sign_in: settings.local_sign_in,
            tries: Tries::Left,
            customer: Some(PasswordCustomer { status, address_proven, password_ok: true }),
        });
        let began = Began::Password;
        let facts = BeginFacts { customer: customer(1), status, began, provider_enabled: false, settings };
        if decision == PasswordDecision::SignIn {
            prop_assert!(permit(&facts).is_ok() && settings.local_sign_in && address_proven);
        }
        if !settings.local_sign_in {
            prop_assert!(permit(&facts).is_err());
        }
    }

    /// A shop that `check_change` lets stand has a mode, and each mode has a way in.
    #[test]
    fn no_mode_without_a_way_in(settings in any_settings(), providers in 0_usize..50, flags in any::<[bool; 4]>()) {
        let mode = mode(settings.local_sign_in, providers);
        prop_assert_eq!(mode.is_ok(), check_change(&settings, providers).is_ok());
        if let Ok(mode) = mode {
            prop_assert!(mode.has_local_form() || providers > 0);
            prop_assert_eq!(mode.has_local_form(), settings.local_sign_in);
            let [named_provider, hidden_realm, signed_in, just_signed_out_locally] = flags;
            let answer = button(LoginFacts {
                customer_accounts: settings.customer_accounts,
                local_sign_in: settings.local_sign_in,
                providers,
                named_provider,
                hidden_realm,
                signed_in,
                just_signed_out_locally,
            });
            prop_assert!(answer.is_ok());
            prop_assert_eq!(answer == Ok(LoginButton::NotFound), !settings.customer_accounts);
        }
    }

    /// Nobody is admitted at once where approval is asked for or registration is closed.
    #[test]
    fn approval_is_never_skipped(settings in any_settings(), providers in 0_usize..5) {
        if settings.approval {
            prop_assert_ne!(form(&settings, providers), FormPlan::WithPassword { approval: false });
            prop_assert_ne!(provider(&settings, AccountMatch::None), ProviderPlan::SignInThenProfile);
        }
        if !settings.local_registration {
            prop_assert_eq!(form(&settings, providers), FormPlan::Closed);
            prop_assert_ne!(provider(&settings, AccountMatch::None), ProviderPlan::SignInThenProfile);
        }
        if !settings.local_sign_in {
            let asks_for_a_password = matches!(form(&settings, providers), FormPlan::WithPassword { .. });
            prop_assert!(!asks_for_a_password);
        }
    }

    /// `ReturnTo` never leaves the origin, however a browser reads it.
    #[test]
    fn return_to_never_leaves_the_origin(next in prop_oneof![hostile_next(), ".{0,40}", "/[ -~]{0,40}"]) {
        if let Some(target) = ReturnTo::parse(&next) {
            let text = target.as_str();
            prop_assert!(text.starts_with('/') && !text[1..].starts_with(['/', '\\']));
            prop_assert!(text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\'));
            let path = text.split(['?', '#']).next().unwrap_or_default().to_ascii_lowercase();
            prop_assert!(!path.contains("//") && !path.contains("%2f") && !path.contains("%5c"));
            prop_assert!(path.split('/').all(|segment| segment != ".." && segment != "."));
            for refused in ["/logout", "/providers", "/language"] {
                let below = path.strip_prefix(refused).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
                prop_assert!(!below);
            }
            prop_assert_eq!(ReturnTo::parse(text), Some(target.clone()));
        }
        prop_assert!(ReturnTo::or_home(Some(&next)).as_str().starts_with('/'));
    }

    /// No transition leaves an end state; the only way back is the undo of a rejection; and nothing is approved
    /// or activated that did not wait.
    #[test]
    fn the_machine_only_goes_forward(
        start in 0_usize..8,
        steps in prop::collection::vec((0_usize..EVENTS.len(), 0_i64..40), 0..12),
    ) {
        let mut request = requests().swap_remove(start);
        let mut now = NOW;
        for (event, days) in steps {
            now = now.plus(Span::days(days));
            let (name, apply) = EVENTS[event];
            let before = request.clone();
            match apply(request.clone(), now) {
                Err(Refused::AlreadyDecided(decision)) => prop_assert!(decision.at <= now),
                Err(_) => {}
                Ok(next) => {
                    let (from, to) = (before.status(), next.status());
                    prop_assert!(!matches!(from, Status::Activated | Status::Withdrawn | Status::Expired));
                    if from == Status::Rejected {
                        prop_assert_eq!((name, to), ("undo_rejection", Status::Waiting));
                    }
                    if matches!(to, Status::Approved | Status::Rejected) {
                        prop_assert_eq!(from, Status::Waiting);
                    }
                    if to == Status::Activated {
                        prop_assert!(from == Status::Approved || (from, name) == (Status::Unproven, "admit"));
                    }
                    request = next;
                }
            }
        }
    }

    /// What was typed never makes a parser panic, and what it takes it takes again.
    #[test]
    fn parsers_take_anything(text in any::<String>()) {
        let _ = Language::negotiate(&text);
        let _ = strength(&text);
        let short: Result<(), Fault> = check(&PasswordPolicy::default().rules(false), &text, &[&text], |_| false);
        prop_assert!(short.is_err() || text.chars().count() >= 10);
        if let Ok(name) = PersonName::parse(&text) {
            prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name.clone()));
        }
        if let Ok(email) = Email::parse(&text) {
            prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
        }
    }

    /// Addresses that differ only in ASCII letter case have one key, and a key is its own key.
    #[test]
    fn one_key_for_every_letter_case(local in "[a-zA-Z0-9.+_-]{1,20}", domain in "[a-zA-Z]{1,10}\\.[a-zA-Z]{2,5}") {
        if let Ok(email) = Email::parse(&format!("{local}@{domain}")) {
            let upper = Email::parse(&email.as_str().to_ascii_uppercase()).expect("an address");
            prop_assert_eq!(email.key(), upper.key());
            let again = Email::parse(email.key().as_str()).expect("a key is an address");
            prop_assert_eq!(again.key(), email.key());
        }
    }
}
