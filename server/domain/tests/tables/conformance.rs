//! What is green and what is red about a client and a provider.

use domain::clients::{RedirectUri, ResponseType};
use domain::conformance::{
    Check, ClientState, Finding, LogoutState, ProviderOffer, ProviderState, SecretState, Verdict, of_client,
    of_provider,
};
use domain::logout::Telling;
use domain::providers::Warning;
use domain::time::Span;
use rstest::rstest;

use crate::support::NOW;

fn verdict(findings: &[Finding], check: Check) -> Option<Verdict> {
    findings
        .iter()
        .find(|finding| finding.check == check)
        .map(|finding| finding.verdict)
}

fn redirects() -> Vec<RedirectUri> {
    RedirectUri::parse("https://app.example/callback")
        .into_iter()
        .collect()
}

fn client(redirect_uris: &[RedirectUri]) -> ClientState<'_> {
    ClientState {
        https: true,
        newest_key: Some(NOW),
        redirect_uris,
        response_types: &[ResponseType::Code],
        pkce: true,
        logout: LogoutState::Back(Some(Telling::Told)),
        secret: SecretState::Since(NOW),
    }
}

#[test]
fn a_client_as_it_should_be_is_green() {
    let redirects = redirects();
    let findings = of_client(&client(&redirects), NOW);
    assert_eq!(findings.len(), 7);
    assert!(
        findings.iter().all(|finding| finding.verdict == Verdict::Good),
        "{findings:?}"
    );
}

#[rstest]
#[case::plain_http(|it: &mut ClientState<'_>| it.https = false, Check::Issuer, Verdict::Weak)]
#[case::a_key_that_nobody_followed(|it: &mut ClientState<'_>| it.newest_key = Some(NOW.minus(Span::days(92))), Check::Keys, Verdict::Bad)]
#[case::no_key_yet(|it: &mut ClientState<'_>| it.newest_key = None, Check::Keys, Verdict::Good)]
#[case::nowhere_to_go(|it: &mut ClientState<'_>| it.redirect_uris = &[], Check::Redirect, Verdict::Bad)]
#[case::no_challenge(|it: &mut ClientState<'_>| it.pkce = false, Check::Pkce, Verdict::Bad)]
#[case::tokens_in_front(|it: &mut ClientState<'_>| it.response_types = &[ResponseType::CodeIdToken], Check::Flows, Verdict::Weak)]
#[case::tokens_in_front_alone(|it: &mut ClientState<'_>| it.response_types = &[ResponseType::IdTokenToken], Check::Flows, Verdict::Weak)]
#[case::not_told(|it: &mut ClientState<'_>| it.logout = LogoutState::Nothing, Check::Logout, Verdict::Weak)]
#[case::told_by_the_browser(|it: &mut ClientState<'_>| it.logout = LogoutState::Front, Check::Logout, Verdict::Weak)]
#[case::being_told(|it: &mut ClientState<'_>| it.logout = LogoutState::Back(Some(Telling::Waiting)), Check::Logout, Verdict::Weak)]
#[case::never_took_it(|it: &mut ClientState<'_>| it.logout = LogoutState::Back(Some(Telling::GivenUp)), Check::Logout, Verdict::Bad)]
#[case::never_tried(|it: &mut ClientState<'_>| it.logout = LogoutState::Back(None), Check::Logout, Verdict::Good)]
#[case::no_secret(|it: &mut ClientState<'_>| it.secret = SecretState::Missing, Check::Secret, Verdict::Bad)]
#[case::an_old_secret(|it: &mut ClientState<'_>| it.secret = SecretState::Since(NOW.minus(Span::days(366))), Check::Secret, Verdict::Weak)]
fn one_thing_about_a_client(
    #[case] change: fn(&mut ClientState<'_>),
    #[case] check: Check,
    #[case] expected: Verdict,
) {
    let redirects = redirects();
    let mut state = client(&redirects);
    change(&mut state);
    let findings = of_client(&state, NOW);
    assert_eq!(verdict(&findings, check), Some(expected));
    let others = findings.iter().filter(|finding| finding.check != check);
    assert!(others.into_iter().all(|finding| finding.verdict == Verdict::Good));
}

#[test]
fn a_client_that_acts_for_itself_needs_no_address_and_hears_of_no_logout() {
    let state = ClientState {
        response_types: &[],
        pkce: false,
        logout: LogoutState::Nothing,
        secret: SecretState::NotNeeded,
        ..client(&[])
    };
    let findings = of_client(&state, NOW);
    assert_eq!(verdict(&findings, Check::Secret), None);
    assert_eq!(verdict(&findings, Check::Logout), None);
    assert!(
        findings.iter().all(|finding| finding.verdict == Verdict::Good),
        "{findings:?}"
    );
}

const OFFER: ProviderOffer = ProviderOffer {
    iss: true,
    end_session: true,
    back_channel: true,
};

fn provider(warnings: &[Warning]) -> ProviderState<'_> {
    ProviderState {
        https: true,
        warnings,
        offer: Some(OFFER),
        pkce: true,
        needs_secret: true,
    }
}

#[test]
fn a_provider_as_it_should_be_is_green() {
    let findings = of_provider(&provider(&[]));
    assert_eq!(findings.len(), 7);
    assert!(
        findings.iter().all(|finding| finding.verdict == Verdict::Good),
        "{findings:?}"
    );
}

#[rstest]
#[case::discovery(Warning::DiscoveryFails(NOW), Check::Discovery, Verdict::Bad)]
#[case::keys(Warning::KeysFail(NOW), Check::Keys, Verdict::Bad)]
#[case::signatures(Warning::SignaturesFail(NOW), Check::Keys, Verdict::Bad)]
#[case::secret_soon(Warning::SecretExpires(NOW), Check::Secret, Verdict::Weak)]
#[case::secret_over(Warning::SecretExpired(NOW), Check::Secret, Verdict::Bad)]
fn what_is_wrong_with_a_provider(#[case] warning: Warning, #[case] check: Check, #[case] expected: Verdict) {
    assert_eq!(
        verdict(&of_provider(&provider(&[warning])), check),
        Some(expected)
    );
}

#[rstest]
#[case::no_iss(ProviderOffer { iss: false, ..OFFER }, Check::Mix)]
#[case::no_way_out(ProviderOffer { end_session: false, ..OFFER }, Check::Logout)]
#[case::not_told(ProviderOffer { back_channel: false, ..OFFER }, Check::Logout)]
fn what_a_provider_cannot_do(#[case] offer: ProviderOffer, #[case] check: Check) {
    let state = ProviderState {
        offer: Some(offer),
        ..provider(&[])
    };
    assert_eq!(verdict(&of_provider(&state), check), Some(Verdict::Weak));
}

#[test]
fn a_provider_that_was_never_asked_and_one_without_secret() {
    let state = ProviderState {
        offer: None,
        needs_secret: false,
        pkce: false,
        https: false,
        ..provider(&[])
    };
    let findings = of_provider(&state);
    assert_eq!(verdict(&findings, Check::Discovery), Some(Verdict::Weak));
    assert_eq!(verdict(&findings, Check::Pkce), Some(Verdict::Bad));
    assert_eq!(verdict(&findings, Check::Issuer), Some(Verdict::Weak));
    assert_eq!(
        (verdict(&findings, Check::Mix), verdict(&findings, Check::Secret)),
        (None, None)
    );
}
