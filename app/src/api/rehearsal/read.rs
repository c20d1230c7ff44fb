use super::Report;
use crate::api::Reply;
use domain::ids::ProviderId;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// The page of a provider's rehearsals.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rehearsal {
    /// The provider.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What the last rehearsal of this member of staff in this browser found, within the hour.
    pub report: Option<Report>,
}

/// The last rehearsal at a provider.
#[server(prefix = "", endpoint = "/office/ui/rehearsal", input = GetUrl)]
pub async fn read_rehearsal(id: ProviderId) -> Reply<Rehearsal> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Rehearsals::read(&*ports, &visit, id).await
}
