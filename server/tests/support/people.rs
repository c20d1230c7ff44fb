//! Callers as types: who acts is seen in a test's first line.

use super::{browser::Browser, test_app::TestApp};
use domain::{
    customers::CustomerStatus,
    ids::{CustomerId, StaffId},
    staff::{Role, Roles},
    time::Clock,
    values::{Email, Language},
};
use std::ops::{Deref, DerefMut};
use storage::{customers::NewCustomer, staff::NewStaff};

/// Everybody's password.
pub const PASSWORD: &str = "harbour lantern 41";

/// Somebody who is not signed in.
pub struct Visitor(pub Browser);

/// A customer who is signed in with a password.
pub struct Customer {
    pub id: CustomerId,
    pub browser: Browser,
}

/// A member of staff who is signed in to the back office.
pub struct StaffMember {
    pub name: String,
    pub browser: Browser,
}

macro_rules! browses {
    ($who:ty, $field:tt) => {
        impl Deref for $who {
            type Target = Browser;

            fn deref(&self) -> &Browser {
                &self.$field
            }
        }

        impl DerefMut for $who {
            fn deref_mut(&mut self) -> &mut Browser {
                &mut self.$field
            }
        }
    };
}

browses!(Visitor, 0);
browses!(Customer, browser);
browses!(StaffMember, browser);

impl TestApp {
    /// A browser that nobody has used yet.
    pub fn visitor(&self) -> Visitor {
        Visitor(Browser::new(self.router.clone()))
    }

    /// Writes a customer with a proven address, the password of everybody and the current terms accepted.
    pub async fn insert_customer(&self, email: &str, status: CustomerStatus) -> CustomerId {
        let hash = self
            .portico
            .passwords
            .hash(&PASSWORD.to_owned().into())
            .await
            .unwrap();
        let now = self.time.now();
        let id = CustomerId::new(now, self.portico.random());
        let proven = status != CustomerStatus::Unproven;
        let new = NewCustomer {
            id,
            account_id: None,
            status,
            email: Some(&Email::parse(email).unwrap()),
            address_proven_at: proven.then_some(now),
            given_name: "Ada",
            family_name: "Lovelace",
            phone: None,
            language: Language::En,
            password_hash: Some(&hash),
            terms_version: Some(1),
            now,
        };
        let mut tx = self.portico.database.begin().await.unwrap();
        storage::customers::insert(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        id
    }

    /// Puts a customer from one status into another.
    pub async fn set_status(&self, id: CustomerId, from: CustomerStatus, to: CustomerStatus) {
        let mut tx = self.portico.database.begin().await.unwrap();
        assert!(
            storage::customers::set_status(&mut tx, id, from, to, self.time.now())
                .await
                .unwrap()
        );
        tx.commit().await.unwrap();
    }

    /// A customer who is signed in.
    pub async fn customer(&self, email: &str) -> Customer {
        let id = self.insert_customer(email, CustomerStatus::Active).await;
        let mut browser = self.visitor().0;
        let page = browser.sign_in(email, PASSWORD).await;
        assert_eq!(page.location(), "/");
        Customer { id, browser }
    }

    /// Writes a member of staff with the password of everybody.
    pub async fn insert_staff(&self, name: &str, roles: &[Role]) -> String {
        let hash = self
            .portico
            .passwords
            .hash(&PASSWORD.to_owned().into())
            .await
            .unwrap();
        let id = StaffId::new(self.time.now(), self.portico.random());
        let email = format!("{}@tidewater.example", name.to_lowercase());
        let new = NewStaff {
            id,
            backend: "native",
            identifier: &id.to_string(),
            email: &Email::parse(&email).unwrap(),
            name,
            roles: &Roles::of(roles.iter().copied()),
            password_hash: Some(&hash),
            language: Language::En,
            now: self.time.now(),
        };
        let mut tx = self.portico.database.begin().await.unwrap();
        storage::staff::insert(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        email
    }

    /// A member of staff who is signed in.
    pub async fn staff(&self, name: &str, roles: &[Role]) -> StaffMember {
        let email = self.insert_staff(name, roles).await;
        let mut browser = self.visitor().0;
        let page = browser
            .post("/office/login", &[("email", &email), ("password", PASSWORD)])
            .await;
        assert_eq!(page.location(), "/office/requests");
        StaffMember {
            name: name.to_owned(),
            browser,
        }
    }

    /// Olga, who decides requests.
    pub async fn operations(&self) -> StaffMember {
        self.staff("Olga", &[Role::Operations]).await
    }

    /// Anton, who changes settings and providers.
    pub async fn administrator(&self) -> StaffMember {
        self.staff("Anton", &[Role::Administrator]).await
    }
}

impl Browser {
    /// Signs in with address and password.
    pub async fn sign_in(&mut self, email: &str, password: &str) -> super::Page {
        self.post("/login", &[("email", email), ("password", password)])
            .await
    }
}
