//! One visit = one request: what the server knows of it, and what it answers beside the page.

use super::{
    answer::Posted,
    frame::{Frame, Screen},
};
use domain::values::Language;
use std::{
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

/// A request in the hands of a port. Cheap to clone; every clone speaks of the same request.
#[derive(Clone)]
pub struct Visit(Arc<Inner>);

struct Inner {
    facts: Facts,
    reply: Mutex<VisitReply>,
}

/// What is known before any page or port runs.
#[derive(Clone, Debug)]
pub struct Facts {
    /// Cookies of the request, name and value.
    pub cookies: Vec<(String, String)>,
    /// The address behind the configured trusted proxies.
    pub requester: IpAddr,
    /// `User-Agent`, cut at 300 characters.
    pub user_agent: String,
    /// Language of the answer.
    pub language: Language,
    /// Id of the request, shown on error pages and in the log.
    pub request_id: String,
    /// Path and query.
    pub path: String,
    /// Nonce of the content security policy.
    pub nonce: String,
}

/// What the answer bears beside its body.
#[derive(Clone, Debug, Default)]
pub struct VisitReply {
    /// `Set-Cookie` values, complete.
    pub set_cookies: Vec<String>,
    /// The page's status when it is not 200.
    pub status: Option<u16>,
    /// A form to show again.
    pub posted: Option<Posted>,
    /// Path and query of the page that a form was sent from, which the form's own path may not tell.
    pub sent_from: Option<String>,
    /// Another origin that the page loads from and speaks to.
    pub origin: Option<String>,
    /// Pages elsewhere that this one shows in frames.
    pub frames: Vec<String>,
    /// A page instead of the one at the path.
    pub screen: Option<Screen>,
    /// The page's frame, loaded before rendering.
    pub frame: Option<Frame>,
    /// What the server found out about this request already, by type, so that it is asked for once.
    pub known: http::Extensions,
}

impl Visit {
    /// A visit with nothing answered yet.
    pub fn new(facts: Facts) -> Self {
        Self(Arc::new(Inner {
            facts,
            reply: Mutex::default(),
        }))
    }

    /// The facts of the request.
    pub fn facts(&self) -> &Facts {
        &self.0.facts
    }

    /// Value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.0
            .facts
            .cookies
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// What is answered so far.
    pub fn reply(&self) -> MutexGuard<'_, VisitReply> {
        self.0.reply.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds a complete `Set-Cookie` value.
    pub fn set_cookie(&self, value: String) {
        self.reply().set_cookies.push(value);
    }

    /// Gives the page another status than 200.
    pub fn set_status(&self, status: u16) {
        self.reply().status = Some(status);
    }

    /// Lets the page show these pages of others in frames.
    pub fn frame(&self, pages: &[String]) {
        self.reply().frames.extend_from_slice(pages);
    }

    /// Shows `screen` instead of the page at the path.
    pub fn show(&self, screen: Screen) {
        self.reply().screen = Some(screen);
    }
}
