use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// What the page after a logout tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// One line for each place, the shop first. Empty when this browser did not just log out.
    pub lines: Vec<ReceiptLine>,
    /// Pages of applications that the browser opens out of sight, so that they sign the person out.
    pub frames: Vec<String>,
    /// Where to sign in again. Names the provider when the Login button would lead back here first.
    pub login: String,
}

/// What is known of one place. Never that a provider's session has ended: a provider may send the browser back
/// although the person stayed signed in there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReceiptLine {
    /// The session in the shop has ended.
    ShopEnded,
    /// The browser came back from the provider.
    CameBackFrom {
        /// Name of the provider.
        provider: String,
    },
    /// The logout was local: the session at the provider stays.
    StillSignedInAt {
        /// Name of the provider.
        provider: String,
    },
    /// The provider could not be asked.
    ProviderUnreachable {
        /// Name of the provider.
        provider: String,
    },
    /// The browser was sent to the provider and has not come back from there.
    ProviderSessionUnknown {
        /// Name of the provider.
        provider: String,
    },
    /// The application was told and confirmed.
    ApplicationTold {
        /// Its name.
        application: String,
    },
    /// The application is being told.
    ApplicationBeingTold {
        /// Its name.
        application: String,
    },
    /// The application did not answer.
    ApplicationSilent {
        /// Its name.
        application: String,
    },
    /// The browser opens the application's page for that.
    ApplicationAsked {
        /// Its name.
        application: String,
    },
    /// The application cannot be told.
    ApplicationNotTold {
        /// Its name.
        application: String,
    },
}

/// What is known after the logout that this browser made last.
#[server(prefix = "", endpoint = "/ui/receipt", input = GetUrl)]
pub async fn read_receipt() -> Reply<Receipt> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Logout::receipt(&*ports, &visit).await
}
