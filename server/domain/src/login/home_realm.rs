//! Where an e-mail address leads before a password is asked for (spec 02, home realm).

/// What is known when somebody has typed an address. Nothing here tells whether anybody has that address.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct HomeRealmFacts {
    /// The shop has customer accounts.
    pub customer_accounts: bool,
    /// L.
    pub local_sign_in: bool,
    /// The address' domain belongs to a provider that is enabled; it may be hidden.
    pub provider: bool,
}

/// Where the address leads.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum HomeRealm {
    /// 404: the shop has no customer accounts.
    NotFound,
    /// To that provider.
    ToProvider,
    /// On to the password.
    AskPassword,
    /// Nowhere: no provider takes this domain, and there are no passwords.
    Unknown,
}

/// Decides.
pub const fn home_realm(facts: HomeRealmFacts) -> HomeRealm {
    match facts {
        HomeRealmFacts {
            customer_accounts: false,
            ..
        } => HomeRealm::NotFound,
        HomeRealmFacts { provider: true, .. } => HomeRealm::ToProvider,
        HomeRealmFacts {
            local_sign_in: true, ..
        } => HomeRealm::AskPassword,
        HomeRealmFacts { .. } => HomeRealm::Unknown,
    }
}
