//! What a client asks of a provider.

use crate::{
    measure::{self, now},
    wire::Wire,
};
use anyhow::{Context, Result, ensure};
use serde::Deserialize;
use std::{net::SocketAddr, sync::Arc, time::Duration};
use tokio::task::JoinSet;

/// A provider where a person is signed in and a client that nobody is asked about.
#[derive(Deserialize)]
pub struct Provider {
    /// What is asked of it again and again.
    pub tasks: Vec<Task>,
    address: SocketAddr,
    /// Path and query of an authorization request that is answered with a code at once.
    authorize: String,
    /// The cookies of the person's browser.
    cookie: String,
    /// `Authorization` of the client.
    authorization: String,
    token: String,
    userinfo: String,
    introspection: String,
    discovery: String,
    redirect_uri: String,
    code_verifier: String,
}

/// What is asked again and again.
#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Task {
    /// A refresh token for the next one.
    Refresh,
    /// What an access token tells of a person.
    Userinfo,
    /// What it is good for.
    Introspection,
    /// The discovery document.
    Discovery,
}

impl Task {
    /// Every one.
    pub const ALL: &'static [Self] = &[
        Self::Refresh,
        Self::Userinfo,
        Self::Introspection,
        Self::Discovery,
    ];

    /// Its name in what is printed.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Refresh => "refresh",
            Self::Userinfo => "userinfo",
            Self::Introspection => "introspection",
            Self::Discovery => "discovery",
        }
    }
}

/// A connection of a client to a provider.
struct Line {
    provider: Arc<Provider>,
    wire: Wire,
}

/// What came of a code or a refresh token.
#[derive(Deserialize)]
struct Tokens {
    access_token: String,
    refresh_token: String,
}

impl Line {
    async fn open(provider: &Arc<Provider>) -> Result<Self> {
        let wire = Wire::open(provider.address).await?;
        let provider = Arc::clone(provider);
        Ok(Self { provider, wire })
    }

    /// A new code.
    async fn code(&mut self) -> Result<String> {
        let head = format!("cookie: {}\r\n", self.provider.cookie);
        let answer = self.wire.get(&self.provider.authorize, &head).await?;
        let location = answer.location.context("no redirect")?;
        let url = url::Url::parse(&location).with_context(|| location.clone())?;
        let code = url.query_pairs().find(|(name, _)| name == "code");
        Ok(code.with_context(|| location)?.1.into_owned())
    }

    async fn post(&mut self, path: &str, fields: &[(&str, &str)]) -> Result<(u16, String)> {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        let head = format!("authorization: {}\r\n", self.provider.authorization);
        let answer = self.wire.post(path, &head, &body).await?;
        Ok((answer.status, answer.body))
    }

    /// The status of bringing a code, and what came of it.
    async fn bring(&mut self, code: &str) -> Result<(u16, String)> {
        let provider = Arc::clone(&self.provider);
        let fields = [
            ("grant_type", "authorization_code"),
            ("code", code),
            ("redirect_uri", &*provider.redirect_uri),
            ("code_verifier", &*provider.code_verifier),
        ];
        self.post(&provider.token, &fields).await
    }

    async fn exchange(&mut self, code: &str) -> Result<Tokens> {
        let (status, body) = self.bring(code).await?;
        ensure!(status == 200, "a code is answered {status}: {body}");
        Ok(serde_json::from_str(&body)?)
    }

