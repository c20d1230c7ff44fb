use crate::api::{Answer, ApiError, PageForm};
use leptos::prelude::*;

/// Saves the rules for new passwords. A ticked checkbox is on; an absent one is off.
#[server(prefix = "", endpoint = "/office/settings/passwords")]
pub async fn save_passwords(
    #[server(default)] version: i64,
    #[server(default)] profile: String,
    #[server(default)] min: String,
    #[server(default)] upper: Option<String>,
    #[server(default)] lower: Option<String>,
    #[server(default)] digit: Option<String>,
    #[server(default)] special: Option<String>,
    #[server(default)] refuse_common: Option<String>,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = SavePasswords {
        version,
        profile,
        min,
        upper,
        lower,
        digit,
        special,
        refuse_common,
    };
    crate::api::ports::Passwords::save(&*ports, &visit, form).await
}

impl PageForm for SavePasswords {}
