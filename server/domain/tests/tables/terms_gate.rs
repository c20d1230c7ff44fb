//! Spec 01 §4: what is open before the current terms are accepted.

use domain::terms::{Gate, gate, open_before_acceptance};
use rstest::rstest;

#[rstest]
#[case::never_accepted(None, Gate::AcceptFirst)]
#[case::old_version(Some(2), Gate::AcceptFirst)]
#[case::current_version(Some(3), Gate::Open)]
fn version(#[case] accepted: Option<i64>, #[case] expected: Gate) {
    assert_eq!(gate(accepted, 3), expected);
}

#[rstest]
#[case::home("/", true, true)]
#[case::offer("/offers/climbing", true, true)]
#[case::buying("/offers/climbing", false, false)]
#[case::terms("/terms", true, true)]
#[case::privacy("/privacy", true, true)]
#[case::imprint("/imprint", true, true)]
#[case::receipt("/signed-out", true, true)]
#[case::profile("/account/profile", true, true)]
#[case::accepting("/account/profile", false, true)]
#[case::logout("/logout", false, true)]
#[case::logout_dialog("/logout", true, true)]
#[case::back_from_the_provider("/providers/harbour/logged-out", true, true)]
#[case::language("/language", false, true)]
#[case::account("/account", true, false)]
#[case::security("/account/security", true, false)]
#[case::looks_like_the_profile("/account/profiles", true, false)]
#[case::looks_like_an_offer("/offersale", true, false)]
#[case::orders("/account/orders", true, false)]
#[case::unknown("/anything", true, false)]
fn passes(#[case] path: &str, #[case] reads: bool, #[case] open: bool) {
    assert_eq!(open_before_acceptance(path, reads), open);
}
