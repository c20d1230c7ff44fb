//! Typed ids: UUID version 7 (RFC 9562 §5.7), so that they sort by the moment they were made.

use crate::time::Timestamp;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

macro_rules! id {
    ($($(#[$meta:meta])* $name:ident,)+) => {$(
        $(#[$meta])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id from the moment it is made and ten random octets.
            pub fn new(now: Timestamp, random: [u8; 10]) -> Self {
                let millis = u64::try_from(now.as_millis()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
            }

            /// The UUID inside.
            pub const fn uuid(self) -> Uuid {
                self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.as_hyphenated(), f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.as_hyphenated())
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                // Only the spelling that `Display` writes: an id has one text.
                let id = Uuid::try_parse(text).map_err(|_| NotAnId)?;
                if id.as_hyphenated().encode_lower(&mut Uuid::encode_buffer()) == text { Ok(Self(id)) } else { Err(NotAnId) }
            }
        }
    )+};
}

/// A text that is not an id in lower-case hyphenated form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an id")]
pub struct NotAnId;

id! {
    /// A person who can sign in to the storefront.
    CustomerId,
    /// A role of customers.
    RoleId,
    /// A business or a household that customers belong to.
    AccountId,
    /// One (provider, issuer, subject) connected to a customer.
    IdentityId,
    /// A foreign OpenID provider.
    ProviderId,
    /// A customer's session.
    SessionId,
    /// A registration request.
    RequestId,
    /// A person who works in the back office.
    StaffId,
    /// A staff session.
    StaffSessionId,
    /// A mail in the outbox.
    MailId,
    /// Something that the shop offers.
    OfferId,
    /// A single-use link that left in a mail.
    LinkId,
    /// A browser's trip to a provider, for a sign-in or a logout.
    AttemptId,
    /// The second step of a sign-in, or setting up a second factor.
    FactorStepId,
    /// A browser that is not asked for the second factor for a while.
    RememberedBrowserId,
    /// Customers who are invited to another way in.
    InvitationId,
    /// A line of the history.
    HistoryId,
    /// An application whose users sign in here; its `client_id`.
    ClientId,
    /// A secret of such an application.
    ClientSecretId,
    /// What a person gave an application: a code, and all tokens that came of it.
    GrantId,
}
