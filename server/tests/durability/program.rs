//! The program as a process, and a client for it.

use std::{
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::{sleep, timeout},
};

/// `portico serve` on a port and with a folder of its own.
pub struct Program {
    port: u16,
    folder: PathBuf,
    mail_port: u16,
    process: Option<Child>,
}

impl Program {
    pub async fn new(mail_port: u16) -> Self {
        let port = TcpListener::bind("127.0.0.1:0")
            .await
            .unwrap()
            .local_addr()
            .unwrap()
            .port();
        let folder =
            Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("durability_{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        Self {
            port,
            folder,
            mail_port,
            process: None,
        }
    }

    /// Address of the database.
    pub fn database(&self) -> String {
        format!("sqlite://{}", self.folder.join("portico.db").display())
    }

    /// Starts it and waits until it is ready.
    pub async fn start(&mut self) {
        let log = std::fs::File::create(self.folder.join("portico.log")).unwrap();
        let process = Command::new(env!("CARGO_BIN_EXE_portico"))
            .arg("serve")
            .current_dir(&self.folder)
            .env("PORTICO_SERVER__LISTEN", format!("127.0.0.1:{}", self.port))
            .env(
                "PORTICO_SERVER__PUBLIC_URL",
                format!("http://localhost:{}", self.port),
            )
            .env("PORTICO_SERVER__TRUSTED_PROXIES", "127.0.0.1")
            .env("PORTICO_DATABASE__URL", self.database())
            .env("PORTICO_SECRETS__KEY_FILE", self.folder.join("keys"))
            .env("PORTICO_PASSWORDS__MEMORY_KIB", "64")
            .env("PORTICO_PASSWORDS__ITERATIONS", "1")
            .env(
                "PORTICO_MAIL__SMTP_URL",
                format!("smtp://127.0.0.1:{}", self.mail_port),
            )
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .unwrap();
        self.process = Some(process);
        for _ in 0..300 {
            if self.send("GET /readyz HTTP/1.1\r\n", "").await == Some(200) {
                return;
            }
            sleep(Duration::from_millis(100)).await;
        }
        panic!(
            "the program does not get ready: {}",
            std::fs::read_to_string(self.folder.join("portico.log")).unwrap()
        );
    }

    /// Ends it in the middle of a word: SIGKILL can't be caught.
    pub fn kill(&mut self) {
        let mut process = self.process.take().unwrap();
        process.kill().unwrap();
        process.wait().unwrap();
    }

    /// Client of this program, for a task of its own.
    pub fn client(&self) -> Client {
        Client { port: self.port }
    }

    async fn send(&self, head: &str, body: &str) -> Option<u16> {
        self.client().send(head, body).await
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

/// Sends requests, each on a connection of its own.
#[derive(Clone, Copy)]
pub struct Client {
    port: u16,
}

impl Client {
    /// Registers a person; whether the program said that it is done.
    pub async fn register(self, number: usize) -> bool {
        let body = format!(
            "given_name=Mia&family_name=Vogel&email=n{number}%40example.org&language=en&accept=on\
             &new_password=harbour+lantern+41"
        );
        // One requester each, since a requester may register only so often.
        let head = format!(
            "POST /register HTTP/1.1\r\nx-forwarded-for: 198.51.{}.{}\r\n\
             content-type: application/x-www-form-urlencoded\r\naccept: text/html\r\n",
            number / 250,
            number % 250 + 1
        );
        self.send(&head, &body).await == Some(303)
    }

    /// Status of the answer; none when there is no whole answer.
    async fn send(self, head: &str, body: &str) -> Option<u16> {
        let exchange = async {
            let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.ok()?;
            let length = body.len();
            let host = format!(
                "host: localhost:{}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n",
                self.port
            );
            stream
                .write_all(format!("{head}{host}{body}").as_bytes())
                .await
                .ok()?;
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).await.ok()?;
            let head = std::str::from_utf8(answer.get(..12)?).ok()?;
            head.strip_prefix("HTTP/1.1 ")?.parse().ok()
        };
        timeout(Duration::from_secs(20), exchange).await.ok()?
    }
}
