//! What the Login button does (spec 01 §1).

use serde::{Deserialize, Serialize};

use crate::settings::NoWayIn;

/// What there is on the login page.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LoginMode {
    /// The local form.
    LocalForm,
    /// The local form and one button for each provider.
    LocalFormAndProviders,
    /// No page: straight to the only provider.
    StraightToProvider,
    /// One button for each provider.
    ProviderButtons,
}

impl LoginMode {
    /// True if the page has the local form and its handler takes passwords.
    pub const fn has_local_form(self) -> bool {
        matches!(self, Self::LocalForm | Self::LocalFormAndProviders)
    }

    /// True if the page has provider buttons.
    pub const fn has_provider_buttons(self) -> bool {
        matches!(self, Self::LocalFormAndProviders | Self::ProviderButtons)
    }
}

/// The login table. `providers` counts those that are enabled **and** visible.
///
/// # Errors
/// `NoWayIn` for local sign-in off without a provider: `settings::check_change` keeps a shop from getting there.
pub fn mode(local_sign_in: bool, providers: usize) -> Result<LoginMode, NoWayIn> {
    match (local_sign_in, providers) {
        (true, 0) => Ok(LoginMode::LocalForm),
        (true, _) => Ok(LoginMode::LocalFormAndProviders),
        (false, 1) => Ok(LoginMode::StraightToProvider),
        (false, 2..) => Ok(LoginMode::ProviderButtons),
        (false, 0) => Err(NoWayIn),
    }
}

/// What is known when somebody opens `/login`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct LoginFacts {
    /// The shop has customer accounts.
    pub customer_accounts: bool,
    /// L.
    pub local_sign_in: bool,
    /// n: providers that are enabled and visible.
    pub providers: usize,
    /// The link names a provider (`?provider=`) that is enabled; it may be hidden.
    pub named_provider: bool,
    /// A provider that is enabled but hidden has domains: only an address that is typed leads there.
    pub hidden_realm: bool,
    /// The browser has a session already.
    pub signed_in: bool,
    /// The browser has signed out locally from the only provider and has not gone there since.
    pub just_signed_out_locally: bool,
}

/// Where the Login button leads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum LoginButton {
    /// 404: the shop has no customer accounts.
    NotFound,
    /// On to `next`: nothing to do.
    GoOn,
    /// The login page with this on it.
    Page(LoginMode),
    /// To the provider that the link names.
    ToNamedProvider,
    /// To the only provider.
    ToOnlyProvider,
    /// "You are signed out", with a button that names the provider; so nobody is signed straight back in.
    SignedOutFirst,
}

/// What `/login` answers. A link that names an enabled provider opens it directly.
///
/// # Errors
/// `NoWayIn` as for `mode`.
pub fn button(facts: LoginFacts) -> Result<LoginButton, NoWayIn> {
    if !facts.customer_accounts {
        return Ok(LoginButton::NotFound);
    }
    let mode = mode(facts.local_sign_in, facts.providers);
    Ok(match mode {
        _ if facts.signed_in => LoginButton::GoOn,
        _ if facts.named_provider => LoginButton::ToNamedProvider,
        // Straight on, nobody could type the address that leads to the hidden one.
        Ok(LoginMode::StraightToProvider) if facts.hidden_realm => {
            LoginButton::Page(LoginMode::ProviderButtons)
        }
        Ok(LoginMode::StraightToProvider) if facts.just_signed_out_locally => LoginButton::SignedOutFirst,
        Ok(LoginMode::StraightToProvider) => LoginButton::ToOnlyProvider,
        Ok(page) => LoginButton::Page(page),
        Err(no_way_in) => return Err(no_way_in),
    })
}
