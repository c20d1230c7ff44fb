//! One connection to the server under test, kept open as a proxy keeps it. As plain as can be, since whoever measures
//! works on the same cores.

use crate::shop::{EMAIL, PASSWORD};
use anyhow::{Context, Result, ensure};
use std::{
    net::SocketAddr,
    sync::atomic::{AtomicU32, Ordering},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// The name of the cookie that marks a browser.
const BROWSER: &str = "__Host-portico-device=";

/// A connection.
pub struct Line {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// The cookie by which the shop knows this browser from its first sign-in on.
    browser: String,
}

/// What came back.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Whether `Retry-After` tells when to come again.
    pub retry_after: bool,
    /// Its body.
    pub body: String,
}

impl Line {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            buffer: Vec::with_capacity(4096),
            browser: String::new(),
        })
    }

    /// Signs the sample customer in, as a hydrated page does.
    ///
    /// # Errors
    /// When the shop refuses.
    pub async fn sign_in(&mut self, numbers: &AtomicU32) -> Result<()> {
        let answer = self.try_sign_in(numbers).await?;
        ensure!(
            answer.status == 200 && answer.body.contains("go"),
            "the sign-in answers {}: {}",
            answer.status,
            answer.body
        );
        Ok(())
    }

    /// As [`Self::sign_in`], whatever the answer is; with the browser of the one before on this connection. Each comes from an address of its own, so that no budget of tries
    /// ends the measurement.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn try_sign_in(&mut self, numbers: &AtomicU32) -> Result<Answer> {
        let [_, b, c, d] = numbers.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        let form = format!("email={EMAIL}&password={PASSWORD}");
        let request = format!(
            "POST /login HTTP/1.1\r\nhost: localhost\r\nx-forwarded-for: 10.{b}.{c}.{d}\r\n\
             content-type: application/x-www-form-urlencoded\r\ncookie: {}\r\ncontent-length: {}\r\n\r\n{form}",
            self.browser,
            form.len()
        );
        self.stream.write_all(request.as_bytes()).await?;
        self.answer().await
    }

    /// Reads one answer, whose length its head tells.
    async fn answer(&mut self) -> Result<Answer> {
        self.buffer.clear();
        let end = loop {
            ensure!(
                self.stream.read_buf(&mut self.buffer).await? > 0,
                "the connection ended"
            );
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
        };
        let head = String::from_utf8(self.buffer.drain(..end + 4).collect())?;
        if let Some(at) = head.find(BROWSER) {
            let pair = head.get(at..).and_then(|rest| rest.split(';').next());
            self.browser = pair.unwrap_or_default().to_owned();
        }
        let head = head.to_ascii_lowercase();
        let field = |name: &str| {
            head.lines()
                .find_map(|line| line.strip_prefix(name))
                .map(str::trim)
        };
        let length: usize = field("content-length:").context("no length")?.parse()?;
        while self.buffer.len() < length {
            ensure!(
                self.stream.read_buf(&mut self.buffer).await? > 0,
                "the connection ended"
            );
        }
        let status = head.split(' ').nth(1).context("no status")?;
        Ok(Answer {
            status: status.parse()?,
            retry_after: field("retry-after:").is_some(),
            body: String::from_utf8_lossy(&self.buffer).into_owned(),
        })
    }
}
