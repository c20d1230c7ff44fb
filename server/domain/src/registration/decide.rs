//! What registering leads to (spec 01 §2).

use serde::{Deserialize, Serialize};

use super::AccountMatch;
use crate::settings::ShopSettings;
use crate::stored::stored_enum;

stored_enum! {
    /// Where a registration request came from.
    pub enum Entry {
        /// The Register form with a password.
        Form = "form",
        /// The Register form without password fields, while local sign-in was off.
        FormWithoutPassword = "form_without_password",
        /// The first sign-in through a provider.
        Provider = "provider",
    }
}

/// What the Register button opens, and what its handler takes.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FormPlan {
    /// The form with password fields; with `approval` also a message to operations.
    WithPassword {
        /// Operations will decide once the address is proven.
        approval: bool,
    },
    /// The form without password fields, with a message to operations. Always waits for approval.
    WithoutPassword,
    /// No Register button; form and handler answer 404.
    Closed,
}

/// The rows "Register form". `providers` counts those that are enabled and visible.
pub fn form(settings: &ShopSettings, providers: usize) -> FormPlan {
    let open = settings.customer_accounts && settings.local_registration;
    match (open, settings.local_sign_in, providers) {
        (false, ..) => FormPlan::Closed,
        (true, true, _) => FormPlan::WithPassword {
            approval: settings.approval,
        },
        (true, false, 1..) => FormPlan::WithoutPassword,
        (true, false, 0) => FormPlan::Closed,
    }
}

/// What following the link that proves the applicant's address leads to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum AfterProof {
    /// The customer is active and signed in.
    SignIn,
    /// The request waits; operations are told.
    Wait,
}

/// Decides with the settings of the moment the link is followed. A form without password always waits, and so
/// does one with a password if local sign-in has gone off meanwhile, since no password session may begin then.
/// A provider's row is decided again with `matched`, as at its first sign-in.
pub fn after_address_proven(entry: Entry, settings: &ShopSettings, matched: AccountMatch) -> AfterProof {
    let signs_in = match entry {
        Entry::Form => settings.customer_accounts && settings.local_sign_in && !settings.approval,
        Entry::FormWithoutPassword => false,
        Entry::Provider => provider(settings, matched) == ProviderPlan::SignInThenProfile,
    };
    if signs_in {
        AfterProof::SignIn
    } else {
        AfterProof::Wait
    }
}

/// What the first sign-in of an unknown person through a provider leads to.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ProviderPlan {
    /// Account and customer from the claims, a registration request, the page "waiting for approval".
    Wait,
    /// Signed in at once, then My Profile.
    SignInThenProfile,
    /// The shop has no customer accounts: nothing is created.
    Closed,
}

/// The rows "first sign-in through a provider, person unknown". A request that matched an account by a code
/// that the provider does not control waits even if no approval is asked for.
pub fn provider(settings: &ShopSettings, matched: AccountMatch) -> ProviderPlan {
    let at_once = settings.local_registration && !settings.approval;
    match matched {
        _ if !settings.customer_accounts => ProviderPlan::Closed,
        AccountMatch::Matched {
            controlled: false, ..
        } => ProviderPlan::Wait,
        _ if at_once => ProviderPlan::SignInThenProfile,
        _ => ProviderPlan::Wait,
    }
}

/// Where the link in an approval mail finishes when there is no password.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum FinishAt {
    /// Through the only provider.
    Provider,
    /// On the login page, to choose one.
    LoginPage,
    /// By a password that the person sets: no provider is left, so the shop lets people sign in with one.
    NewPassword,
}

/// Decides with the providers that are enabled and visible when the link is opened.
pub const fn approval_link(providers: usize) -> FinishAt {
    match providers {
        0 => FinishAt::NewPassword,
        1 => FinishAt::Provider,
        _ => FinishAt::LoginPage,
    }
}
