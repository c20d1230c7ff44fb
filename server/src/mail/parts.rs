//! What mails tell besides texts: how the person goes on, and whom a link concerns.

use domain::ids::{CustomerId, RequestId, StaffId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What was done to somebody's access to the back office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccessChange {
    /// Other roles.
    Roles,
    /// No access any more.
    Closed,
    /// Access again.
    Opened,
    /// Sessions were ended.
    SignedOut,
}

/// What happened to a second factor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorChange {
    /// A method was set up.
    SetUp,
    /// One of two methods was taken away.
    MethodDropped,
    /// It was turned off.
    TurnedOff,
    /// Staff took it away.
    Reset,
    /// There are new recovery codes.
    NewCodes,
    /// A recovery code was used to sign in.
    CodeUsed,
}

/// How an approved applicant goes on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// With the password from the registration.
    SignIn,
    /// Through a provider, by a link; the identity that comes through it becomes connected.
    Finish {
        /// Whose registration the link finishes.
        link: LinkSubject,
        /// Label of the provider when there is exactly one; else the link lets the person choose.
        provider: Option<String>,
    },
}

/// A way in that works after another one went away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WayInNext {
    /// A password, which the page of the forgotten ones lets everybody set.
    Password,
    /// A provider; the identity that comes through the link becomes connected.
    Provider {
        /// Whose account.
        link: LinkSubject,
        /// Name of the provider when there is exactly one; else the link lets the person choose.
        provider: Option<String>,
    },
}

/// Whom or what a link is about: the columns of `links` that do not follow from the mail itself.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct LinkSubject {
    /// The customer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub customer_id: Option<CustomerId>,
    /// The registration request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<RequestId>,
    /// The person of the back office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub staff_id: Option<StaffId>,
    /// What else the handler of the link needs, such as the way back. No secrets.
    #[serde(skip_serializing_if = "Value::is_null")]
    pub payload: Value,
}
