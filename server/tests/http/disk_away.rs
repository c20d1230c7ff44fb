//! The disk does not take what SQLite has committed: nobody hears that a thing is done which a crash may undo, not even
//! whoever finds it done.

use crate::support::{Page, TestApp};
use std::{path::PathBuf, time::Duration};

/// Where the disk is to have what is committed: the write-ahead log of the database.
struct Disk {
    log: PathBuf,
    away: PathBuf,
}

impl Disk {
    async fn of(app: &TestApp) -> Self {
        // Connections that are open go on; let those of before find back into the pool.
        tokio::time::sleep(Duration::from_millis(100)).await;
        let file = app.database.url.strip_prefix("sqlite://").unwrap();
        Self {
            log: format!("{file}-wal").into(),
            away: format!("{file}-away").into(),
        }
    }

    /// In place of the log stands something that nobody can open, nor make.
    fn fail(&self) {
        std::fs::rename(&self.log, &self.away).unwrap();
        std::os::unix::fs::symlink("/nowhere/at/all", &self.log).unwrap();
    }

    fn mend(&self) {
        std::fs::rename(&self.away, &self.log).unwrap();
    }
}

#[track_caller]
fn assert_failed(page: &Page) {
    assert!(page.code() >= 500, "{} {}", page.status, page.body);
}

#[tokio::test]
async fn a_token_counts_as_revoked_once_the_disk_has_it() {
    let app = TestApp::start().await;
    let magazine = app.confidential().await;
    let mut ada = app.customer("ada@example.org").await.browser;
    let mut tokens = Vec::new();
    for _ in 0..2 {
        let code = magazine.code(&mut ada, &[]).await;
        tokens.push(magazine.redeem(&code).await["access_token"].clone());
    }
    let revoke = async |token: &serde_json::Value| {
        let fields = [("token", token.as_str().unwrap())];
        magazine.post("revoke", &fields).await
    };
    assert_eq!(revoke(&tokens[0]).await.code(), 200);
    let disk = Disk::of(&app).await;
    disk.fail();
    assert_failed(&revoke(&tokens[1]).await);
    assert_failed(&revoke(&tokens[1]).await);
    disk.mend();
    assert_eq!(revoke(&tokens[1]).await.code(), 200);
    assert_eq!(magazine.userinfo(&tokens[1]).await.code(), 401);
}

#[tokio::test]
async fn a_person_counts_as_signed_out_once_the_disk_has_it() {
    let app = TestApp::start().await;
    let local = [("choice", "local")];
    let mut ben = app.customer("ben@example.org").await;
    assert_eq!(ben.post("/logout", &local).await.location(), "/signed-out");
    let mut ada = app.customer("ada@example.org").await.browser;
    let (mut twice, mut client) = (ada.clone(), ada.clone());
    let disk = Disk::of(&app).await;
    disk.fail();
    assert_failed(&ada.post("/logout", &local).await);
    assert_failed(&twice.clone().post("/logout", &local).await);
    assert_failed(&client.get("/oauth2/v1/logout").await);
    disk.mend();
    assert_eq!(twice.post("/logout", &local).await.location(), "/signed-out");
    assert!(!twice.is_signed_in().await);
}
