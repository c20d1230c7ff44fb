//! A person with a proven address whom a provider vouched for and whom nobody knows yet: account and customer from
//! the claims, and a registration request where operations decide.

use super::{
    Outcome, Trouble,
    audit::{self, Actor, Deed},
    identities::{Arrival, Settled, enter, insert_identity},
    requests,
};
use crate::state::Portico;
use app::api::{ApiError, frame::Screen, visit::Visit};
use domain::{
    approvals::{Status, WAITING_LIFETIME},
    customers::CustomerStatus,
    ids::{AccountId, CustomerId},
    providers::{Claims, Rule, rules},
    registration::{AccountMatch, Entry, ProviderPlan, match_by_code, provider as provider_plan},
};
use serde_json::json;
use storage::{
    Conn, Tx, accounts,
    customers::{self, Customer},
    providers::Provider,
};

/// The registration table's rows for providers.
pub(super) async fn register(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
) -> Outcome<Settled> {
    let settings = storage::settings::load(tx).await?.shop;
    let matched = account_match(tx, &arrival.provider, &arrival.claims).await?;
    let plan = provider_plan(&settings, matched);
    if plan == ProviderPlan::Closed {
        // Nothing stays of what led here: the transaction is dropped.
        return Err(Trouble(ApiError::NotFound));
    }
    let status = match plan {
        ProviderPlan::SignInThenProfile => CustomerStatus::Active,
        ProviderPlan::Wait | ProviderPlan::Closed => CustomerStatus::Waiting,
    };
    let customer = new_customer(portico, tx, arrival, matched, status).await?;
    let identity = insert_identity(portico, tx, arrival, customer.id).await?;
    let id = customer.id.to_string();
    let deed = Deed {
        new: Some(json!({ "provider": arrival.provider.slug })),
        ..Deed::plain("customer.created", "customer", &id)
    };
    audit::note(portico, tx, visit, Actor::Visitor, deed).await?;
    if status == CustomerStatus::Active {
        return enter(portico, tx, visit, arrival, &customer, identity).await;
    }
    let request = new_request(portico, tx, visit, arrival, &customer, matched).await?;
    Ok(Settled::Show(Screen::Waiting {
        status: Some(requests::status_path(portico, request)),
    }))
}

/// The account whose code the provider told.
pub(super) async fn account_match(
    conn: &mut Conn,
    provider: &Provider,
    claims: &Claims,
) -> Outcome<AccountMatch> {
    let code = claims.account_code.as_deref();
    let account = match code {
        Some(code) => accounts::by_code(conn, code).await?,
        None => None,
    };
    let found: Vec<AccountId> = account.into_iter().map(|account| account.id).collect();
    Ok(match_by_code(code, &found, provider.account_code_controlled))
}

async fn new_customer(
    portico: &Portico,
    tx: &mut Tx,
    arrival: &Arrival,
    matched: AccountMatch,
    status: CustomerStatus,
) -> Outcome<Customer> {
    let now = portico.now();
    let claims = &arrival.claims;
    let (given, family) = names(claims);
    let account = match matched {
        AccountMatch::Matched { account, .. } => account,
        AccountMatch::None => {
            let id = AccountId::new(now, portico.random());
            let name = format!("{given} {family}");
            let new = accounts::NewAccount {
                id,
                code: None,
                name: name.trim(),
                kind: accounts::Kind::Personal,
                origin: accounts::Origin::Registration,
                reviewed: true,
                email: None,
                now,
            };
            accounts::insert(tx, &new).await?;
            id
        }
    };
    let id = CustomerId::new(now, portico.random());
    // Everybody has a name and a language; what else is only suggested waits in My Profile.
    let rules = rules(&arrival.provider.claims);
    let phone = claims.phone.as_ref().filter(|_| rules.phone != Rule::Suggest);
    let language = claims.language.filter(|_| rules.language != Rule::Suggest);
    customers::insert(
        tx,
        &customers::NewCustomer {
            id,
            account_id: Some(account),
            status,
            email: claims.email.as_ref(),
            address_proven_at: Some(now),
            given_name: &given,
            family_name: &family,
            phone: phone.map(AsRef::as_ref),
            language: language.unwrap_or(arrival.language),
            password_hash: None,
            terms_version: None,
            now,
        },
    )
    .await?;
    customers::by_id(tx, id).await?.ok_or(Trouble(ApiError::Internal))
}

/// Names as the provider told them; without any, the part of the address before the `@`.
fn names(claims: &Claims) -> (String, String) {
    let text = |name: &Option<domain::values::PersonName>| {
        name.as_ref().map(ToString::to_string).unwrap_or_default()
    };
    let (given, family) = (text(&claims.given_name), text(&claims.family_name));
    if given.is_empty() && family.is_empty() {
        let local = claims.email.as_ref().map(|email| email.local_part().to_owned());
        return (local.unwrap_or_default(), family);
    }
    (given, family)
}

async fn new_request(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    arrival: &Arrival,
    customer: &Customer,
    matched: AccountMatch,
) -> Outcome<domain::ids::RequestId> {
    let account = customer.account_id.ok_or(Trouble(ApiError::Internal))?;
    let draft = requests::Draft {
        status: Status::Waiting,
        lifetime: WAITING_LIFETIME,
        customer_id: customer.id,
        account_id: account,
        matched: matches!(matched, AccountMatch::Matched { .. }),
        entry: Entry::Provider,
        upstream: Some(requests::Upstream {
            provider_id: arrival.provider.id,
            issuer: arrival.issuer.clone(),
            subject: arrival.claims.subject.clone(),
            claims: arrival.raw.clone(),
        }),
        email: arrival.claims.email.clone(),
        proven: true,
        given_name: customer.given_name.clone(),
        family_name: customer.family_name.clone(),
        company: None,
        phone: customer.phone.clone(),
        message: None,
        language: customer.language,
        return_to: arrival.return_to.clone(),
    };
    let fresh = requests::new(portico, draft);
    requests::submit(portico, tx, visit, &fresh).await?;
    if let Some(request) = storage::registration_requests::by_id(tx, fresh.id).await? {
        requests::announce(portico, tx, &request).await?;
    }
    Ok(fresh.id)
}
