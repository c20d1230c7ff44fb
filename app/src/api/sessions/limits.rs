use crate::api::{Answer, ApiError, PageForm, Reply};
use domain::settings::SessionPolicy;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// How long customers stay signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionLimits {
    /// Raised with every change.
    pub version: i64,
    /// The limits.
    pub policy: SessionPolicy,
}

/// Reads the limits.
#[server(prefix = "", endpoint = "/office/ui/session-limits", input = GetUrl)]
pub async fn read_limits() -> Reply<SessionLimits> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Sessions::limits(&*ports, &visit).await
}

/// Saves the limits.
#[server(prefix = "", endpoint = "/office/settings/sessions")]
pub async fn save_limits(
    #[server(default)] version: i64,
    #[server(default)] idle_minutes: String,
    #[server(default)] absolute_hours: String,
    #[server(default)] kept_idle_days: String,
    #[server(default)] kept_absolute_days: String,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = SaveLimits {
        version,
        idle_minutes,
        absolute_hours,
        kept_idle_days,
        kept_absolute_days,
    };
    crate::api::ports::Sessions::save_limits(&*ports, &visit, form).await
}

impl PageForm for SaveLimits {}
