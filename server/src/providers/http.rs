//! The only HTTP client of the program.
//!
//! It follows no redirect, uses no proxy of the environment, limits time and size, and refuses addresses that
//! [`AddressPolicy`] does not permit, written in the URL or found by resolving a name. The check of a resolved
//! address is made by the resolver that the connection itself uses, so that a name cannot change in between.

use std::{error::Error, future::Future, net::SocketAddr, pin::Pin, sync::Arc, time::Duration};

use ::http::{HeaderMap, Request, Response, header::CACHE_CONTROL};
use domain::time::Span;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::AddressPolicy;

/// Limits for one request.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Time to connect, TLS included.
    pub connect: Duration,
    /// Time for the whole exchange, the body included.
    pub total: Duration,
    /// Largest accepted body in bytes.
    pub body: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(3),
            total: Duration::from_secs(8),
            body: 512 * 1024,
        }
    }
}

/// Sends requests to providers. Cheap to clone; clones share their connections.
#[derive(Clone, Debug)]
pub struct HttpClient {
    client: reqwest::Client,
    policy: Arc<AddressPolicy>,
    body_limit: usize,
}

/// Why there is no usable response. Carries no URL, so that nothing secret reaches a log.
#[derive(Debug, thiserror::Error)]
pub enum HttpError {
    /// The host is, or resolves only to, addresses that the policy refuses.
    #[error("the address is private and not listed in outgoing.allow")]
    PrivateAddress,
    /// Plain `http` outside development, or a scheme that is not HTTP.
    #[error("only https is allowed")]
    InsecureScheme,
    /// The body is larger than the limit.
    #[error("the answer is too large")]
    TooLarge,
    /// No complete answer in time.
    #[error("no answer in time")]
    TimedOut,
    /// The server says that it cannot serve now (5xx).
    #[error("the server answered {0}")]
    ServerError(u16),
    /// The client itself could not be made, most likely because the system has no CA certificates.
    #[error("no HTTP client: are the system's CA certificates installed?")]
    NoClient(#[source] reqwest::Error),
    /// Anything else on the way: name not found, connection refused, TLS, broken HTTP.
    #[error("the request failed")]
    Failed(#[source] reqwest::Error),
}

impl HttpClient {
    /// A client with the usual limits.
    pub fn new(policy: AddressPolicy) -> Result<Self, HttpError> {
        Self::with_limits(policy, Limits::default())
    }

    /// A client with limits of its own.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the one place that makes the HTTP client"
    )]
    pub fn with_limits(policy: AddressPolicy, limits: Limits) -> Result<Self, HttpError> {
        // Fails only if a provider is installed already, and `ring` is the only one compiled in.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let policy = Arc::new(policy);
        let client = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .referer(false)
            .connect_timeout(limits.connect)
            .timeout(limits.total)
            .user_agent(concat!("portico/", env!("CARGO_PKG_VERSION")))
            .dns_resolver(GuardedResolver {
                policy: Arc::clone(&policy),
            })
            .build()
            .map_err(HttpError::NoClient)?;
        Ok(Self {
            client,
            policy,
            body_limit: limits.body,
        })
    }

    /// The addresses and schemes that this client accepts.
    pub fn policy(&self) -> &AddressPolicy {
        &self.policy
    }

    /// Sends one request and reads the whole answer. Any status but 5xx is an answer, a redirect too.
    pub async fn send(&self, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, HttpError> {
        let request = reqwest::Request::try_from(request).map_err(failed)?;
        if !self.policy.permits_scheme(request.url()) {
            return Err(HttpError::InsecureScheme);
        }
        if !self.policy.permits_literal(request.url()) {
            return Err(HttpError::PrivateAddress);
        }
        let mut response = self.client.execute(request).await.map_err(failed)?;
        if response.status().is_server_error() {
            return Err(HttpError::ServerError(response.status().as_u16()));
        }
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(failed)? {
            if body.len() + chunk.len() > self.body_limit {
                return Err(HttpError::TooLarge);
            }
            body.extend_from_slice(&chunk);
        }
        let mut answer = Response::new(body);
        *answer.status_mut() = response.status();
        *answer.headers_mut() = std::mem::take(response.headers_mut());
        Ok(answer)
    }
}

impl<'c> AsyncHttpClient<'c> for HttpClient {
    type Error = HttpError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, HttpError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.send(request))
    }
}

fn failed(error: reqwest::Error) -> HttpError {
    let mut cause: Option<&(dyn Error + 'static)> = Some(&error);
    while let Some(current) = cause {
        if current.is::<RefusedAddress>() {
            return HttpError::PrivateAddress;
        }
        cause = current.source();
    }
    if error.is_timeout() {
        HttpError::TimedOut
    } else {
        HttpError::Failed(error.without_url())
    }
}

/// Resolves names with the system's resolver and keeps only addresses that the policy permits.
struct GuardedResolver {
    policy: Arc<AddressPolicy>,
}

/// A name resolves, but to no permitted address.
#[derive(Debug, thiserror::Error)]
#[error("every address of the name is refused")]
struct RefusedAddress;

impl Resolve for GuardedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let policy = Arc::clone(&self.policy);
        Box::pin(async move {
            let host = name.as_str();
            let found: Vec<SocketAddr> = tokio::net::lookup_host((host, 0)).await?.collect();
            let permitted: Vec<SocketAddr> = found
                .into_iter()
                .filter(|address| policy.permits(host, address.ip()))
                .collect();
            if permitted.is_empty() {
                return Err(RefusedAddress.into());
            }
            Ok(Box::new(permitted.into_iter()) as Addrs)
        })
    }
}

/// How long an answer may be kept: its `Cache-Control: max-age`, held between five minutes and a day; an hour
/// if it does not say.
pub(super) fn fresh_for(headers: &HeaderMap) -> Span {
    const SHORTEST: i64 = 5 * 60;
    const LONGEST: i64 = 24 * 60 * 60;
    let directives = headers
        .get_all(CACHE_CONTROL)
        .iter()
        .filter_map(|value| value.to_str().ok());
    let mut seconds = 60 * 60;
    for directive in directives.flat_map(|value| value.split(',')).map(str::trim) {
        if directive.eq_ignore_ascii_case("no-store") || directive.eq_ignore_ascii_case("no-cache") {
            seconds = 0;
            break;
        }
        if let Some((name, value)) = directive.split_once('=')
            && name.eq_ignore_ascii_case("max-age")
            && let Ok(age) = value.trim_matches('"').parse::<i64>()
        {
            seconds = age;
        }
    }
    Span::seconds(seconds.clamp(SHORTEST, LONGEST))
}
