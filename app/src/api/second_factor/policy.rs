use crate::api::{Answer, ApiError, PageForm, Reply};
use domain::settings::SecondFactorPolicy;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// Who must have a second factor.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorSettings {
    /// Raised with every change.
    pub version: i64,
    /// The settings.
    pub policy: SecondFactorPolicy,
}

/// Reads the settings.
#[server(prefix = "", endpoint = "/office/ui/settings/second-factor", input = GetUrl)]
pub async fn read_factor_settings() -> Reply<FactorSettings> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::SecondFactor::settings(&*ports, &visit).await
}

/// Saves the settings. A ticked checkbox is on; an absent one is off.
#[server(prefix = "", endpoint = "/office/settings/second-factor")]
pub async fn save_factor_settings(
    #[server(default)] version: i64,
    #[server(default)] factor_demand: String,
    #[server(default)] factor_from: String,
    #[server(default)] factor_mail: Option<String>,
    #[server(default)] factor_remember_days: String,
    #[server(default)] role_operations: Option<String>,
    #[server(default)] role_administrator: Option<String>,
    #[server(default)] role_auditor: Option<String>,
) -> Result<Answer, ApiError> {
    let (ports, visit) = crate::api::ports::here()?;
    let form = SaveFactorSettings {
        version,
        factor_demand,
        factor_from,
        factor_mail,
        factor_remember_days,
        role_operations,
        role_administrator,
        role_auditor,
    };
    crate::api::ports::SecondFactor::save_settings(&*ports, &visit, form).await
}

impl PageForm for SaveFactorSettings {}
