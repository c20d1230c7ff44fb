//! The mails that Portico sends, each with what it needs to be rendered later.

use domain::approvals::RejectionReason;
use domain::ids::{ProviderId, RequestId};
use domain::staff::Roles;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use storage::links::Purpose;

use super::parts::{AccessChange, FactorChange, LinkSubject, Next, WayInNext};

/// A mail as it is queued: the variant is the template, its fields are the parameters. Holds no links and no secrets;
/// those are made when the mail is sent. `name` is what the greeting uses and may be empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "template", content = "params", rename_all = "snake_case")]
pub enum Mail {
    /// Proves the address of a new customer.
    Activate {
        /// Given name.
        name: String,
        /// Whom the link activates.
        link: LinkSubject,
    },
    /// Tells the owner of a known address that somebody wanted to register with it.
    AddressKnown {
        /// Given name.
        name: String,
        /// Whether there is a password that can be set anew.
        reset: bool,
    },
    /// Lets a customer set a new password.
    Reset {
        /// Given name.
        name: String,
        /// Whose password.
        link: LinkSubject,
        /// Whether staff sent it, unasked.
        #[serde(default)]
        by_staff: bool,
    },
    /// Tells the applicant that operations will decide, and where to look.
    RequestReceived {
        /// Given name.
        name: String,
        /// The request whose status page is linked.
        request: RequestId,
    },
    /// Tells operations about a new registration request.
    RequestNew {
        /// The request.
        request: RequestId,
        /// Full name of the applicant.
        applicant: String,
        /// Company, if one was given.
        company: Option<String>,
        /// Address, if one is known.
        email: Option<String>,
    },
    /// Tells operations what is wrong with a provider, or soon will be.
    ProviderWarning {
        /// Its name.
        provider: String,
        /// Its page in the back office.
        id: ProviderId,
        /// Name of the warning, `domain::providers::Warning::name`.
        warning: String,
        /// Its day, or the day since when it is so: `2027-01-31`.
        day: String,
    },
    /// Tells the applicant that operations said yes, and how to go on.
    Approved {
        /// Given name.
        name: String,
        /// How to go on.
        next: Next,
    },
    /// Tells the applicant that operations said no.
    Rejected {
        /// Given name.
        name: String,
        /// The request whose status page is linked.
        request: RequestId,
        /// Why, as a sentence of the shop.
        #[serde(default)]
        code: Option<RejectionReason>,
        /// Why, in the words of operations.
        reason: Option<String>,
    },
    /// Proves an address that a provider brought or a person typed.
    ProveAddress {
        /// Given name.
        name: String,
        /// What the proof is for; the payload binds it to issuer and subject.
        link: LinkSubject,
    },
    /// Tells a customer that the password was changed.
    PasswordChanged {
        /// Given name.
        name: String,
    },
    /// Tells a customer of a sign-in with a browser that they have not used before.
    NewDevice {
        /// Given name.
        name: String,
        /// Browser and system, if they are known ones.
        device: Option<String>,
        /// The address that the sign-in came from.
        requester: String,
        /// When, in the mail's language.
        when: String,
    },
    /// Tells that a password set by somebody who never proved the address is gone: its owner came through a provider.
    PasswordDropped {
        /// Given name.
        name: String,
        /// Label of the provider.
        provider: String,
    },
    /// Proves the address that a customer wants instead of the present one.
    ChangeAddress {
        /// Given name.
        name: String,
        /// Whose address; the payload binds it to the present address and password.
        link: LinkSubject,
    },
    /// Tells the owner of the old address that the account has another one.
    AddressChanged {
        /// Given name.
        name: String,
        /// The new address.
        address: String,
    },
    /// Tells the old address that the customer's address follows a provider, and is another one now.
    AddressFollowed {
        /// Given name.
        name: String,
        /// Name of the provider.
        provider: String,
        /// The new address.
        address: String,
    },
    /// Tells operations that a provider says another address than the customer has, and that nothing was changed.
    AddressDiffers {
        /// Full name of the customer.
        person: String,
        /// The customer's number.
        number: i64,
        /// Name of the provider.
        provider: String,
        /// The address that the provider says.
        address: String,
        /// The address that the customer has.
        kept: Option<String>,
    },
    /// Tells a customer that they can sign in through a provider from now on.
    LoginConnected {
        /// Given name.
        name: String,
        /// Name of the provider.
        provider: String,
    },
    /// Tells a customer that they can't sign in through a provider any more.
    LoginDisconnected {
        /// Given name.
        name: String,
        /// Name of the provider.
        provider: String,
    },
    /// Tells a customer that a client may know nothing of them any more.
    ApplicationRevoked {
        /// Given name.
        name: String,
        /// Name of the client.
        client: String,
    },
    /// Tells a customer that the password was taken away.
    PasswordRemoved {
        /// Given name.
        name: String,
    },
    /// Tells a customer that staff closed the account.
    AccountClosed {
        /// Given name.
        name: String,
    },
    /// Tells a customer that the closed account is open again.
    AccountOpened {
        /// Given name.
        name: String,
    },
    /// Brings the code for the second step of a sign-in; the code is made when the mail is sent.
    SecondFactorCode {
        /// Given name.
        name: String,
    },
    /// Tells that the second factor was changed, or a recovery code was used.
    SecondFactorChanged {
        /// Given name; the whole name of staff.
        name: String,
        /// What happened.
        change: FactorChange,
        /// Whether it is about the back office.
        staff: bool,
    },
    /// Invites a customer whose last way in goes away to another one.
    WayIn {
        /// Given name.
        name: String,
        /// The other way.
        next: WayInNext,
    },
    /// Tells a member of staff that an administrator changed their access.
    StaffAccessChanged {
        /// Whole name.
        name: String,
        /// Name of the administrator.
        by: String,
        /// What was done.
        change: AccessChange,
        /// What the person may do now.
        roles: Roles,
    },
    /// Invites a person to the back office.
    StaffInvitation {
        /// Whole name.
        name: String,
        /// Whom the link lets in.
        link: LinkSubject,
    },
}

