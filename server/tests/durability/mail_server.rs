//! A mail server (RFC 5321) that takes everything, with the patience of a real one.

use std::{
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::{TcpListener, TcpStream},
    time::sleep,
};

/// A mail that was taken.
#[derive(Clone, Debug)]
pub struct Taken {
    pub to: String,
    pub message_id: String,
}

/// The server and what it took.
pub struct MailServer {
    pub port: u16,
    taken: Arc<Mutex<Vec<Taken>>>,
}

impl MailServer {
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let taken = Arc::new(Mutex::new(Vec::new()));
        let all = Arc::clone(&taken);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(serve(stream, Arc::clone(&all)));
            }
        });
        Self { port, taken }
    }

    pub fn taken(&self) -> Vec<Taken> {
        self.taken.lock().unwrap().clone()
    }
}

/// One connection. It breaks when the client is killed.
async fn serve(stream: TcpStream, taken: Arc<Mutex<Vec<Taken>>>) -> Option<()> {
    let mut stream = BufReader::new(stream);
    stream.write_all(b"220 test\r\n").await.ok()?;
    let (mut to, mut message_id, mut in_data) = (String::new(), String::new(), false);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.ok()? == 0 {
            return None;
        }
        let line = line.trim_end();
        let answer = if !in_data {
            if let Some(address) = line.strip_prefix("RCPT TO:<") {
                to = address.trim_end_matches('>').to_owned();
            }
            in_data = line == "DATA";
            if in_data { "354 go on\r\n" } else { "250 fine\r\n" }
        } else if line == "." {
            in_data = false;
            // Long enough that some mails are under way whenever the program is killed.
            sleep(Duration::from_millis(20)).await;
            taken.lock().unwrap().push(Taken {
                to: to.clone(),
                message_id: message_id.clone(),
            });
            "250 taken\r\n"
        } else {
            if let Some(id) = line.strip_prefix("Message-ID: ") {
                message_id = id.to_owned();
            }
            continue;
        };
        stream.write_all(answer.as_bytes()).await.ok()?;
    }
}
