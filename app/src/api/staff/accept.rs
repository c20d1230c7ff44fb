use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Uses up an invitation: the person gives name, address and password, and is signed in.
#[server(prefix = "", endpoint = "/office/invitation")]
pub async fn accept_invitation(
    #[server(default)] token: String,
    #[server(default)] name: String,
    #[server(default)] email: String,
    #[server(default)] new_password: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = AcceptInvitation {
        token,
        name,
        email,
        new_password,
    };
    crate::api::ports::Staff::accept(&*ports, &visit, form).await
}

impl PageForm for AcceptInvitation {
    fn page(&self) -> String {
        crate::routes::with_token("/office/invitation", &self.token)
    }
}