/// A queued row that is no mail of this version.
#[derive(Debug, thiserror::Error)]
#[error("mail {template:?}: {error}")]
pub struct UnknownMail {
    template: String,
    error: serde_json::Error,
}

impl Mail {
    /// The template's name, as in the registry and in the column `template`.
    pub fn template(&self) -> &'static str {
        match self {
            Mail::Activate { .. } => "activate",
            Mail::AddressKnown { .. } => "address_known",
            Mail::Reset { .. } => "reset",
            Mail::RequestReceived { .. } => "request_received",
            Mail::RequestNew { .. } => "request_new",
            Mail::ProviderWarning { .. } => "provider_warning",
            Mail::Approved { .. } => "approved",
            Mail::Rejected { .. } => "rejected",
            Mail::ProveAddress { .. } => "prove_address",
            Mail::PasswordChanged { .. } => "password_changed",
            Mail::NewDevice { .. } => "new_device",
            Mail::PasswordDropped { .. } => "password_dropped",
            Mail::ChangeAddress { .. } => "change_address",
            Mail::AddressChanged { .. } => "address_changed",
            Mail::AddressFollowed { .. } => "address_followed",
            Mail::AddressDiffers { .. } => "address_differs",
            Mail::LoginConnected { .. } => "login_connected",
            Mail::LoginDisconnected { .. } => "login_disconnected",
            Mail::ApplicationRevoked { .. } => "application_revoked",
            Mail::PasswordRemoved { .. } => "password_removed",
            Mail::AccountClosed { .. } => "account_closed",
            Mail::AccountOpened { .. } => "account_opened",
            Mail::SecondFactorCode { .. } => "second_factor_code",
            Mail::SecondFactorChanged { .. } => "second_factor_changed",
            Mail::WayIn { .. } => "way_in",
            Mail::StaffAccessChanged { .. } => "staff_access_changed",
            Mail::StaffInvitation { .. } => "staff_invitation",
        }
    }

    /// The parameters for the column `params`: a JSON object.
    pub fn params(&self) -> Value {
        let mut whole = serde_json::to_value(self).unwrap_or_default();
        whole.get_mut("params").map(Value::take).unwrap_or_default()
    }

    /// The mail of a queued row.
    ///
    /// # Errors
    /// When the template is unknown or a parameter is missing: the row comes from another version.
    pub fn parse(template: &str, params: &Value) -> Result<Mail, UnknownMail> {
        serde_json::from_value(serde_json::json!({ "template": template, "params": params })).map_err(
            |error| UnknownMail {
                template: template.to_owned(),
                error,
            },
        )
    }

    /// The single-use link that the mail carries.
    pub fn link(&self) -> Option<(Purpose, &LinkSubject)> {
        match self {
            Mail::Activate { link, .. } => Some((Purpose::Activate, link)),
            Mail::Reset { link, .. } => Some((Purpose::Reset, link)),
            Mail::Approved {
                next: Next::Finish { link, .. },
                ..
            } => Some((Purpose::Finish, link)),
            Mail::ProveAddress { link, .. } => Some((Purpose::ProveAddress, link)),
            Mail::ChangeAddress { link, .. } => Some((Purpose::ChangeAddress, link)),
            Mail::WayIn {
                next: WayInNext::Provider { link, .. },
                ..
            } => Some((Purpose::Finish, link)),
            Mail::StaffInvitation { link, .. } => Some((Purpose::StaffInvitation, link)),
            Mail::AddressKnown { .. }
            | Mail::RequestReceived { .. }
            | Mail::RequestNew { .. }
            | Mail::ProviderWarning { .. }
            | Mail::Approved {
                next: Next::SignIn, ..
            }
            | Mail::Rejected { .. }
            | Mail::PasswordChanged { .. }
            | Mail::NewDevice { .. }
            | Mail::PasswordDropped { .. }
            | Mail::AddressChanged { .. }
            | Mail::AddressFollowed { .. }
            | Mail::AddressDiffers { .. }
            | Mail::LoginConnected { .. }
            | Mail::LoginDisconnected { .. }
            | Mail::ApplicationRevoked { .. }
            | Mail::PasswordRemoved { .. }
            | Mail::AccountClosed { .. }
            | Mail::AccountOpened { .. }
            | Mail::SecondFactorCode { .. }
            | Mail::StaffAccessChanged { .. }
            | Mail::SecondFactorChanged { .. }
            | Mail::WayIn {
                next: WayInNext::Password,
                ..
            } => None,
        }
    }

    /// The registration request whose status page the mail links to.
    pub fn status_page(&self) -> Option<RequestId> {
        match self {
            Mail::RequestReceived { request, .. } | Mail::Rejected { request, .. } => Some(*request),
            Mail::Activate { link, .. } => link.request_id,
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queued_mail_is_read_back() {
        let link = LinkSubject {
            payload: serde_json::json!({ "return_to": "/offers/yoga" }),
            ..Default::default()
        };
        let mail = Mail::Approved {
            name: "Ada".into(),
            next: Next::Finish { link, provider: None },
        };
        assert_eq!(Mail::parse(mail.template(), &mail.params()).unwrap(), mail);
        let mail = Mail::AddressKnown {
            name: String::new(),
            reset: true,
        };
        assert_eq!(mail.params(), serde_json::json!({ "name": "", "reset": true }));
        assert_eq!(Mail::parse(mail.template(), &mail.params()).unwrap(), mail);
    }

    #[test]
    fn rows_of_another_version_are_refused() {
        assert!(Mail::parse("activate", &serde_json::json!({})).is_err());
        assert!(Mail::parse("birthday", &serde_json::json!({ "name": "" })).is_err());
    }
}
