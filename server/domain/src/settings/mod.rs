//! What an administrator can change while the shop runs, and the change that is refused.

mod bot_check;
mod email_domains;
mod lockout;
mod passwords;
mod policy;
mod second_factor;
mod sessions;

pub use bot_check::{BotCheck, BotCheckMethod, RecaptchaSecret, recaptcha_key};
pub use email_domains::EmailDomains;
pub use lockout::{Consent, NoWayIn, OtherWay, check_change, consent, other_way};
pub use passwords::PasswordPolicy;
pub use policy::Policy;
pub use second_factor::{Demand, REMEMBER_DAYS, SecondFactorPolicy};
pub use sessions::SessionPolicy;

use serde::{Deserialize, Serialize};

/// The switches that decide who comes in. All are on in a new shop; a change takes effect on the next request.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct ShopSettings {
    /// Off: login, registration and `/account` answer 404, and the shop sells to guests.
    pub customer_accounts: bool,
    /// L: customers may sign in with a password.
    pub local_sign_in: bool,
    /// R: people may register by themselves.
    pub local_registration: bool,
    /// A: operations must approve a registration.
    pub approval: bool,
}

impl Default for ShopSettings {
    fn default() -> Self {
        Self {
            customer_accounts: true,
            local_sign_in: true,
            local_registration: true,
            approval: true,
        }
    }
}
