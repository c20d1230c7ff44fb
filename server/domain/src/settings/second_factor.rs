//! Who must have a second factor.

use super::Policy;
use crate::second_factor::Duty;
use crate::staff::{Role, Roles};
use crate::stored::stored_enum;
use crate::time::Timestamp;
use crate::values::{Date, Fault};
use serde::{Deserialize, Serialize};

stored_enum! {
    /// What the shop asks of customers who sign in with a password.
    pub enum Demand {
        /// No second factor; nobody is asked for one.
        Off = "off",
        /// Whoever wants one sets it up.
        Optional = "optional",
        /// Everybody has one.
        Required = "required",
        /// Everybody has one from a day on; until then they are told.
        RequiredFrom = "required_from",
    }
}

/// For how many days a browser may be remembered; 0 is never.
pub const REMEMBER_DAYS: [u16; 6] = [0, 7, 14, 30, 60, 90];

/// Who must have a second factor, and how much trouble it is.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(default)]
pub struct SecondFactorPolicy {
    /// What is asked of customers.
    pub factor_demand: Demand,
    /// The day from which it is, with [`Demand::RequiredFrom`].
    pub factor_from: Option<Date>,
    /// Whether customers may set up codes by mail; who has done so keeps them.
    pub factor_mail: bool,
    /// For how many days a browser is remembered: one of [`REMEMBER_DAYS`].
    pub factor_remember_days: u16,
    /// The roles of staff who must have one; everybody else of the staff may.
    #[serde(with = "as_text")]
    pub factor_roles: Roles,
}

impl Default for SecondFactorPolicy {
    fn default() -> Self {
        Self {
            factor_demand: Demand::Optional,
            factor_from: None,
            factor_mail: true,
            factor_remember_days: 30,
            factor_roles: Roles::of([Role::Administrator]),
        }
    }
}

impl Policy for SecondFactorPolicy {
    const NAME: &'static str = "second_factor";

    fn fault(&self) -> Option<(&'static str, Fault)> {
        self.check().err()
    }
}

impl SecondFactorPolicy {
    /// What is asked of a customer at this moment.
    pub fn of_customers(&self, now: Timestamp) -> Duty {
        match (self.factor_demand, self.factor_from) {
            (Demand::Off, _) => Duty::Off,
            (Demand::Optional, _) => Duty::Optional,
            (Demand::RequiredFrom, Some(day)) if now < day.begins() => Duty::From(day.begins()),
            (Demand::Required | Demand::RequiredFrom, _) => Duty::Now,
        }
    }

    /// What is asked of a member of staff with these roles.
    pub fn of_staff(&self, roles: &Roles) -> Duty {
        if roles.iter().any(|role| self.factor_roles.has(role)) {
            Duty::Now
        } else {
            Duty::Optional
        }
    }

    /// What an administrator can't mean, with the name of its field.
    ///
    /// # Errors
    /// A day that is missing, or a number of days that is not offered.
    pub fn check(&self) -> Result<(), (&'static str, Fault)> {
        if self.factor_demand == Demand::RequiredFrom && self.factor_from.is_none() {
            return Err(("factor_from", Fault::Required));
        }
        if !REMEMBER_DAYS.contains(&self.factor_remember_days) {
            return Err(("factor_remember_days", Fault::Unknown));
        }
        Ok(())
    }
}

/// Roles as their names with commas between, as they are stored elsewhere.
mod as_text {
    use super::Roles;
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    pub fn serialize<S: Serializer>(roles: &Roles, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(roles)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Roles, D::Error> {
        String::deserialize(from)?.parse().map_err(D::Error::custom)
    }
}
