//! A browser without JavaScript, and the calls of a page that is hydrated.

use super::page::Page;
use app::api::{Answer, Reply};
use axum::{
    Router,
    body::{Body, to_bytes},
    extract::ConnectInfo,
    http::{HeaderMap, Method, Request, header},
};
use std::net::{Ipv4Addr, SocketAddr};
use tower::ServiceExt;

/// Where the shop stands.
pub const ORIGIN: &str = "http://localhost:3000";

/// Cookies, a language and an address.
#[derive(Clone)]
pub struct Browser {
    router: Router,
    cookies: Vec<(String, String)>,
    /// `Accept-Language`.
    pub language: &'static str,
    /// What it calls itself.
    pub user_agent: &'static str,
    /// Where the requests come from.
    pub address: SocketAddr,
    /// Further headers of every request.
    pub headers: HeaderMap,
}

impl Browser {
    pub fn new(router: Router) -> Self {
        Self {
            router,
            cookies: Vec::new(),
            language: "en",
            user_agent: "Test/1.0",
            address: (Ipv4Addr::new(203, 0, 113, 7), 50_000).into(),
            headers: HeaderMap::new(),
        }
    }

    /// The same browser, talking to another replica.
    pub fn at(&self, router: Router) -> Self {
        Self {
            router,
            ..self.clone()
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Page {
        self.send(self.request(Method::GET, path), "").await
    }

    /// Posts a form as a browser without JavaScript does.
    pub async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Page {
        let request = self
            .request(Method::POST, path)
            .header("sec-fetch-site", "same-origin");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request, encode(fields)).await
    }

    /// Fills in the form of a page that posts to `action`, and sends it: what the page put in, and over it `fields`.
    /// An empty text takes a box's tick away.
    pub async fn fill(&mut self, page: &Page, action: &str, fields: &[(&str, &str)]) -> Page {
        let mut filled = page.form(action);
        for (name, value) in fields {
            filled.retain(|(own, _)| own != name);
            if !value.is_empty() {
                filled.push(((*name).to_owned(), (*value).to_owned()));
            }
        }
        let fields: Vec<_> = filled
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        self.post(action, &fields).await
    }

    /// Sends a form as a hydrated page does.
    pub async fn call(&mut self, path: &str, fields: &[(&str, &str)]) -> Reply<Answer> {
        let request = self
            .request(Method::POST, path)
            .header("sec-fetch-site", "same-origin");
        let request = request.header(header::CONTENT_TYPE, "application/x-www-form-urlencoded");
        let request = request.header(header::ACCEPT, "application/json");
        let page = self.send(request, encode(fields)).await;
        if page.status.is_success() {
            Ok(serde_json::from_str(&page.body).unwrap())
        } else {
            let error: app::api::ApiError = serde_json::from_str(&page.body).unwrap();
            assert_eq!(page.status.as_u16(), error.status());
            Err(error)
        }
    }

    /// Goes where an answer sends the browser, if that is a path of ours.
    pub async fn follow(&mut self, page: &Page) -> Page {
        let location = page.location().to_owned();
        assert!(location.starts_with('/'), "not a path of ours: {location}");
        self.get(&location).await
    }

    /// The beginning of a request, with all that this browser sends along.
    pub fn request(&self, method: Method, path: &str) -> axum::http::request::Builder {
        let path = path.strip_prefix(ORIGIN).unwrap_or(path);
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::ACCEPT_LANGUAGE, self.language);
        request = request
            .extension(ConnectInfo(self.address))
            .header(header::USER_AGENT, self.user_agent);
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            request = request.header(header::COOKIE, pairs.join("; "));
        }
        for (name, value) in &self.headers {
            request = request.header(name, value);
        }
        request
    }

    /// Sends a request and takes the cookies of its answer. Accepts HTML unless it says otherwise.
    pub async fn send(&mut self, request: axum::http::request::Builder, body: impl Into<Body>) -> Page {
        let mut request = request.body(body.into()).unwrap();
        let html = header::HeaderValue::from_static("text/html,application/xhtml+xml,*/*;q=0.8");
        request.headers_mut().entry(header::ACCEPT).or_insert(html);
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 32 * 1024 * 1024).await.unwrap();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            self.take(cookie.to_str().unwrap());
        }
        let body = String::from_utf8_lossy(&body).into_owned();
        Page {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    fn take(&mut self, cookie: &str) {
        let (pair, attributes) = cookie.split_once(';').unwrap_or((cookie, ""));
        let (name, value) = pair.split_once('=').unwrap();
        self.cookies.retain(|(own, _)| own != name);
        if !attributes.contains("Max-Age=0") {
            self.cookies.push((name.to_owned(), value.to_owned()));
        }
    }

    /// Value of a cookie.
    pub fn cookie(&self, name: &str) -> Option<&str> {
        self.cookies
            .iter()
            .find(|(own, _)| own == name)
            .map(|(_, value)| value.as_str())
    }

    /// Puts a cookie in.
    pub fn set_cookie(&mut self, name: &str, value: &str) {
        self.take(&format!("{name}={value}"));
    }

    /// Whether a customer is signed in here: My Profile opens.
    pub async fn is_signed_in(&mut self) -> bool {
        let page = self.get("/account/profile").await;
        match page.status.as_u16() {
            200 => true,
            303 if page.location().starts_with("/login") => false,
            _ => panic!("{} {}", page.status, page.text()),
        }
    }
}

fn encode(fields: &[(&str, &str)]) -> String {
    url::form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish()
}
