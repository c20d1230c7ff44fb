//! What surrounds every page: who is here, in which language, and what the header offers. Decided by the server
//! for each page load and handed to the browser with the page.

use super::{
    consent::ClientFace,
    sessions::{SessionClock, SignedOut},
};
use domain::values::{Language, ReturnTo};
use serde::{Deserialize, Serialize};

/// The facts around one page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// The page's language.
    pub language: Language,
    /// Name of the shop, as the operator writes it.
    pub shop_name: String,
    /// Path and query that the server rendered, for the way back.
    pub path: String,
    /// Whether the header offers to sign in; what the button leads to is decided by `/login` itself.
    pub login: bool,
    /// Whether a Register button is shown.
    pub registration: bool,
    /// The customer who is signed in.
    pub customer: Option<CustomerBadge>,
    /// Why nobody is signed in any more, when a limit of the session was reached with this very page.
    pub signed_out: Option<SignedOut>,
    /// The staff member who is signed in to the back office.
    pub staff: Option<StaffBadge>,
    /// Id of this request, to tell to support.
    pub request_id: String,
    /// A page to show instead of the one at the path.
    pub screen: Option<Screen>,
    /// Pictures of the page frame by name, with their hashed addresses.
    pub pictures: Vec<(String, String)>,
}

impl Frame {
    /// Address of a picture of the page frame, such as `hero`.
    pub fn picture(&self, name: &str) -> String {
        self.pictures
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, url)| url.clone())
            .unwrap_or_default()
    }
}

/// A signed-in customer, as the header shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CustomerBadge {
    /// Given and family name.
    pub name: String,
    /// The address, if there is one.
    pub email: Option<String>,
    /// Whether the current terms are still to be accepted.
    pub terms_due: bool,
    /// Whether there is a way in beside the password, so that there are login options to look at.
    pub login_options: bool,
    /// Whether there are applications that the customer may sign in to, or let know something.
    pub applications: bool,
    /// What is left of the session.
    pub clock: SessionClock,
    /// Name of the provider when Logout asks *locally or globally*; none when it is local at once.
    pub global_logout: Option<String>,
}

/// A signed-in staff member, as the office's header shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffBadge {
    /// Name.
    pub name: String,
    /// May decide registration requests.
    pub decides: bool,
    /// May change settings and providers.
    pub administers: bool,
    /// Registration requests that wait for a decision.
    pub waiting: u32,
}

/// Pages that an address alone does not lead to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Screen {
    /// 404.
    NotFound,
    /// 403.
    Forbidden,
    /// 413.
    TooLarge,
    /// 400.
    Malformed,
    /// 429.
    TooManyRequests,
    /// 503: the database is away.
    Unavailable,
    /// 503: too many sign-ins at once.
    Busy,
    /// 500.
    Internal,
    /// The provider sign-in did not work out.
    ProviderFault {
        /// Why.
        fault: ProviderFault,
        /// Where the person wanted to go, a path of ours.
        next: Option<String>,
        /// The client that waits for them: its name, and the path where it hears that they gave up.
        client: Option<(String, String)>,
    },
    /// A registration request waits for a decision.
    Waiting {
        /// Path of the request's private status page, when the person may see it.
        status: Option<String>,
    },
    /// A link to prove the address is under way.
    CheckMail,
    /// The request was rejected within its 30 days.
    Declined {
        /// The day.
        on: Option<String>,
        /// Address of operations.
        contact: Option<String>,
    },
    /// The account is disabled.
    Closed {
        /// Address of operations.
        contact: Option<String>,
    },
    /// A page that goes on by itself, to where it is decided what comes next.
    GoOn {
        /// Where to, a path of ours.
        to: String,
        /// The client whose flow it is.
        client: ClientFace,
    },
    /// A page that goes on by itself, out of the origin or to where that happens.
    Leave {
        /// Where to.
        to: String,
        /// Whom it leads to.
        whom: Whom,
        /// Pages of applications that the browser opens on the way, so that they sign the person out.
        frames: Vec<String>,
    },
    /// The request of a client is answered, or its time is over. 404.
    FlowOver,
    /// A client asked for what can't be done, and where that may be told is not proven. 400.
    ClientFault {
        /// `error` of the standard.
        error: String,
        /// `error_description`, in English, for those who made the client.
        description: String,
        /// Name of the client that the request names, if there is one.
        client: Option<String>,
        /// Where the request wants its answer, as it came.
        redirect_uri: Option<String>,
    },
    /// A client wants the person signed out, and has not shown that the session is its own.
    ConfirmLogout {
        /// The client, if it is known.
        client: Option<ClientFace>,
    },
}

impl Screen {
    /// The page of a provider sign-in that did not work out.
    pub fn provider_fault(fault: ProviderFault) -> Self {
        Self::ProviderFault {
            fault,
            next: None,
            client: None,
        }
    }

    /// The same page, where it leads on to another attempt: on the way to `wanted`, if that may be followed.
    pub fn on_the_way_to(self, wanted: Option<&str>) -> Self {
        match self {
            Self::ProviderFault { fault, client, .. } => Self::ProviderFault {
                fault,
                next: wanted.and_then(ReturnTo::parse).map(String::from),
                client,
            },
            other => other,
        }
    }
}

/// Whom a page leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whom {
    /// A provider, by its name.
    Provider(String),
    /// A client.
    Client(ClientFace),
}

/// What went wrong between us and a provider, as a person needs to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProviderFault {
    /// The person said no, or the provider did (`access_denied`).
    Denied,
    /// The attempt is used up, too old, or of another browser.
    Expired,
    /// The provider can't be reached or is too slow.
    Unreachable,
    /// The provider's answer does not hold what it must.
    BadAnswer,
    /// There is no such provider, or it is switched off.
    NotOffered,
    /// The identity is connected to somebody else.
    ConnectedElsewhere,
}
