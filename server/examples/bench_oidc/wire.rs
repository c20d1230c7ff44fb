//! HTTP/1.1 on one connection that is kept open, as plain as can be: whoever measures works on the same cores.

use anyhow::{Context, Result, ensure};
use std::net::SocketAddr;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A connection.
pub struct Wire {
    stream: TcpStream,
    host: SocketAddr,
    buffer: Vec<u8>,
}

/// What came back.
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// `Location`.
    pub location: Option<String>,
    /// Its body.
    pub body: String,
}

impl Wire {
    /// Connects.
    ///
    /// # Errors
    /// When nobody listens.
    pub async fn open(host: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(host).await?;
        stream.set_nodelay(true)?;
        let buffer = Vec::with_capacity(8192);
        Ok(Self { stream, host, buffer })
    }

    /// Asks for a path; `head` are further lines.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn get(&mut self, path: &str, head: &str) -> Result<Answer> {
        let request = format!("GET {path} HTTP/1.1\r\nhost: {}\r\n{head}\r\n", self.host);
        self.ask(&request).await
    }

    /// Posts a form; `head` are further lines.
    ///
    /// # Errors
    /// When the connection breaks.
    pub async fn post(&mut self, path: &str, head: &str, body: &str) -> Result<Answer> {
        let request = format!(
            "POST {path} HTTP/1.1\r\nhost: {}\r\n{head}content-type: application/x-www-form-urlencoded\r\n\
             content-length: {}\r\n\r\n{body}",
            self.host,
            body.len()
        );
        self.ask(&request).await
    }

    async fn ask(&mut self, request: &str) -> Result<Answer> {
        self.stream.write_all(request.as_bytes()).await?;
        self.buffer.clear();
        let end = loop {
            self.read().await?;
            if let Some(end) = self.buffer.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
        };
        let head = String::from_utf8(self.buffer.drain(..end + 4).collect())?;
        let field = |name: &str| {
            head.lines().find_map(|line| {
                let (own, value) = line.split_once(':')?;
                own.eq_ignore_ascii_case(name).then(|| value.trim())
            })
        };
        let length: usize = field("content-length").with_context(|| head.clone())?.parse()?;
        while self.buffer.len() < length {
            self.read().await?;
        }
        Ok(Answer {
            status: head.split(' ').nth(1).context("no status")?.parse()?,
            location: field("location").map(str::to_owned),
            body: String::from_utf8_lossy(&self.buffer).into_owned(),
        })
    }

    async fn read(&mut self) -> Result<()> {
        let read = self.stream.read_buf(&mut self.buffer).await?;
        ensure!(read > 0, "the connection ended");
        Ok(())
    }
}
