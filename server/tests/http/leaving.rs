//! Forms whose way would end at a provider: they leave by a page, since `form-action` stops a redirect out of a POST.

use crate::support::TestApp;
use app::api::Answer;
use domain::time::Span;

#[tokio::test]
async fn a_form_leaves_for_the_only_provider_by_a_page_of_ours() {
    let app = TestApp::start().await;
    app.provider("north").await;
    let mut ada = app.customer("ada@example.org").await;
    app.settings(|settings| settings.local_sign_in = false).await;
    let leaves = |next: &str| format!("/providers/north/leave?next={next}");

    let page = app
        .visitor()
        .post("/account/profile", &[("given_name", "Eve")])
        .await;
    assert_eq!(page.location(), leaves("%2Faccount%2Fprofile"));
    let mut visitor = app.visitor();
    let page = visitor
        .post("/language", &[("language", "en"), ("next", "/account/logins")])
        .await;
    assert_eq!(page.location(), leaves("%2Faccount%2Flogins"));
    let page = visitor.follow(&page).await;
    page.expect(200, "providers.leaving_hint");

    app.time.turn(Span::minutes(11));
    let page = ada
        .post("/account/security/address", &[("email", "new@example.org")])
        .await;
    assert_eq!(
        page.location(),
        leaves("%2Faccount%2Fsecurity"),
        "to sign in again"
    );
    let answer = ada
        .call("/account/security/address", &[("email", "new@example.org")])
        .await;
    let again = "/login?again=1&next=%2Faccount%2Fsecurity";
    assert_eq!(answer, Ok(Answer::go(again)), "no form is sent by a script");
}

#[tokio::test]
async fn a_form_leads_to_the_login_page_where_there_is_something_to_choose() {
    let app = TestApp::start().await;
    app.provider("north").await;
    let profile = "/account/profile";
    let page = app.visitor().post(profile, &[]).await;
    assert_eq!(page.location(), "/login?next=%2Faccount%2Fprofile");
    app.provider("south").await;
    app.settings(|settings| settings.local_sign_in = false).await;
    let page = app.visitor().post(profile, &[]).await;
    assert_eq!(page.location(), "/login?next=%2Faccount%2Fprofile");
}

#[tokio::test]
async fn who_is_signed_out_by_a_limit_hears_of_it_before_the_only_provider_is_asked() {
    let app = TestApp::start().await;
    app.settings(|settings| settings.approval = false).await;
    let north = app.provider("north").await;
    let mut alex = app.visitor();
    alex.through(&north).await.location();
    app.settings(|settings| settings.local_sign_in = false).await;
    app.time.turn(Span::hours(13));
    let page = alex.post("/account/profile", &[]).await;
    let page = alex.follow(&page).await;
    assert!(page.location().starts_with("/signed-out?"), "{}", page.location());
    app.mails().await;
}
