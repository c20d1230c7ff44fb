//! All about one customer, on one page.

use super::list::row;
use crate::{
    services::{Outcome, Trouble, dates, roles, settings::history_page, staff},
    state::Portico,
};
use app::api::{
    ApiError,
    customers::{CustomerDetail, CustomerIdentity, CustomerMail, CustomerSession, LinkOnOffer},
    settings::History,
    visit::Visit,
};
use domain::{
    approvals,
    customers::{LinkFacts, LinkToSend, link_to_send},
    ids::{CustomerId, HistoryId, ProviderId},
    second_factor::Owner,
    sessions::{Began, Device, SessionTimes, life},
    settings::SessionPolicy,
    staff::Permission,
    time::Timestamp,
    values::Language,
};
use std::collections::HashMap;
use storage::{
    Conn, account_links, accounts,
    customers::{self, Customer, list::Listed},
    history::{
        Entry,
        search::{self, Wanted},
    },
    identities, mails,
    registration_requests::{self, RegistrationRequest},
    second_factors, sessions,
};

/// Mails on the page.
const MAILS: i64 = 20;
/// Entries of the history on the page.
const HISTORY: usize = 25;

/// One customer, and a page of the history before the key `before`.
pub async fn read(
    portico: &Portico,
    visit: &Visit,
    id: CustomerId,
    before: Option<String>,
) -> Outcome<CustomerDetail> {
    let member = staff::needed(portico, visit, Permission::SeeCustomers).await?;
    let language = visit.facts().language;
    let mut conn = portico.database.read().await?;
    let found = customers::by_id(&mut conn, id).await?;
    let customer = found.ok_or(Trouble(ApiError::NotFound))?;
    let account = match customer.account_id {
        Some(account) => accounts::by_id(&mut conn, account).await?,
        None => None,
    };
    let company = account
        .as_ref()
        .is_some_and(|account| account.kind == accounts::Kind::Company);
    let linked = account_links::of_customer(&mut conn, id).await?;
    let request = registration_requests::by_customer(&mut conn, id).await?;
    let settings = storage::settings::load(&mut conn).await?.shop;
    let link = link_to_send(link_facts(&customer, request.as_ref(), &settings)).map(on_offer);
    let providers = provider_names(&mut conn).await?;
    let before = before.and_then(|key| key.parse::<HistoryId>().ok());
    let about = Wanted {
        subject_kind: Some("customer"),
        subject_id: Some(&id.to_string()),
        ..Wanted::default()
    };
    let entries = search::page(&mut conn, &about, before, HISTORY + 1).await?;
    Ok(CustomerDetail {
        identities: identities::by_customer(&mut conn, id)
            .await?
            .iter()
            .map(|identity| CustomerIdentity {
                provider: named(&providers, identity.provider_id),
                subject: identity.subject.clone(),
                email: identity.email.clone(),
                connected: dates::date_time(identity.connected_at, language),
                last_used: identity.last_sign_in_at.map(|at| dates::date_time(at, language)),
            })
            .collect(),
        sessions: open_sessions(&mut conn, id, portico.now(), language).await?,
        mails: mails::latest_of(&mut conn, id, MAILS)
            .await?
            .into_iter()
            .map(|mail| CustomerMail {
                id: mail.id.to_string(),
                template: mail.template,
                to: mail.recipient,
                status: mail.status.to_string(),
                written: dates::date_time(mail.created_at, language),
                error: mail.last_error,
            })
            .collect(),
        history: own_history(entries, language),
        phone: customer.phone.clone(),
        role: roles::of_customer(&mut conn, id).await?,
        language: customer.language.native_name().to_owned(),
        company,
        activated: customer.activated_at.map(|at| dates::date_time(at, language)),
        terms: customer.terms_version.zip(
            customer
                .terms_accepted_at
                .map(|at| dates::date_time(at, language)),
        ),
        has_password: customer.password_hash.is_some(),
        has_factor: !second_factors::load(&mut conn, Owner::Customer(id))
            .await?
            .methods()
            .is_empty(),
        request: request.map(|request| (request.id.to_string(), request.status.to_string())),
        may_edit: member.has(Permission::EditCustomers),
        linked: linked.map(|link| dates::date_time(link.linked_at, language)),
        link,
        row: row(&listed(customer, account), language),
    })
}

