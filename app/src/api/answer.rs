//! What a form or a query is answered: one closed vocabulary for pages with and without JavaScript.

use domain::values::Fault;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use server_fn::{
    ServerFn,
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};

/// The answer of every server function.
pub type Reply<T> = Result<T, ApiError>;

/// Why a request got no answer at all. Faults that a person can mend are [`Problems`] instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ApiError {
    /// The database is away or too slow. 503.
    #[error("unavailable")]
    Unavailable,
    /// Too many passwords wait to be hashed. 503 with `Retry-After`.
    #[error("busy")]
    Busy,
    /// Too many tries. 429 with `Retry-After`.
    #[error("too many requests")]
    TooManyRequests,
    /// There is no such thing, or the setting that shows it is off. 404.
    #[error("not found")]
    NotFound,
    /// Nobody is signed in. 401; pages send the person to sign in.
    #[error("sign-in needed")]
    SignInNeeded,
    /// Signed in, but without the permission. 403.
    #[error("forbidden")]
    Forbidden,
    /// Somebody else did the same thing a moment before. 409.
    #[error("conflict")]
    Conflict,
    /// The current terms must be accepted first. 403; pages open My Profile.
    #[error("terms must be accepted first")]
    TermsDue,
    /// The request itself is not of the expected form. 400.
    #[error("malformed")]
    Malformed,
    /// A fault of ours; the log knows more under the page's request id. 500.
    #[error("internal error")]
    Internal,
}

impl ApiError {
    /// The HTTP status that a page or an answer with this error bears.
    pub const fn status(self) -> u16 {
        match self {
            Self::Unavailable | Self::Busy => 503,
            Self::TooManyRequests => 429,
            Self::NotFound => 404,
            Self::SignInNeeded => 401,
            Self::Forbidden | Self::TermsDue => 403,
            Self::Conflict => 409,
            Self::Malformed => 400,
            Self::Internal => 500,
        }
    }
}

impl FromServerFnError for ApiError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Args(_)
            | ServerFnErrorErr::MissingArg(_)
            | ServerFnErrorErr::Deserialization(_) => Self::Malformed,
            _ => Self::Unavailable,
        }
    }
}

/// What a form leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// It is done: go on at this path of our own. Without JavaScript a 303.
    Go(String),
    /// It is not done: the page again with what was typed. Without JavaScript a 422.
    Problems(Problems),
}

impl Answer {
    /// Goes on at `path`.
    pub fn go(path: impl Into<String>) -> Self {
        Self::Go(path.into())
    }

    /// One fault beside one field.
    pub fn field(name: &str, fault: Fault) -> Self {
        Self::Problems(Problems::default().with(name, fault))
    }

    /// One fault that belongs to no field.
    pub fn form(fault: Fault) -> Self {
        Self::Problems(Problems {
            form: Some(fault),
            ..Problems::default()
        })
    }
}

/// Faults of one submitted form.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problems {
    /// A fault of the whole form, shown above it.
    pub form: Option<Fault>,
    /// Facts for the fault above, already words of the operator (a staff member's name), never markup.
    #[serde(default)]
    pub detail: Option<String>,
    /// Faults by field name, in the order of the form.
    pub fields: Vec<(String, Fault)>,
}

impl Problems {
    /// Adds a fault beside a field.
    #[must_use]
    pub fn with(mut self, name: &str, fault: Fault) -> Self {
        self.fields.push((name.to_owned(), fault));
        self
    }

    /// Keeps the value of a field that parsed; notes the fault of one that did not.
    pub fn take<T>(&mut self, name: &str, parsed: Result<T, Fault>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(fault) => {
                self.fields.push((name.to_owned(), fault));
                None
            }
        }
    }

    /// The fault beside a field, if it has one.
    pub fn of(&self, name: &str) -> Option<Fault> {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map(|(_, fault)| *fault)
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.form.is_none() && self.fields.is_empty()
    }
}

/// A form that works with and without JavaScript: the server function stands at the form's own path.
pub trait PageForm: ServerFn<Output = Answer, Error = ApiError> + DeserializeOwned + 'static {
    /// The page that shows this form, to render again when something is wrong.
    fn page(&self) -> String {
        Self::PATH.to_owned()
    }
}

/// What was posted without JavaScript and could not be done: shown again, secrets left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Posted {
    /// [`ServerFn::PATH`] of the form; a page may show several forms.
    pub form: String,
    /// Names and values as typed, in order. Never a field whose name tells of a secret.
    pub values: Vec<(String, String)>,
    /// What is wrong.
    pub problems: Problems,
}
