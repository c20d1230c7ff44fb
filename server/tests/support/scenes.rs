//! What many tests begin with.

use super::{
    browser::Browser,
    page::Page,
    people::{PASSWORD, StaffMember},
    test_app::TestApp,
};
use domain::ids::AccountId;
use storage::accounts::{Kind, NewAccount, Origin};

/// Who registers.
pub const ADDRESS: &str = "mia@example.org";

/// The register form, filled in well.
pub fn application() -> Vec<(&'static str, &'static str)> {
    vec![
        ("given_name", "Mia"),
        ("family_name", "Vogel"),
        ("email", ADDRESS),
        ("language", "en"),
        ("new_password", PASSWORD),
        ("accept", "on"),
    ]
}

impl Browser {
    /// Registers Mia with the form that the page shows.
    pub async fn register(&mut self) -> Page {
        let page = self.get("/register").await;
        self.fill(&page, "/register", &application()).await
    }

    /// Opens a link from a mail and presses the button of its page.
    pub async fn follow_link(&mut self, link: &str) -> Page {
        let page = self.get(link).await;
        let action = link.split('?').next().unwrap();
        self.fill(&page, action, &[]).await
    }
}

impl Browser {
    /// Opens a link that must not work any more, and presses the button that its page had.
    pub async fn follow_link_is_dead(&mut self, link: &str) {
        assert_eq!(self.get(link).await.code(), 410, "{link}");
        let (path, token) = link.split_once("?token=").unwrap();
        let page = self
            .post(path, &[("token", token), ("new_password", PASSWORD)])
            .await;
        assert!(
            matches!(page.code(), 410 | 422),
            "{link}: {} {}",
            page.status,
            page.text()
        );
    }
}

impl StaffMember {
    /// The requests that the first page of the queue shows, as paths.
    pub async fn queue(&mut self) -> Vec<String> {
        let page = self.get("/office/requests").await;
        assert_eq!(page.code(), 200, "{}", page.text());
        let links = page
            .all("a")
            .into_iter()
            .filter_map(|a| a.get("href").map(str::to_owned));
        let mut links: Vec<_> = links
            .filter(|href| href.starts_with("/office/requests/"))
            .collect();
        links.dedup();
        links
    }

    /// Opens the only request of the queue and approves it.
    pub async fn approve(&mut self) -> Page {
        self.decide(&[("decision", "approve")]).await
    }

    /// Opens the only request of the queue and decides it.
    pub async fn decide(&mut self, decision: &[(&str, &str)]) -> Page {
        let queue = self.queue().await;
        assert_eq!(queue.len(), 1, "{queue:?}");
        let page = self.get(&queue[0]).await;
        self.fill(&page, "/office/requests/decision", decision).await
    }
}

impl TestApp {
    /// Somebody else who registered with the form, with these fields over Mia's, and whose request waits. The mails so
    /// far are read. Gives the path of the request's private page.
    pub async fn another_waits(&self, fields: &[(&str, &str)]) -> String {
        // Everybody comes from an address of their own, so that no budget is used up.
        let mut visitor = self.visitor();
        let requests = self.database.count("registration_requests").await;
        visitor.address = format!("203.0.113.{requests}:1").parse().unwrap();
        let page = visitor.get("/register").await;
        let mut filled = application();
        filled.retain(|(name, _)| fields.iter().all(|(own, _)| own != name));
        filled.extend_from_slice(fields);
        visitor.fill(&page, "/register", &filled).await.location();
        let email = filled.iter().find(|(name, _)| *name == "email").unwrap().1;
        let link = self.mail_to(email).await.link();
        let status = visitor.follow_link(&link).await.location().to_owned();
        self.mails().await;
        status
    }

    /// A visitor who registered with the form and followed the link, so that the request waits. Nobody was told yet
    /// whom the test still wants to look at: the mails so far are read.
    pub async fn waiting(&self) -> super::people::Visitor {
        let mut visitor = self.visitor();
        assert_eq!(visitor.register().await.location(), "/register/check-mail");
        let link = self.only_mail(ADDRESS).await.link();
        let page = visitor.follow_link(&link).await;
        assert!(page.location().starts_with("/register/status/"));
        self.mails().await;
        visitor
    }

    /// A company's account with this code.
    pub async fn account(&self, code: &str) -> AccountId {
        let new = NewAccount {
            id: AccountId::new(self.portico.now(), self.portico.random()),
            code: Some(code),
            name: "Corp",
            kind: Kind::Company,
            origin: Origin::Staff,
            reviewed: true,
            email: None,
            now: self.portico.now(),
        };
        let mut tx = self.portico.database.begin().await.unwrap();
        storage::accounts::insert(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        new.id
    }

    /// How many rows the tables have that a sign-in may write.
    pub async fn people(&self) -> Vec<i64> {
        let mut counts = Vec::new();
        for table in [
            "accounts",
            "customers",
            "identities",
            "registration_requests",
            "sessions",
            "mails",
        ] {
            counts.push(self.database.count(table).await);
        }
        counts
    }

    /// Status of the customer with this address.
    pub async fn status_of(&self, email: &str) -> String {
        let sql = format!("SELECT status FROM customers WHERE email = '{email}'");
        let found = self.database.texts(&sql).await;
        assert_eq!(found.len(), 1, "{found:?}");
        found[0].clone()
    }

    /// Sessions that nobody ended.
    pub async fn open_sessions(&self) -> i64 {
        self.database
            .number("SELECT COUNT(*) FROM sessions WHERE ended_at IS NULL")
            .await
    }
}