    /// Does a task once. The tokens are those of the time before.
    async fn perform(&mut self, task: Task, tokens: &mut Tokens) -> Result<()> {
        let provider = Arc::clone(&self.provider);
        let (status, body) = match task {
            Task::Refresh => {
                let fields = [
                    ("grant_type", "refresh_token"),
                    ("refresh_token", &*tokens.refresh_token),
                ];
                self.post(&provider.token, &fields).await?
            }
            Task::Introspection => {
                let fields = [("token", &*tokens.access_token)];
                self.post(&provider.introspection, &fields).await?
            }
            Task::Userinfo => {
                let head = format!("authorization: Bearer {}\r\n", tokens.access_token);
                let answer = self.wire.get(&provider.userinfo, &head).await?;
                (answer.status, answer.body)
            }
            Task::Discovery => {
                let answer = self.wire.get(&provider.discovery, "").await?;
                (answer.status, answer.body)
            }
        };
        ensure!(status == 200, "{} is answered {status}: {body}", task.name());
        match task {
            Task::Refresh => *tokens = serde_json::from_str(&body)?,
            Task::Introspection => ensure!(
                body.contains("\"active\":true"),
                "an access token is worth nothing"
            ),
            Task::Userinfo | Task::Discovery => {}
        }
        Ok(())
    }
}

/// So many codes, made before the clock runs, exchanged on so many connections: exchanges per second.
///
/// # Errors
/// When one is refused.
pub async fn exchange(provider: &Arc<Provider>, connections: usize, codes: usize) -> Result<f64> {
    let mut making = JoinSet::new();
    for _ in 0..connections {
        let provider = Arc::clone(provider);
        making.spawn(async move {
            let mut line = Line::open(&provider).await?;
            let mut made = Vec::new();
            for _ in 0..codes / connections {
                made.push(line.code().await?);
            }
            anyhow::Ok((line, made))
        });
    }
    let mut ready = Vec::new();
    while let Some(made) = making.join_next().await {
        ready.push(made??);
    }
    let started = now();
    let mut running = JoinSet::new();
    for (mut line, codes) in ready {
        running.spawn(async move {
            for code in &codes {
                line.exchange(code).await?;
            }
            anyhow::Ok(codes.len())
        });
    }
    let mut done = 0_u32;
    while let Some(count) = running.join_next().await {
        done += u32::try_from(count??)?;
    }
    Ok(f64::from(done) / started.elapsed().as_secs_f64())
}

/// One task on so many connections for a slice: times per second.
///
/// # Errors
/// When it is refused.
pub async fn repeat(
    provider: &Arc<Provider>,
    length: Duration,
    connections: usize,
    task: Task,
) -> Result<f64> {
    let lines = Arc::new(tokio::sync::Mutex::new(Vec::new()));
    for _ in 0..connections {
        let mut line = Line::open(provider).await?;
        let code = line.code().await?;
        let tokens = line.exchange(&code).await?;
        lines.lock().await.push((line, tokens));
    }
    measure::rate(length, connections, |slice| {
        let lines = Arc::clone(&lines);
        async move {
            let Some((mut line, mut tokens)) = lines.lock().await.pop() else {
                return Ok(());
            };
            while slice.goes_on() {
                line.perform(task, &mut tokens).await?;
                slice.count();
            }
            Ok(())
        }
    })
    .await
}

/// One code, brought so many times on so many connections at once: how often it gave tokens.
///
/// # Errors
/// When a connection breaks, or an answer is neither tokens nor a refusal.
pub async fn race(provider: &Arc<Provider>, connections: usize, tries: usize) -> Result<usize> {
    let code: Arc<str> = Line::open(provider).await?.code().await?.into();
    let gate = Arc::new(tokio::sync::Barrier::new(connections));
    let mut running = JoinSet::new();
    for _ in 0..connections {
        let (provider, code, gate) = (Arc::clone(provider), Arc::clone(&code), Arc::clone(&gate));
        running.spawn(async move {
            let mut line = Line::open(&provider).await?;
            let mut won = 0;
            gate.wait().await;
            for _ in 0..tries / connections {
                let (status, body) = line.bring(&code).await?;
                ensure!(matches!(status, 200 | 400), "a code is answered {status}: {body}");
                won += usize::from(status == 200);
            }
            Ok(won)
        });
    }
    let mut won = 0;
    while let Some(count) = running.join_next().await {
        won += count??;
    }
    Ok(won)
}
