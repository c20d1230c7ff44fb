use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// Which customers. What is empty asks for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerFilter {
    /// Beginnings of words: name, address, number, account code.
    #[serde(default)]
    pub q: Option<String>,
    /// Stored name of a status.
    #[serde(default)]
    pub status: Option<String>,
    /// Slug of a provider.
    #[serde(default)]
    pub provider: Option<String>,
    /// Key of the page before.
    #[serde(default)]
    pub after: Option<String>,
}

/// A page of customers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerList {
    /// The newest first; by the word that was found when one was asked.
    pub rows: Vec<CustomerRow>,
    /// Key for the next page, if there is one.
    pub next: Option<String>,
    /// Slug and name of the providers to choose from.
    pub providers: Vec<(String, String)>,
}

/// A customer in the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerRow {
    /// The address is `/office/customers/{id}`.
    pub id: String,
    /// Number.
    pub number: i64,
    /// Whole name; what else tells who it is where there is none.
    pub name: String,
    /// Address.
    pub email: Option<String>,
    /// Whether that address is proven.
    pub proven: bool,
    /// Code and name of the account.
    pub account: Option<(String, String)>,
    /// Stored name of the status.
    pub status: String,
    /// The day of the registration, in the page's language.
    pub since: String,
}

/// A page of customers.
#[server(prefix = "", endpoint = "/office/ui/customers", input = GetUrl)]
pub async fn list_customers(#[server(default)] filter: CustomerFilter) -> Reply<CustomerList> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Customers::list(&*ports, &visit, filter).await
}
