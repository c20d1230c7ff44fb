//! Roles and permissions of staff. What is not named here is denied.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::UnknownValue;
use crate::stored::stored_enum;

stored_enum! {
    /// What a member of staff is.
    pub enum Role {
        /// Decides requests and looks after customers.
        Operations = "operations",
        /// Settings, providers, staff.
        Administrator = "administrator",
        /// Reads all, changes nothing.
        Auditor = "auditor",
    }
}

stored_enum! {
    /// Something that a handler asks leave for.
    pub enum Permission {
        /// See the queue and one request.
        SeeRequests = "see_requests",
        /// Approve, reject, undo.
        DecideRequests = "decide_requests",
        /// See customers and accounts.
        SeeCustomers = "see_customers",
        /// Create, edit, disable customers and accounts.
        EditCustomers = "edit_customers",
        /// See the providers, never their secrets.
        SeeProviders = "see_providers",
        /// Create, edit, enable, hide, delete providers.
        EditProviders = "edit_providers",
        /// See the clients, never their secrets.
        SeeClients = "see_clients",
        /// Create, edit, switch off, delete clients, and give them secrets.
        EditClients = "edit_clients",
        /// See the settings.
        SeeSettings = "see_settings",
        /// Change the settings.
        EditSettings = "edit_settings",
        /// See the history.
        SeeHistory = "see_history",
        /// See the mails that left or wait, never their links.
        SeeMails = "see_mails",
        /// Send a mail again.
        ResendMails = "resend_mails",
        /// See the staff.
        SeeStaff = "see_staff",
        /// Invite, edit, disable staff.
        EditStaff = "edit_staff",
    }
}

/// Whether the role has the permission.
pub const fn allows(role: Role, permission: Permission) -> bool {
    use Permission as P;

    match role {
        Role::Operations => matches!(
            permission,
            P::SeeRequests
                | P::DecideRequests
                | P::SeeCustomers
                | P::EditCustomers
                | P::SeeProviders
                | P::SeeClients
                | P::SeeHistory
                | P::SeeMails
                | P::ResendMails
        ),
        Role::Administrator => matches!(
            permission,
            P::SeeRequests
                | P::SeeCustomers
                | P::SeeProviders
                | P::EditProviders
                | P::SeeClients
                | P::EditClients
                | P::SeeSettings
                | P::EditSettings
                | P::SeeHistory
                | P::SeeMails
                | P::ResendMails
                | P::SeeStaff
                | P::EditStaff
        ),
        Role::Auditor => matches!(
            permission,
            P::SeeRequests
                | P::SeeCustomers
                | P::SeeProviders
                | P::SeeClients
                | P::SeeSettings
                | P::SeeHistory
                | P::SeeMails
                | P::SeeStaff
        ),
    }
}

/// The roles of one member of staff, stored as their names with commas between, in a fixed order.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Roles(BTreeSet<Role>);

impl Roles {
    /// The set of these roles.
    pub fn of(roles: impl IntoIterator<Item = Role>) -> Self {
        Self(roles.into_iter().collect())
    }

    /// True if this role is among them.
    pub fn has(&self, role: Role) -> bool {
        self.0.contains(&role)
    }

    /// True if one of them has the permission. Nobody without a role has any.
    pub fn allow(&self, permission: Permission) -> bool {
        self.0.iter().any(|role| allows(*role, permission))
    }

    /// The roles, in order.
    pub fn iter(&self) -> impl Iterator<Item = Role> + '_ {
        self.0.iter().copied()
    }

    /// True for somebody who may do nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Display for Roles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (i, role) in self.0.iter().enumerate() {
            if i > 0 {
                f.write_str(",")?;
            }
            f.write_str(role.as_str())?;
        }
        Ok(())
    }
}

impl FromStr for Roles {
    type Err = UnknownValue;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.split(',')
            .filter(|name| !name.is_empty())
            .map(str::parse)
            .collect::<Result<_, _>>()
            .map(Self)
    }
}
