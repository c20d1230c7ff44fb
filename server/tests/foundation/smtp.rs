//! What a mail server sees.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use domain::ids::MailId;
use rstest::rstest;
use server::config::from_sources;
use server::mail::{Message, Smtp, Transport, TransportFault};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::support::START;

/// A mail server that takes everything, or answers every command with `refusal`. Gives its port and what it heard.
async fn mail_server(refusal: Option<&'static str>) -> (u16, Arc<Mutex<String>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = Arc::new(Mutex::new(String::new()));
    let log = Arc::clone(&heard);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(serve(stream, refusal, Arc::clone(&log)));
        }
    });
    (port, heard)
}

async fn serve(stream: TcpStream, refusal: Option<&'static str>, log: Arc<Mutex<String>>) {
    let mut stream = BufReader::new(stream);
    let mut in_data = false;
    stream.write_all(b"220 test\r\n").await.unwrap();
    let mut line = String::new();
    while stream.read_line(&mut line).await.is_ok_and(|length| length > 0) {
        log.lock().unwrap().push_str(&line);
        let answer = match line.trim_end() {
            "." if in_data => "250 taken",
            _ if in_data => "",
            "DATA" => "354 go on",
            command if command.starts_with("MAIL") => refusal.unwrap_or("250 fine"),
            _ => "250 fine",
        };
        in_data = answer == "354 go on" || (in_data && answer.is_empty());
        if !answer.is_empty() {
            stream
                .write_all(format!("{answer}\r\n").as_bytes())
                .await
                .unwrap();
        }
        line.clear();
    }
}

fn smtp(port: u16) -> Smtp {
    let url = (
        "PORTICO_MAIL__SMTP_URL".to_owned(),
        format!("smtp://127.0.0.1:{port}"),
    );
    let config = from_sources(None, &BTreeMap::from([url])).unwrap();
    Smtp::new(&config.mail, "shop.example").unwrap().unwrap()
}

fn message() -> Message {
    Message {
        id: MailId::new(START, [1; 10]),
        message_id: "<1@shop.example>".to_owned(),
        date: START,
        to: "ada@engines.example".to_owned(),
        subject: "Καλώς ήρθατε".to_owned(),
        text: "Hello Ada".to_owned(),
        html: "<p>Hello Ada</p>".to_owned(),
    }
}

#[tokio::test]
async fn a_mail_has_both_parts_and_a_stable_id() {
    let (port, heard) = mail_server(None).await;
    smtp(port).send(&message()).await.unwrap();
    let heard = heard.lock().unwrap().clone();
    for expected in [
        "EHLO shop.example\r\n",
        "RCPT TO:<ada@engines.example>",
        "Message-ID: <1@shop.example>\r\n",
        "Auto-Submitted: auto-generated\r\n",
        "From: Tidewater <shop@localhost>\r\n",
        "Date: Sat, 21 Nov 2026 09:00:00 +0000\r\n",
        "Subject: =?utf-8?b?",
        "multipart/alternative",
        "Hello Ada",
        "<p>Hello Ada</p>",
    ] {
        assert!(heard.contains(expected), "{expected} is missing in\n{heard}");
    }
}

#[rstest]
#[case::for_now("451 try later", false)]
#[case::for_good("550 no such person", true)]
#[case::too_large("552 too much", true)]
#[case::not_signed_in("530 authentication needed", false)]
#[case::wrong_password("535 who are you", false)]
#[tokio::test]
async fn a_refusal_is_told_in_the_servers_words(#[case] answer: &'static str, #[case] permanent: bool) {
    let (port, _) = mail_server(Some(answer)).await;
    let fault = smtp(port).send(&message()).await.unwrap_err();
    assert!(fault.to_string().contains(&answer[4..]), "{fault}");
    assert_eq!(
        matches!(fault, TransportFault::Permanent(_)),
        permanent,
        "{fault}"
    );
}

#[tokio::test]
async fn no_server_is_a_fault_too() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let fault = smtp(port).send(&message()).await.unwrap_err();
    assert!(matches!(fault, TransportFault::Transient(_)), "{fault}");
}
