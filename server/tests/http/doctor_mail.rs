//! What `portico doctor` says of mails: the server that takes them, and what others read about the sender's domain.

use super::doctor::{config, look, says, shop};
use crate::support::Backend;
use async_trait::async_trait;
use rstest::rstest;
use server::doctor::{Level, Names, NoAnswer, Texts, dkim, dmarc, spf};
use std::collections::BTreeMap;
use tokio::net::TcpListener;

/// A name system with these texts; every other name is not there.
pub struct Zone(BTreeMap<String, Vec<String>>);

#[async_trait]
impl Names for Zone {
    async fn texts(&self, name: &str) -> Result<Texts, NoAnswer> {
        if name.ends_with("silent.example") {
            return Err(NoAnswer);
        }
        let below = format!(".{name}");
        Ok(match self.0.get(name) {
            Some(texts) => Texts::Here(texts.clone()),
            None if self.0.keys().any(|other| other.ends_with(&below)) => Texts::None,
            None => Texts::NoSuchName,
        })
    }
}

/// Everything that mail servers ask for at `shop.example`.
pub fn zone() -> Zone {
    let texts = [
        ("shop.example", "v=spf1 include:_spf.mail.example -all"),
        ("s1._domainkey.shop.example", "v=DKIM1; k=ed25519; p=…"),
        ("_dmarc.shop.example", "v=DMARC1; p=quarantine"),
    ];
    Zone(
        texts
            .map(|(name, text)| (name.to_owned(), vec![text.to_owned()]))
            .into(),
    )
}

/// A mail server that answers everything so.
pub async fn mail_server(answer: &'static str) -> String {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let mut lines = BufReader::new(stream);
            let mut line = String::new();
            loop {
                lines.write_all(answer.as_bytes()).await.unwrap();
                line.clear();
                if lines.read_line(&mut line).await.is_ok_and(|length| length == 0) {
                    break;
                }
            }
        }
    });
    format!("smtp://{address}")
}

#[rstest]
#[case::turns_us_away("554 no\r\n")]
#[case::lets_nobody_sign_in("220 fine\r\n")]
#[tokio::test]
async fn a_mail_server_that_does_not_take_mails_is_a_fault(#[case] answer: &'static str) {
    let app = shop(Backend::Sqlite).await;
    let smtp = mail_server(answer)
        .await
        .replace("smtp://", "smtp://portico:hush@");
    let over = [
        ("PORTICO_MAIL__SMTP_URL", smtp.as_str()),
        ("PORTICO_MAIL__OPERATIONS", ""),
    ];
    let report = look(&config(&app, &over)).await;
    says(&report, "fault    mail             ");
    says(&report, "warning  mail             mail.operations is empty");
}

fn texts(all: &[&str]) -> Texts {
    Texts::Here(all.iter().map(|text| (*text).to_owned()).collect())
}

#[rstest]
#[case::names_servers(&["google-site-verification=x", "v=spf1 mx -all"], Level::Ok)]
#[case::softly(&["V=SPF1 a ~all"], Level::Ok)]
#[case::nothing(&["v=spf10 mx"], Level::Warning)]
#[case::twice(&["v=spf1 mx -all", "v=spf1 a -all"], Level::Warning)]
#[case::everybody(&["v=spf1 +all"], Level::Warning)]
#[case::everybody_in_short(&["v=spf1 mx all"], Level::Warning)]
fn who_may_send(#[case] all: &[&str], #[case] expected: Level) {
    assert_eq!(spf("shop.example", &texts(all)).level, expected);
}

#[rstest]
#[case::quarantine(&["v=DMARC1; p=quarantine; rua=mailto:d@shop.example"], Level::Ok)]
#[case::reject(&["v=DMARC1;p=REJECT"], Level::Ok)]
#[case::watches(&["v=DMARC1; p=none"], Level::Warning)]
#[case::no_policy(&["v=DMARC1; sp=reject"], Level::Warning)]
#[case::nothing(&[], Level::Warning)]
fn what_becomes_of_the_others(#[case] all: &[&str], #[case] expected: Level) {
    assert_eq!(dmarc("shop.example", &texts(all)).level, expected);
}

#[test]
fn whether_mails_are_signed() {
    assert_eq!(dkim("shop.example", &Texts::None).level, Level::Ok);
    assert_eq!(dkim("shop.example", &Texts::NoSuchName).level, Level::Warning);
}

#[rstest]
#[case::the_domain_itself("shop.example", &["ok       mail SPF", "ok       mail DKIM", "ok       mail DMARC"])]
#[case::one_below_has_its_policy(
    "news.shop.example",
    &["warning  mail SPF", "warning  mail DKIM", "ok       mail DMARC"]
)]
#[case::one_without_anything("else.example", &["warning  mail SPF", "warning  mail DKIM", "warning  mail DMARC"])]
#[case::nobody_answers("silent.example", &["warning  mail             the name server does not answer, so that"])]
#[tokio::test]
async fn what_is_published_about_the_senders_domain(#[case] domain: &str, #[case] expected: &[&str]) {
    let app = shop(Backend::Sqlite).await;
    let from = format!("Shop <shop@{domain}>");
    let report = look(&config(&app, &[("PORTICO_MAIL__FROM", &from)])).await;
    for begin in expected {
        says(&report, begin);
    }
}
