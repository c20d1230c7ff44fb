//! Periodic jobs: once for all replicas, and what they do.

use std::sync::Arc;

use domain::approvals::Status;
use domain::customers::CustomerStatus;
use domain::ids::{CustomerId, RequestId};
use domain::registration::Entry;
use domain::time::{Clock, Span};
use domain::values::{Email, Language};
use server::jobs::{Job, Runner};
use storage::Database;
use storage::customers::{self, NewCustomer};
use storage::history::search::{self, Wanted};
use storage::registration_requests::{self, NewRequest};

use super::support::{Counting, Post, post};

fn runner(post: &Post) -> Runner {
    Runner::new(
        post.database.clone(),
        post.clock.clone(),
        Arc::new(Counting::default()),
        post.outbox.clone(),
    )
}

#[tokio::test]
async fn each_turn_is_run_by_one_replica() {
    let post = post("jobs_turns").await;
    let (one, other) = (runner(&post), runner(&post));
    let (first, second) = tokio::join!(one.run_due(), other.run_due());
    let mut ran: Vec<_> = first.into_iter().chain(second).map(Job::name).collect();
    ran.sort_unstable();
    assert_eq!(
        ran,
        [
            "delete_sessions",
            "delete_spent",
            "erase_rejected",
            "expire_requests",
            "index_requests",
            "invite_to_way_in"
        ]
    );
    post.clock.turn(Span::minutes(5));
    let soon = [Job::InviteToWayIn, Job::ExpireRequests, Job::IndexRequests];
    assert_eq!(one.run_due().await, soon);
    assert_eq!(other.run_due().await, []);
}

async fn waiting_request(database: &Database, clock: &dyn Clock) -> (RequestId, CustomerId) {
    let now = clock.now();
    let (request, customer) = (RequestId::new(now, [1; 10]), CustomerId::new(now, [2; 10]));
    let email = Email::parse("ada@engines.example").unwrap();
    let mut tx = database.begin().await.unwrap();
    let new = NewCustomer {
        id: customer,
        account_id: None,
        status: CustomerStatus::Waiting,
        email: Some(&email),
        address_proven_at: Some(now),
        given_name: "Ada",
        family_name: "Lovelace",
        phone: None,
        language: Language::En,
        password_hash: None,
        terms_version: None,
        now,
    };
    customers::insert(&mut tx, &new).await.unwrap();
    let new = NewRequest {
        id: request,
        status: Status::Waiting,
        customer_id: Some(customer),
        account_id: None,
        matched: false,
        entry: Entry::Form,
        provider_id: None,
        issuer: None,
        subject: None,
        claims: &serde_json::json!({}),
        email: Some(&email),
        given_name: "Ada",
        family_name: "Lovelace",
        company: None,
        phone: None,
        message: None,
        language: Language::En,
        return_to: None,
        status_token_hash: "hash",
        address_proven_at: Some(now),
        expires_at: Some(now.plus(Span::days(90))),
        now,
    };
    registration_requests::insert(&mut tx, &new).await.unwrap();
    tx.commit().await.unwrap();
    (request, customer)
}

#[tokio::test]
async fn a_request_that_nobody_decided_is_erased_with_its_customer() {
    let post = post("jobs_expire").await;
    let (request, customer) = waiting_request(&post.database, &*post.clock).await;
    let runner = runner(&post);
    let status = async || {
        let mut conn = post.database.read().await.unwrap();
        let request = registration_requests::by_id(&mut conn, request)
            .await
            .unwrap()
            .unwrap();
        let customer = customers::by_id(&mut conn, customer).await.unwrap().unwrap();
        (
            request.status,
            customer.status,
            request.given_name,
            customer.email,
        )
    };
    post.clock.turn(Span::days(89));
    runner.run_due().await;
    assert_eq!(status().await.0, Status::Waiting);
    post.clock.turn(Span::days(1));
    runner.run_due().await;
    assert_eq!(
        status().await,
        (Status::Expired, CustomerStatus::Anonymised, String::new(), None)
    );
    let mut conn = post.database.read().await.unwrap();
    let id = request.to_string();
    let about = Wanted {
        subject_kind: Some("request"),
        subject_id: Some(&id),
        ..Wanted::default()
    };
    let lines = search::page(&mut conn, &about, None, 10).await.unwrap();
    assert_eq!(lines[0].action, "request.expired");
}
