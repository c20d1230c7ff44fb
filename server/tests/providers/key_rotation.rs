//! Keys are fetched once, again when none fits, and not at the pleasure of whoever sends tokens.

use domain::time::Span;
use rstest::rstest;
use server::providers::{BadAnswer, CallbackFault, Silent};

use super::setup::Setup;
use crate::fake_provider::{Canned, Endpoint, Quirk, keys::Signing};

#[tokio::test]
async fn keys_are_kept() {
    let setup = Setup::new().await;
    setup.sign_in().await.unwrap();
    setup.sign_in().await.unwrap();
    assert_eq!(setup.provider.calls().keys, 1);
}

#[tokio::test]
async fn new_keys_are_found_when_the_old_ones_do_not_fit() {
    let setup = Setup::new().await;
    setup.sign_in().await.unwrap();
    setup.provider.rotate_keys();
    setup.clock.advance(Span::minutes(1));
    setup.sign_in().await.unwrap();
    assert_eq!(setup.provider.calls().keys, 2);
}

#[tokio::test]
async fn tokens_with_unknown_keys_do_not_make_us_ask_each_time() {
    let setup = Setup::with(Quirk::Signing(Signing::UnknownKey)).await;
    for _ in 0..5 {
        let fault = setup.sign_in().await.unwrap_err();
        assert_eq!(fault, CallbackFault::BadAnswer(BadAnswer::UnknownKey));
    }
    assert_eq!(setup.provider.calls().keys, 1);
    setup.clock.advance(Span::seconds(30));
    setup.sign_in().await.unwrap_err();
    assert_eq!(setup.provider.calls().keys, 2);
}

#[tokio::test]
async fn the_last_keys_serve_for_a_day_while_the_endpoint_is_down() {
    let setup = Setup::new().await;
    setup.sign_in().await.unwrap();
    setup
        .provider
        .quirk(Quirk::Answer(Endpoint::Keys, Canned::Status(500)));
    setup.clock.advance(Span::hours(23));
    setup.sign_in().await.unwrap();
    setup.clock.advance(Span::hours(2));
    assert_eq!(
        setup.sign_in().await.unwrap_err(),
        CallbackFault::Unreachable(Silent::Keys)
    );
}

#[rstest]
#[case::garbage(Canned::Garbage)]
#[case::oversize(Canned::Oversize)]
#[tokio::test]
async fn the_last_keys_serve_while_the_endpoint_tells_nonsense(#[case] answer: Canned) {
    let setup = Setup::new().await;
    setup.sign_in().await.unwrap();
    setup.provider.quirk(Quirk::Answer(Endpoint::Keys, answer));
    setup.clock.advance(Span::hours(23));
    setup.sign_in().await.unwrap();
    setup.clock.advance(Span::hours(2));
    assert_eq!(
        setup.sign_in().await.unwrap_err(),
        CallbackFault::BadAnswer(BadAnswer::Keys)
    );
}
