use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Makes a new secret for a client. `overlap` says how long those before still work, `domain::clients::Overlap`.
#[server(prefix = "", endpoint = "/office/clients/secret")]
pub async fn make_secret(
    #[server(default)] id: String,
    #[server(default)] version: i64,
    #[server(default)] overlap: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = MakeSecret { id, version, overlap };
    crate::api::ports::Clients::make_secret(&*ports, &visit, form).await
}

impl PageForm for MakeSecret {
    fn page(&self) -> String {
        crate::routes::by_id("/office/clients", &self.id)
    }
}

/// The new secret is noted; it is shown no more.
#[server(prefix = "", endpoint = "/office/clients/secret/noted")]
pub async fn note_secret(#[server(default)] id: String) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Clients::note_secret(&*ports, &visit, NoteSecret { id }).await
}

impl PageForm for NoteSecret {
    fn page(&self) -> String {
        crate::routes::by_id("/office/clients", &self.id)
    }
}
