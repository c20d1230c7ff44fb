//! People who may be the same as an applicant, or of the same house: hints for whoever decides. However many there are,
//! only some of the latest are read.

use super::{PAGE_PATH, full_name};
use crate::services::Outcome;
use app::{api::approvals::Duplicate, routes::by_id};
use domain::{
    approvals::{Applicant, alike, likenesses},
    ids::{CustomerId, RequestId},
};
use std::collections::{BTreeMap, BTreeSet};
use storage::{
    Conn, accounts,
    customers::{self, Customer},
    registration_requests::{self, RegistrationRequest},
};

/// How many are read for each likeness, and shown in all.
const MOST: usize = 8;
const LIMIT: i64 = MOST as i64;

/// The people who are alike, those with the strongest likeness first.
pub(super) async fn find(conn: &mut Conn, request: &RegistrationRequest) -> Outcome<Vec<Duplicate>> {
    let applicant = request.applicant();
    let mut requests: BTreeMap<RequestId, RegistrationRequest> = BTreeMap::new();
    for (likeness, value) in likenesses(&applicant) {
        let sharing = registration_requests::sharing(conn, request.id, likeness, &value, LIMIT).await?;
        requests.extend(sharing.into_iter().map(|found| (found.id, found)));
    }
    let known: BTreeSet<CustomerId> = requests
        .values()
        .chain([request])
        .filter_map(|request| request.customer_id)
        .collect();
    let mut found: Vec<Duplicate> = requests
        .values()
        .map(|other| of_request(&applicant, other))
        .collect();
    let names = format!("{} {}", applicant.given_name, applicant.family_name);
    let customers = customers::namesakes(conn, &names, applicant.phone, LIMIT).await?;
    for customer in customers.iter().filter(|customer| !known.contains(&customer.id)) {
        found.push(of_customer(conn, &applicant, customer).await?);
    }
    // A key that is older than a change of its request may lead to somebody who is no longer alike.
    found.retain(|duplicate| !duplicate.alike.is_empty());
    found.sort_by(|one, other| one.alike.cmp(&other.alike));
    found.truncate(MOST);
    Ok(found)
}

fn of_request(applicant: &Applicant<'_>, other: &RegistrationRequest) -> Duplicate {
    Duplicate {
        href: by_id(PAGE_PATH, &other.id.to_string()),
        name: full_name(other),
        email: other.email.clone(),
        company: other.company.clone(),
        phone: other.phone.clone(),
        status: Some(other.status),
        alike: alike(applicant, &other.applicant()),
    }
}

/// A customer who came without a request, or before there were any.
async fn of_customer(conn: &mut Conn, applicant: &Applicant<'_>, customer: &Customer) -> Outcome<Duplicate> {
    let account = match customer.account_id {
        Some(id) => accounts::by_id(conn, id).await?,
        None => None,
    };
    let company = account
        .filter(|account| account.kind == accounts::Kind::Company)
        .map(|account| account.name);
    let other = Applicant {
        given_name: &customer.given_name,
        family_name: &customer.family_name,
        company: company.as_deref(),
        phone: customer.phone.as_deref(),
        email: customer.email.as_deref(),
    };
    Ok(Duplicate {
        href: by_id("/office/customers", &customer.id.to_string()),
        name: format!("{} {}", customer.given_name, customer.family_name),
        email: customer.email.clone(),
        phone: customer.phone.clone(),
        status: None,
        alike: alike(applicant, &other),
        company,
    })
}
