use crate::api::{Answer, ApiError, PageForm, Reply};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// Decides the requests that were ticked, each for itself. `ids` are `id.version`; `back` is the list with its filter.
#[server(prefix = "", endpoint = "/office/requests/decisions")]
pub async fn decide_many(
    #[server(default)] ids: Vec<String>,
    #[server(default)] decision: String,
    #[server(default)] code: String,
    #[server(default)] reason: String,
    #[server(default)] back: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = DecideMany {
        ids,
        decision,
        code,
        reason,
        back,
    };
    crate::api::ports::Approvals::decide_many(&*ports, &visit, form).await
}

impl PageForm for DecideMany {
    fn page(&self) -> String {
        crate::routes::queue(&self.back)
    }
}

/// What became of one of several requests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ResultRow {
    /// The address is `/office/requests/{id}`.
    pub id: String,
    /// Name of the person.
    pub name: String,
    /// What became of it.
    pub result: RowResult,
}

/// What became of it. Moments are written in the page's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowResult {
    /// Approved now.
    Approved,
    /// Rejected now.
    Rejected,
    /// Somebody had decided before.
    Before {
        /// Who.
        by: String,
        /// When.
        at: String,
    },
    /// Its applicant had withdrawn it.
    Withdrawn {
        /// When.
        at: String,
    },
    /// Its time was over.
    Expired {
        /// When.
        at: String,
    },
    /// Its address is not proven.
    Unproven,
    /// Not decided: it says something else than before, or something went wrong. It still waits.
    Waiting,
}

/// Requests that were decided together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Together {
    /// Their ids, with commas between.
    pub ids: String,
    /// The moment, in milliseconds.
    pub at: i64,
}

/// What became of each of them.
#[server(prefix = "", endpoint = "/office/ui/request-results", input = GetUrl)]
pub async fn read_results(#[server(default)] together: Together) -> Reply<Vec<ResultRow>> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Approvals::results(&*ports, &visit, together).await
}
