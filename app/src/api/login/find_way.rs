use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Finds the way in for an address, before a password is asked for: to the provider that its domain leads to, or on to
/// the password. Tells nothing about whether anybody has that address.
#[server(prefix = "", endpoint = "/login/email")]
pub async fn find_way(
    #[server(default)] email: String,
    #[server(default)] next: Option<String>,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::HomeRealm::find_way(&*ports, &visit, FindWay { email, next }).await
}

impl PageForm for FindWay {
    fn page(&self) -> String {
        crate::routes::with_next("/login", self.next.as_deref())
    }
}
