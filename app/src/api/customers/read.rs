use super::CustomerRow;
use crate::api::{Reply, roles::CustomerRole, settings::History};
use domain::ids::CustomerId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// One customer with everything that staff look after. Moments are in the page's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerDetail {
    /// What the list shows too.
    pub row: CustomerRow,
    /// Phone.
    pub phone: Option<String>,
    /// Their role, and the others that they could have.
    pub role: CustomerRole,
    /// Language of their mails, by its own name.
    pub language: String,
    /// Whether the account is a company's, which bears its name.
    pub company: bool,
    /// First sign-in.
    pub activated: Option<String>,
    /// Version of the terms that was accepted last, and when.
    pub terms: Option<(i64, String)>,
    /// Whether there is a password.
    pub has_password: bool,
    /// Whether there is a second factor.
    pub has_factor: bool,
    /// Id and stored status of the latest registration request.
    pub request: Option<(String, String)>,
    /// Connected logins.
    pub identities: Vec<CustomerIdentity>,
    /// Sessions that are open now, the one used last first.
    pub sessions: Vec<CustomerSession>,
    /// The latest mails, the newest first.
    pub mails: Vec<CustomerMail>,
    /// What happened, the newest first.
    pub history: History,
    /// What this member of staff may do: nothing, or all that the page offers.
    pub may_edit: bool,
    /// When a sign-in linked them to their account by itself; none when staff or a registration did.
    pub linked: Option<String>,
    /// The link that would help now.
    pub link: Option<LinkOnOffer>,
}

/// A connected login.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerIdentity {
    /// Name of the provider.
    pub provider: String,
    /// The person's identifier there.
    pub subject: String,
    /// The address that it brought last.
    pub email: Option<String>,
    /// When it was connected.
    pub connected: String,
    /// When it signed in last.
    pub last_used: Option<String>,
}

/// An open session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerSession {
    /// Its id, to end it.
    pub id: String,
    /// Browser and system, as far as they are known; else empty.
    pub browser: String,
    /// From which address it began.
    pub requester: String,
    /// Name of the provider that it began through; none for a password.
    pub provider: Option<String>,
    /// When it began.
    pub began: String,
    /// When it was used last.
    pub last_used: String,
}

/// A mail to the customer, never its links and codes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerMail {
    /// The address is `/office/mails/{id}`.
    pub id: String,
    /// Name of the template.
    pub template: String,
    /// Where it went.
    pub to: String,
    /// Stored name of its state: `queued`, `sent`, `failed`.
    pub status: String,
    /// When it was written.
    pub written: String,
    /// What went wrong last.
    pub error: Option<String>,
}

/// A link that staff can send.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkOnOffer {
    /// Proves the address of a registration.
    Activate,
    /// Finishes an approved registration.
    Finish,
    /// Sets a new password.
    Reset,
}

/// One customer; `NotFound` when there is none. `before` is a key of the history's page before.
#[server(prefix = "", endpoint = "/office/ui/customer", input = GetUrl)]
pub async fn read_customer(
    id: CustomerId,
    #[server(default)] before: Option<String>,
) -> Reply<CustomerDetail> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Customers::read(&*ports, &visit, id, before).await
}
