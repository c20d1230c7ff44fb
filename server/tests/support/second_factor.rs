//! An authenticator app in the test's hands, and what the pages show of it.

use super::{browser::Browser, page::Page, test_app::TestApp};
use domain::second_factor::step;
use server::crypto::AppSecret;

/// Where a customer does the second step.
pub const STEP: &str = "/login/second-factor";
/// Where a customer sets one up.
pub const SET_UP: &str = "/account/security/second-factor";
/// Where staff do the second step.
pub const OFFICE_STEP: &str = "/office/login/second-factor";
/// Where staff set one up.
pub const OFFICE_SET_UP: &str = "/office/security/second-factor";

/// A phone with an app on it.
#[derive(Clone)]
pub struct Phone(AppSecret);

impl Phone {
    /// Types the key that the page shows.
    pub fn typed_from(page: &Page) -> Self {
        let mut codes = page.all("code").into_iter();
        let key = codes.find(|code| code.get("class") == Some("app-key"));
        let key = key.unwrap_or_else(|| panic!("no key: {}", page.text())).text;
        Self(AppSecret::from_key(key.replace(' ', "").into()))
    }

    /// What it shows now.
    pub fn code(&self, app: &TestApp) -> String {
        self.code_in(app, 0)
    }

    /// What it shows so many steps later.
    pub fn code_in(&self, app: &TestApp, steps: i64) -> String {
        self.0.code_at(step(app.portico.now()) + steps).to_string()
    }

    /// A code that it shows neither now nor soon.
    pub fn wrong_code(&self, app: &TestApp) -> String {
        let near: Vec<_> = (-2..=2).map(|steps| self.code_in(app, steps)).collect();
        let mut codes = (0..).map(|number| format!("{number:06}"));
        codes.find(|code| !near.contains(code)).unwrap()
    }
}

/// The recovery codes that the page shows.
pub fn recovery_codes(page: &Page) -> Vec<String> {
    let codes = page.all("code").into_iter().map(|code| code.text);
    let codes: Vec<_> = codes.filter(|code| code.len() == 14).collect();
    assert_eq!(codes.len(), 10, "{}", page.text());
    codes
}

impl Browser {
    /// Sends a form of a second factor's page.
    pub async fn act(&mut self, path: &str, act: &str, fields: &[(&str, &str)]) -> Page {
        let mut all = vec![("act", act)];
        all.extend_from_slice(fields);
        self.post(path, &all).await
    }

    /// Sets an app up at this place and notes the recovery codes. Gives where the last button leads.
    pub async fn set_up_app(&mut self, app: &TestApp, path: &str) -> (Phone, Vec<String>, Page) {
        assert_eq!(self.act(path, "choose_app", &[]).await.location(), path);
        let phone = Phone::typed_from(&self.get(path).await);
        let confirmed = self
            .act(path, "confirm_app", &[("app_code", &phone.code(app))])
            .await;
        assert_eq!(confirmed.location(), path);
        let codes = recovery_codes(&self.get(path).await);
        let done = self.act(path, "done", &[]).await;
        (phone, codes, done)
    }
}

impl TestApp {
    /// A customer who has an app; its codes are fresh. The browser that set it up is signed out.
    pub async fn customer_with_app(&self, email: &str) -> (Phone, Vec<String>) {
        let mut ada = self.customer(email).await;
        let (phone, codes, done) = ada.set_up_app(self, SET_UP).await;
        assert_eq!(done.location(), "/account/security");
        ada.post("/logout", &[]).await;
        self.mails().await;
        self.time.turn(domain::second_factor::STEP);
        (phone, codes)
    }

    /// A browser in which the password was right and the second step is due.
    pub async fn half_signed_in(&self, email: &str) -> super::Visitor {
        let mut visitor = self.visitor();
        let page = visitor.sign_in(email, super::PASSWORD).await;
        assert_eq!(page.location(), STEP);
        visitor
    }
}
