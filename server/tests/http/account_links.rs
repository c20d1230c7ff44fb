//! Account link by address: at every sign-in, while exactly one account has it and nobody else is linked to it.

use crate::support::{PASSWORD, TestApp};
use domain::{customers::CustomerStatus, ids::AccountId, staff::Role};
use storage::accounts::{Kind, NewAccount, Origin};

const ADDRESS: &str = "mia@corp.example";
const UNDO: &str = "/office/customers/undo-account-link";

impl TestApp {
    /// A company's account with this address.
    async fn account_at(&self, email: &str) -> AccountId {
        let new = NewAccount {
            id: AccountId::new(self.portico.now(), self.portico.random()),
            code: None,
            name: "Corp",
            kind: Kind::Company,
            origin: Origin::Import,
            reviewed: true,
            email: Some(&email.parse().unwrap()),
            now: self.portico.now(),
        };
        let mut tx = self.portico.database.begin().await.unwrap();
        storage::accounts::insert(&mut tx, &new).await.unwrap();
        tx.commit().await.unwrap();
        new.id
    }

    /// The account of the customer with this address.
    async fn account_of(&self, email: &str) -> Option<String> {
        let sql = format!("SELECT COALESCE(account_id, '') FROM customers WHERE email = '{email}'");
        self.database.texts(&sql).await.pop().filter(|id| !id.is_empty())
    }
}

#[tokio::test]
async fn a_customer_without_an_account_is_linked_to_the_only_one_with_the_address() {
    let app = TestApp::start().await;
    let corp = app.account_at("MIA@corp.example").await;
    app.account_at("other@corp.example").await;
    app.customer(ADDRESS).await;
    assert_eq!(app.account_of(ADDRESS).await, Some(corp.to_string()));
    assert_eq!(
        app.database
            .count("history WHERE action = 'account.linked'")
            .await,
        1
    );
    app.visitor().sign_in(ADDRESS, PASSWORD).await.location();
    assert_eq!(
        app.database
            .count("history WHERE action = 'account.linked'")
            .await,
        1
    );
}

#[tokio::test]
async fn an_account_that_comes_later_is_found_at_the_next_sign_in_through_a_provider_too() {
    let app = TestApp::start().await;
    let provider = app.provider("north").await;
    app.settings(|settings| settings.approval = false).await;
    app.visitor().through(&provider).await.location();
    app.database
        .execute("UPDATE customers SET account_id = NULL")
        .await;
    let corp = app.account_at("alex@corp.example").await;
    app.visitor().through(&provider).await.location();
    assert_eq!(app.account_of("alex@corp.example").await, Some(corp.to_string()));
}

#[tokio::test]
async fn two_accounts_with_the_address_link_nobody() {
    let app = TestApp::start().await;
    app.account_at(ADDRESS).await;
    app.account_at(ADDRESS).await;
    app.customer(ADDRESS).await;
    assert_eq!(app.account_of(ADDRESS).await, None);
}

#[tokio::test]
async fn an_account_that_somebody_else_belongs_to_links_nobody() {
    let app = TestApp::start().await;
    let corp = app.account_at(ADDRESS).await;
    app.insert_customer("max@corp.example", CustomerStatus::Active)
        .await;
    app.database
        .execute(&format!("UPDATE customers SET account_id = '{corp}'"))
        .await;
    app.customer(ADDRESS).await;
    assert_eq!(app.account_of(ADDRESS).await, None);
}

#[tokio::test]
async fn nobody_leaves_an_account_for_another() {
    let app = TestApp::start().await;
    app.account_at(ADDRESS).await;
    let own = app.account_at("household@corp.example").await;
    app.insert_customer(ADDRESS, CustomerStatus::Active).await;
    app.database
        .execute(&format!("UPDATE customers SET account_id = '{own}'"))
        .await;
    app.visitor().sign_in(ADDRESS, PASSWORD).await.location();
    assert_eq!(app.account_of(ADDRESS).await, Some(own.to_string()));
}

#[tokio::test]
async fn staff_undo_a_link_and_no_sign_in_makes_it_again() {
    let app = TestApp::start().await;
    app.account_at(ADDRESS).await;
    let mia = app.customer(ADDRESS).await;
    let page = format!("/office/customers/{}", mia.id);
    let mut olga = app.operations().await;
    let shown = olga.get(&page).await;
    shown.expect(200, "identities.account_linked_on");
    let done = olga.fill(&shown, UNDO, &[]).await;
    assert_eq!(done.location(), format!("{page}?done=account-unlinked"));
    assert_eq!(app.account_of(ADDRESS).await, None);
    olga.follow(&done)
        .await
        .expect(200, "identities.history_account_unlinked");
    app.visitor().sign_in(ADDRESS, PASSWORD).await.location();
    assert_eq!(app.account_of(ADDRESS).await, None, "it is not made again");
    olga.fill(&shown, UNDO, &[]).await.expect(422, "faults.stale");
}

#[tokio::test]
async fn only_who_edits_customers_undoes_a_link() {
    let app = TestApp::start().await;
    app.account_at(ADDRESS).await;
    let mia = app.customer(ADDRESS).await;
    let mut auditor = app.staff("Aris", &[Role::Auditor]).await;
    let id = mia.id.to_string();
    assert_eq!(auditor.post(UNDO, &[("id", &id)]).await.code(), 403);
    let mut olga = app.operations().await;
    for id in ["", "x\0y", "018f0000-0000-7000-8000-000000000000"] {
        assert_eq!(olga.post(UNDO, &[("id", id)]).await.code(), 404, "{id:?}");
    }
    assert!(app.account_of(ADDRESS).await.is_some());
}
