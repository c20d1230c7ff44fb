//! Where to go after a sign-in: the one function that decides whether a `next` may be followed.

use serde::{Deserialize, Serialize};

/// A path of our own, with its query, that a browser may be sent to with GET.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ReturnTo(String);

/// Octets of the longest target that is followed.
const MAX: usize = 2000;

/// What is never a place to come back to: paths that only take POST, that leave for a provider, that hold a
/// token of their own, and the pages of signing in and out themselves. Each stands for what lies below it, too.
const NEVER: &[&str] = &[
    "/login",
    "/logout",
    "/register",
    "/signed-out",
    "/activate",
    "/forgot",
    "/reset",
    "/confirm-address",
    "/language",
    "/providers",
    "/office/login",
    "/office/logout",
    "/oauth2",
    "/.well-known",
    "/api",
    "/healthz",
    "/readyz",
    "/metrics",
];

/// Where a flow of a client goes on after a page of ours: the one exception.
const CONTINUE: &str = "/oauth2/v1/continue";

/// The questions of a flow. Whoever comes back to one goes on with the flow, which knows whether it is still to be asked.
const QUESTIONS: &[&str] = &["/oauth2/v1/consent", "/oauth2/v1/account"];

impl ReturnTo {
    /// Reads a target. `None` for everything that could lead to another origin under any reading of a URL
    /// (WHATWG URL: backslashes, empty and dot segments, tabs and line breaks inside; also when they are
    /// percent-encoded, once or several times), for what is longer than 2000 octets, and for own paths that
    /// are no place to come back to. A question of a client's flow stands for the flow.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = own_path(text)?;
        if let Some(flow) = into_flow(text) {
            return (flow.len() <= MAX).then_some(Self(flow));
        }
        (!never(&plain)).then(|| Self(text.to_owned()))
    }

    /// The `next` that the query of a page of ours names, if it may be followed.
    pub fn named_in(path_and_query: &str) -> Option<Self> {
        let (_, query) = path_and_query.split('#').next()?.split_once('?')?;
        let named = query.split('&').find_map(|pair| pair.strip_prefix("next="))?;
        Self::parse(&decode_once(named)?)
    }

    /// Like [`parse`](Self::parse), and takes the pages of signing in too: for a switch that comes back to the very
    /// page it stands on.
    pub fn page(text: &str) -> Option<Self> {
        own_path(text).map(|_| Self(text.to_owned()))
    }

    /// The storefront's first page.
    pub fn home() -> Self {
        Self("/".to_owned())
    }

    /// Reads a target and takes the first page instead of one that may not be followed.
    pub fn or_home(text: Option<&str>) -> Self {
        text.and_then(Self::parse).unwrap_or_else(Self::home)
    }

    /// True for the first page, which needs no `next` in a link.
    pub fn is_home(&self) -> bool {
        self.0 == "/"
    }

    /// True for a person whom a client sent here to sign in.
    pub fn is_flow(&self) -> bool {
        path_of(&self.0) == CONTINUE
    }

    /// The flow of a client that the person goes on with there: at once, or after a page that names it as its `next`.
    pub fn flow(&self) -> Option<Self> {
        if self.is_flow() {
            Some(self.clone())
        } else {
            Self::named_in(&self.0).filter(Self::is_flow)
        }
    }

    /// Path and query, fit for a `Location` header.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn path_of(text: &str) -> &str {
    text.split(['?', '#']).next().unwrap_or(text)
}

/// Where a flow goes on, of that very place and of its questions.
fn into_flow(text: &str) -> Option<String> {
    let path = path_of(text);
    let within = path == CONTINUE || QUESTIONS.contains(&path);
    within.then(|| format!("{CONTINUE}{}", &text[path.len()..]))
}

/// The decoded path of an absolute path of our own; `None` for whatever could leave the origin.
fn own_path(text: &str) -> Option<String> {
    if text.len() > MAX || !text.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') {
        return None;
    }
    let path = path_of(text);
    let plain = decoded(path)?;
    let mut segments = plain.strip_prefix('/')?.split('/').peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        if matches!(segment, "." | "..") || (segment.is_empty() && !is_last) {
            return None;
        }
    }
    // A decoded slash must not stand where the undecoded path has none.
    if path.matches('/').count() != plain.matches('/').count()
        || plain.chars().any(|c| c.is_control() || c == '\\')
    {
        return None;
    }
    Some(plain)
}

impl Default for ReturnTo {
    fn default() -> Self {
        Self::home()
    }
}

impl AsRef<str> for ReturnTo {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for ReturnTo {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl From<ReturnTo> for String {
    fn from(value: ReturnTo) -> Self {
        value.0
    }
}

/// The text was not a path that may be followed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not an own path")]
pub struct NotAnOwnPath;

impl TryFrom<String> for ReturnTo {
    type Error = NotAnOwnPath;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or(NotAnOwnPath)
    }
}

impl std::str::FromStr for ReturnTo {
    type Err = NotAnOwnPath;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text).ok_or(NotAnOwnPath)
    }
}

fn never(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    NEVER.iter().any(|refused| {
        path.strip_prefix(refused)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// The path with its percent-encoding undone until nothing changes. `None` for a broken encoding, for octets
/// that are not UTF-8, and for one that is wrapped more than four times.
fn decoded(path: &str) -> Option<String> {
    let mut text = path.to_owned();
    for _ in 0..4 {
        if !text.contains('%') {
            return Some(text);
        }
        text = decode_once(&text)?;
    }
    None
}

fn decode_once(text: &str) -> Option<String> {
    let mut out = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let high = char::from(bytes.next()?).to_digit(16)?;
            let low = char::from(bytes.next()?).to_digit(16)?;
            out.push((high * 16 + low) as u8);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}
