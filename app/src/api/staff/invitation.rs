use crate::api::Reply;
use domain::password::Rules;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// A one-time invitation to the back office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Invitation {
    /// Whether it still works.
    pub open: bool,
    /// The address it was made for; none for the first administrator, who gives one.
    pub email: Option<String>,
    /// What a password must be.
    pub password: Rules,
}

/// Looks at an invitation without using it up.
#[server(prefix = "", endpoint = "/office/ui/invitation", input = GetUrl)]
pub async fn read_invitation(token: String) -> Reply<Invitation> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Staff::invitation(&*ports, &visit, token).await
}
