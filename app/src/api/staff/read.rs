use super::StaffRow;
use crate::api::{Reply, settings::HistoryRow};
use domain::ids::StaffId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// One member of staff. Moments are in the page's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffDetail {
    /// What the list shows too.
    pub row: StaffRow,
    /// Raised by every change of the access.
    pub version: i64,
    /// Language of their mails, by its own name.
    pub language: String,
    /// Since when the person works here.
    pub since: String,
    /// Sessions that are open now, the one used last first.
    pub sessions: Vec<StaffSession>,
    /// What was done to the person's access, the newest first.
    pub history: Vec<HistoryRow>,
    /// Whether this member of staff may change all that.
    pub may_edit: bool,
}

/// An open session of the back office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffSession {
    /// Its id, to end it.
    pub id: String,
    /// Browser and system, as far as they are known; else empty.
    pub browser: String,
    /// From which address it began.
    pub requester: String,
    /// When it began.
    pub began: String,
    /// When it was used last.
    pub last_used: String,
}

/// One member of staff; `NotFound` when there is none.
#[server(prefix = "", endpoint = "/office/ui/staff-member", input = GetUrl)]
pub async fn read_staff(id: StaffId) -> Reply<StaffDetail> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::StaffMembers::read(&*ports, &visit, id).await
}
