//! Whose second factor it is.

use crate::UnknownValue;
use crate::ids::{CustomerId, StaffId};
use std::fmt;
use std::str::FromStr;

/// A customer or a member of staff; both have the same kind of factor. Stored as `customer:<id>` or `staff:<id>`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Owner {
    /// A customer.
    Customer(CustomerId),
    /// A member of staff.
    Staff(StaffId),
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Customer(id) => write!(f, "customer:{id}"),
            Self::Staff(id) => write!(f, "staff:{id}"),
        }
    }
}

impl FromStr for Owner {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let owner = match text.split_once(':') {
            Some(("customer", id)) => id.parse().ok().map(Self::Customer),
            Some(("staff", id)) => id.parse().ok().map(Self::Staff),
            _ => None,
        };
        owner.ok_or_else(|| UnknownValue::new("Owner", text))
    }
}
