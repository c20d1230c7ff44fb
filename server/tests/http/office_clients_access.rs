//! `/office/clients`: who may do what, and what is no client or no form.

use super::office_clients::{DELETE, LIST, NEW, NOTED, SAVE, SECRET, SWITCH, id_of, make};
use crate::support::TestApp;
use app::api::ApiError;
use domain::staff::Role;
use rstest::rstest;

const NOBODYS: &str = "00000000-0000-7000-8000-00000000000f";

#[tokio::test]
async fn hostile_forms_are_refused_and_break_nothing() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    let long = "x".repeat(100_000);
    let forms: [&[(&str, &str)]; 6] = [
        &[],
        &[("version", "many")],
        &[("name", &long), ("redirect_uris", &long), ("public_keys", &long)],
        &[("id", "\u{0}"), ("name", "x")],
        &[("auth_method", "private_key_jwt"), ("public_keys", "[[[[[[[[[[")],
        &[
            ("access_token_minutes", "-1"),
            ("refresh_token_days", "99999999999999999999"),
        ],
    ];
    for fields in forms {
        for path in [SAVE, SECRET, NOTED, SWITCH, DELETE] {
            anton.post(path, fields).await.assert_client_error();
        }
    }
    assert_eq!(app.database.count("clients").await, 0);
}

#[rstest]
#[case::operations(Role::Operations)]
#[case::auditor(Role::Auditor)]
#[tokio::test]
async fn whoever_does_not_administer_looks_and_changes_nothing(#[case] role: Role) {
    let app = TestApp::start().await;
    let path = make(&mut app.administrator().await, "Harbour Magazine", &[]).await;
    let mut member = app.staff("Audrey", &[role]).await;
    let list = member.get(LIST).await;
    assert!(list.text().contains("Harbour Magazine") && !list.says("clients.add"));
    let page = member.get(&path).await;
    assert!(page.text().contains(id_of(&path)), "{}", page.text());
    for form in [SECRET, NOTED, SWITCH, DELETE] {
        assert!(!page.has_form(form), "{form}");
    }
    assert!(!page.says("common.save"));
    assert_eq!(member.get(NEW).await.code(), 403);
    let fields = [
        ("id", id_of(&path)),
        ("version", "1"),
        ("switch", "off"),
        ("overlap", "none"),
    ];
    for form in [SAVE, SECRET, NOTED, SWITCH, DELETE] {
        assert_eq!(
            member.call(form, &fields).await,
            Err(ApiError::Forbidden),
            "{form}"
        );
        let stranger = app.visitor().call(form, &fields).await;
        assert_eq!(stranger, Err(ApiError::SignInNeeded), "{form}");
    }
    assert!(
        app.visitor()
            .get(&path)
            .await
            .location()
            .starts_with("/office/login")
    );
}

#[tokio::test]
async fn an_invented_client_is_not_there() {
    let app = TestApp::start().await;
    let mut anton = app.administrator().await;
    for id in [NOBODYS, "nonsense", "%00", "save"] {
        assert_eq!(anton.get(&format!("{LIST}/{id}")).await.code(), 404, "{id}");
    }
    for id in [NOBODYS, "nonsense"] {
        let fields = [
            ("id", id),
            ("version", "1"),
            ("switch", "off"),
            ("overlap", "none"),
        ];
        for form in [SAVE, SECRET, NOTED, SWITCH, DELETE] {
            assert_eq!(
                anton.call(form, &fields).await,
                Err(ApiError::NotFound),
                "{form} {id}"
            );
        }
    }
}
