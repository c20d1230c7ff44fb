use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// What is left of a session, in seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionClock {
    /// Until it ends, if nobody does anything.
    pub left: i64,
    /// How long before that the person is told.
    pub warn: i64,
    /// Whether using the shop moves the end.
    pub extends: bool,
}

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionState {
    /// It lives.
    Runs(SessionClock),
    /// It does not.
    Over(SignedOut),
}

/// Why nobody is signed in here any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignedOut {
    /// Nothing was done for too long.
    Idle,
    /// The sign-in is too long ago.
    TooOld,
    /// Somebody ended it: in another tab, on another device, at the provider, in the shop.
    Elsewhere,
}

impl SignedOut {
    /// The word that stands for it in an address.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::TooOld => "too_old",
            Self::Elsewhere => "elsewhere",
        }
    }

    /// What an address says.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Idle, Self::TooOld, Self::Elsewhere]
            .into_iter()
            .find(|why| why.as_str() == text)
    }
}

/// Where this browser's session stands. Does not count as use, unless the person says with `stay` that they are there.
#[server(prefix = "", endpoint = "/ui/session", input = GetUrl)]
pub async fn read_session(#[server(default)] stay: bool) -> Reply<SessionState> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Sessions::state(&*ports, &visit, stay).await
}
