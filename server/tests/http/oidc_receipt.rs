//! The receipt of a logout that some applications hear of from the shop, and others by pages that the browser opens.

use super::oidc_logout::{frames, receipt, refresh, scene};

#[tokio::test]
async fn pages_of_applications_have_time_before_the_receipt_looks_again() {
    let (app, magazine, mut ada, _) = scene().await;
    let weekly = app.trusted().await;
    weekly.code(&mut ada, &[]).await;
    for (client, way) in [(magazine.id, "back"), (weekly.id, "front")] {
        let uri = format!("{way}_channel_logout_uri = 'https://app.example/out'");
        let sql = format!("UPDATE clients SET {uri} WHERE id = '{client}'");
        app.database.execute(&sql).await;
    }
    ada.post("/logout", &[("choice", "local")]).await;
    let page = receipt(&mut ada).await;
    page.expect(200, "logout.receipt_application_being_told");
    assert_eq!(frames(&page).len(), 1);
    assert_eq!(refresh(&page).as_deref(), Some("10; url=/signed-out?look=1"));
    let page = ada.get("/signed-out?look=1").await;
    assert!(page.all("iframe").is_empty());
    assert_eq!(refresh(&page).as_deref(), Some("2; url=/signed-out?look=2"));
}