/// What happened to the customer whose page it is, to which no line needs to lead.
fn own_history(entries: Vec<Entry>, language: Language) -> History {
    let mut page = history_page(entries, HISTORY, language);
    for row in &mut page.rows {
        row.customer = None;
    }
    page
}

/// What decides which link can be sent.
pub(super) fn link_facts(
    customer: &Customer,
    request: Option<&RegistrationRequest>,
    settings: &domain::settings::ShopSettings,
) -> LinkFacts {
    LinkFacts {
        status: customer.status,
        has_address: customer.email.is_some(),
        approved: request.is_some_and(|request| request.status == approvals::Status::Approved),
        local_sign_in: settings.local_sign_in,
        customer_accounts: settings.customer_accounts,
    }
}

/// The link that can be sent to a customer now.
pub(in crate::services) async fn link_on_offer(
    conn: &mut Conn,
    id: CustomerId,
) -> Outcome<Option<LinkOnOffer>> {
    let Some(customer) = customers::by_id(conn, id).await? else {
        return Ok(None);
    };
    let request = registration_requests::by_customer(conn, id).await?;
    let settings = storage::settings::load(conn).await?.shop;
    Ok(link_to_send(link_facts(&customer, request.as_ref(), &settings)).map(on_offer))
}

fn on_offer(link: LinkToSend) -> LinkOnOffer {
    match link {
        LinkToSend::Activate => LinkOnOffer::Activate,
        LinkToSend::Finish => LinkOnOffer::Finish,
        LinkToSend::Reset => LinkOnOffer::Reset,
    }
}

fn listed(customer: Customer, account: Option<accounts::Account>) -> Listed {
    let (code, name) = account.map(|account| (account.code, account.name)).unzip();
    Listed {
        id: customer.id,
        number: customer.number,
        status: customer.status,
        email: customer.email,
        address_proven_at: customer.address_proven_at,
        given_name: customer.given_name,
        family_name: customer.family_name,
        account_code: code,
        account_name: name,
        created_at: customer.created_at,
    }
}

async fn provider_names(conn: &mut Conn) -> Outcome<HashMap<ProviderId, String>> {
    let providers = storage::providers::list(conn).await?;
    Ok(providers
        .into_iter()
        .map(|provider| (provider.id, provider.name))
        .collect())
}

fn named(providers: &HashMap<ProviderId, String>, id: ProviderId) -> String {
    providers.get(&id).cloned().unwrap_or_default()
}

/// The sessions that open something now: nobody ended them, no limit has, and their provider is enabled.
async fn open_sessions(
    conn: &mut Conn,
    id: CustomerId,
    now: Timestamp,
    language: Language,
) -> Outcome<Vec<CustomerSession>> {
    let limits = storage::policies::load::<SessionPolicy>(conn).await?.policy;
    let rows = sessions::open_for_customer(conn, id).await?;
    let alive = rows.into_iter().filter(|session| {
        let times = SessionTimes {
            created_at: session.created_at,
            last_seen_at: session.last_seen_at,
            ended_at: None,
        };
        let way_is_open = session.began == Began::Password || session.provider_enabled;
        way_is_open && life(&times, &limits.limits(session.keep), now).is_alive()
    });
    let shown = alive.map(|session| CustomerSession {
        id: session.id.to_string(),
        browser: Device::of(&session.user_agent).name().unwrap_or_default(),
        requester: session.requester,
        provider: session.provider_name,
        began: dates::date_time(session.created_at, language),
        last_used: dates::date_time(session.last_seen_at, language),
    });
    Ok(shown.collect())
}
