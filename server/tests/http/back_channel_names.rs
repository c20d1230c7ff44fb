//! `POST /providers/{slug}/back-channel-logout`: which names a provider is found by, and its people.

use super::back_channel_logout::{NORTH, assert_done, assert_refused, send};
use crate::support::{Backend, TestApp};
use serde_json::json;

#[tokio::test]
async fn a_person_is_named_by_the_providers_subject_whatever_claim_identities_go_by() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    app.subject_claim(&provider, "employee").await;
    provider.person(json!({
        "sub": "alex-1", "employee": "4711", "email": "alex@corp.example", "email_verified": true, "sid": "session-1",
        "given_name": "Alex", "family_name": "Reed",
    }));
    let mut alex = app.visitor();
    alex.through(&provider).await.location();
    let token = provider.logout_token(|claims| claims["sub"] = "4711".into());
    assert_done(&send(&app, NORTH, &token).await);
    assert!(alex.is_signed_in().await, "that is nobody's subject");
    assert_done(&send(&app, NORTH, &provider.logout_token(|_| {})).await);
    assert!(!alex.is_signed_in().await);
}

#[tokio::test]
async fn a_nul_in_the_path_is_no_providers() {
    let app = TestApp::on(Backend::Postgres).await;
    assert_refused(&send(&app, "/providers/%00/back-channel-logout", "x").await);
}
