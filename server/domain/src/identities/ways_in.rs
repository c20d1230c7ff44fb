//! The ways in that one customer has, and which of them may go (spec 02, "Connected logins").

use crate::ids::IdentityId;

/// An identity that is connected to the customer.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Connected {
    /// The identity.
    pub id: IdentityId,
    /// Its provider.
    pub provider: Reach,
}

/// How a provider is reached.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Reach {
    /// It signs people in.
    pub enabled: bool,
    /// It has a button.
    pub visible: bool,
    /// Addresses at some domains lead to it.
    pub domains: bool,
}

impl Reach {
    /// Whether customers find their way through it. The statements of `storage::customers::ways_in` say the same.
    pub const fn lets_in(self) -> bool {
        self.enabled && (self.visible || self.domains)
    }
}

/// One way in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum WayIn {
    /// The local password.
    Password,
    /// A connected identity.
    Identity(IdentityId),
}

/// Every way in that the customer has, read after the customer's row was locked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct WaysIn<'a> {
    /// L.
    pub local_sign_in: bool,
    /// There is a password.
    pub password: bool,
    /// What is connected.
    pub identities: &'a [Connected],
}

/// Why a way in stays.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, thiserror::Error)]
pub enum Kept {
    /// The customer does not have it.
    #[error("there is no such way in")]
    NotThere,
    /// Nothing else would let the customer in.
    #[error("it is the last way in")]
    LastWayIn,
}

impl WaysIn<'_> {
    /// Whether the customer has it, usable or not.
    fn has(&self, way: WayIn) -> bool {
        match way {
            WayIn::Password => self.password,
            WayIn::Identity(id) => self.identities.iter().any(|identity| identity.id == id),
        }
    }

    /// Whether a customer can find this way: the password counts while local sign-in is on, an identity while its
    /// provider lets people in.
    fn opens_without(&self, gone: WayIn) -> bool {
        let password = self.password && self.local_sign_in && gone != WayIn::Password;
        let provider =
            |identity: &Connected| identity.provider.lets_in() && gone != WayIn::Identity(identity.id);
        password || self.identities.iter().any(provider)
    }
}

/// Whether a way in may go: another one that works must be left.
///
/// # Errors
/// Why it stays.
pub fn disconnect(ways: &WaysIn<'_>, way: WayIn) -> Result<(), Kept> {
    if !ways.has(way) {
        Err(Kept::NotThere)
    } else if ways.opens_without(way) {
        Ok(())
    } else {
        Err(Kept::LastWayIn)
    }
}
