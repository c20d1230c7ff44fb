//! How mails leave: by SMTP, into the built-in mailbox, or into memory for tests.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, UNIX_EPOCH};

use domain::ids::MailId;
use domain::time::Timestamp;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{self, PoolConfig};
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use secrecy::ExposeSecret;
use storage::Database;
use storage::demo_mails::{self, DemoMail};

use crate::config;

/// Longest silence of a mail server.
const TIMEOUT: Duration = Duration::from_secs(10);
const CONNECTIONS: u32 = 4;
/// Permanent answers that are about this side's credentials or encryption (RFC 4954 section 6, RFC 3207 section 4), not
/// about the mail: they are over as soon as an operator mends the configuration.
const CREDENTIALS: [u16; 4] = [530, 534, 535, 538];

/// A mail on its way out.
#[derive(Clone, Debug)]
pub struct Message {
    /// The mail's id.
    pub id: MailId,
    /// `<id@host>`: the same for every copy.
    pub message_id: String,
    /// When it leaves.
    pub date: Timestamp,
    /// Address of the recipient.
    pub to: String,
    /// One line.
    pub subject: String,
    /// Plain part.
    pub text: String,
    /// HTML part.
    pub html: String,
}

/// Why a mail did not leave.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum TransportFault {
    /// It may leave later: the worker tries again.
    #[error("{0}")]
    Transient(String),
    /// The other side will never take it: the worker gives it up.
    #[error("{0}")]
    Permanent(String),
}

/// What [`Transport::send`] gives.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Result<(), TransportFault>> + Send + 'a>>;

/// A way out for mails.
pub trait Transport: Send + Sync {
    /// Hands the mail over; `Ok` means that the other side has taken it.
    fn send<'a>(&'a self, message: &'a Message) -> Sending<'a>;
}

/// The way out that the configuration names: SMTP if there is a server, else the mailbox of `--demo`, else none (mails
/// wait until there is one).
///
/// # Errors
/// When the server's URL is not usable; the configuration's check says so earlier.
pub fn from_config(
    config: &config::Config,
    demo: bool,
    database: &Database,
) -> Result<Option<Arc<dyn Transport>>, TransportFault> {
    let host = config.server.public_url.host();
    if let Some(smtp) = Smtp::new(&config.mail, host)? {
        return Ok(Some(Arc::new(smtp)));
    }
    Ok(demo.then(|| Arc::new(Demo::new(database.clone())) as Arc<dyn Transport>))
}

/// Hands mails to a mail server (RFC 5321); TLS as its URL says. Connections are kept for the next mail.
pub struct Smtp {
    from: Mailbox,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// None when no server is configured. `host` is the name that this side gives in EHLO.
    ///
    /// # Errors
    /// When the server's URL is not usable. The message does not repeat it, since it may hold a password.
    pub fn new(config: &config::Mail, host: &str) -> Result<Option<Smtp>, TransportFault> {
        let Some(url) = &config.smtp_url else {
            return Ok(None);
        };
        let builder = AsyncSmtpTransport::<Tokio1Executor>::from_url(url.expose_secret())
            .map_err(|_| TransportFault::Permanent("mail.smtp_url is not usable".to_owned()))?;
        let transport = builder
            .hello_name(ClientId::Domain(host.to_owned()))
            .timeout(Some(TIMEOUT))
            .pool_config(PoolConfig::new().max_size(CONNECTIONS))
            .build();
        Ok(Some(Smtp {
            from: config.from.clone(),
            transport,
        }))
    }

    /// Connects, signs in where the URL says so, and hangs up. No mail is sent.
    ///
    /// # Errors
    /// What the server says, or that there is none.
    pub async fn reach(&self) -> Result<(), TransportFault> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(TransportFault::Transient("the server hung up".to_owned())),
            Err(error) => Err(fault(&error)),
        }
    }
}

impl Transport for Smtp {
    fn send<'a>(&'a self, message: &'a Message) -> Sending<'a> {
        Box::pin(async move {
            let letter = letter(&self.from, message)?;
            let sent = self.transport.send(letter).await;
            sent.map(drop).map_err(|error| fault(&error))
        })
    }
}

/// What an answer of the mail server means for the mail (RFC 5321 section 4.2.1), in the server's words.
fn fault(error: &smtp::Error) -> TransportFault {
    let code = error.status().map(u16::from);
    let refused = error.is_permanent() && !code.is_some_and(|code| CREDENTIALS.contains(&code));
    if refused {
        TransportFault::Permanent(error.to_string())
    } else {
        TransportFault::Transient(error.to_string())
    }
}

/// The mail in the form of RFC 5322, with both parts (RFC 2046 section 5.1.4).
fn letter(from: &Mailbox, message: &Message) -> Result<lettre::Message, TransportFault> {
    let to = message
        .to
        .parse()
        .map_err(|error| TransportFault::Transient(format!("recipient: {error}")))?;
    let millis = u64::try_from(message.date.as_millis()).unwrap_or(0);
    lettre::Message::builder()
        .message_id(Some(message.message_id.clone()))
        .date(UNIX_EPOCH + Duration::from_millis(millis))
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(message.subject.clone())
        .header(AutoSubmitted)
        .multipart(MultiPart::alternative_plain_html(
            message.text.clone(),
            message.html.clone(),
        ))
        .map_err(|error| TransportFault::Transient(error.to_string()))
}

/// Keeps out-of-office replies away (RFC 3834 section 5).
#[derive(Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }

    fn parse(_: &str) -> Result<AutoSubmitted, Box<dyn std::error::Error + Send + Sync>> {
        Ok(AutoSubmitted)
    }

    fn display(&self) -> HeaderValue {
        HeaderValue::new(AutoSubmitted::name(), "auto-generated".to_owned())
    }
}

/// Puts mails into the built-in mailbox of `--demo`.
pub struct Demo {
    database: Database,
}

impl Demo {
    /// Writes to the table `demo_mails`.
    pub fn new(database: Database) -> Demo {
        Demo { database }
    }
}

impl Transport for Demo {
    fn send<'a>(&'a self, message: &'a Message) -> Sending<'a> {
        Box::pin(async move {
            let Message {
                id,
                date,
                to,
                subject,
                text,
                html,
                ..
            } = message.clone();
            let mail = DemoMail {
                id,
                recipient: to,
                subject,
                text,
                html,
                received_at: date,
            };
            let put = async {
                let mut tx = self.database.begin().await?;
                demo_mails::put(&mut tx, &mail).await?;
                tx.commit().await
            };
            put.await
                .map_err(|error| TransportFault::Transient(error.to_string()))
        })
    }
}

/// Keeps mails in memory, for tests. Can be out of order.
#[derive(Default)]
pub struct Memory {
    state: Mutex<MemoryState>,
}

#[derive(Default)]
struct MemoryState {
    sent: Vec<Message>,
    out_of_order: bool,
}

impl Memory {
    /// Everything that was sent, oldest first.
    pub fn sent(&self) -> Vec<Message> {
        self.state().sent.clone()
    }

    /// From now on every mail is refused, or taken again.
    pub fn set_out_of_order(&self, out_of_order: bool) {
        self.state().out_of_order = out_of_order;
    }

    fn state(&self) -> MutexGuard<'_, MemoryState> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for Memory {
    fn send<'a>(&'a self, message: &'a Message) -> Sending<'a> {
        let mut state = self.state();
        let taken = if state.out_of_order {
            Err(TransportFault::Transient("out of order".to_owned()))
        } else {
            state.sent.push(message.clone());
            Ok(())
        };
        Box::pin(std::future::ready(taken))
    }
}
