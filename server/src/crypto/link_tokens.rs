//! Tokens of links in mails, and codes in mails, made again from the mail's id whenever they are needed.

use std::fmt;

use domain::{
    ids::{MailId, RequestId, StaffId},
    second_factor::Code,
};

use super::{Token, hmac_sha256};

/// Makes the tokens of links from a key and an id. The queue of mails therefore holds no secret, and a copy that is
/// sent after an interruption carries the same link.
#[derive(Clone)]
pub struct LinkTokens([u8; 32]);

impl LinkTokens {
    /// From a key that serves nothing else.
    pub fn new(key: [u8; 32]) -> LinkTokens {
        LinkTokens(key)
    }

    /// The token of the link in this mail.
    pub fn for_mail(&self, id: MailId) -> Token {
        self.token(&format!("mail:{id}"))
    }

    /// The token of a registration request's status page, which lives as long as the request.
    pub fn for_status_page(&self, id: RequestId) -> Token {
        self.token(&format!("status:{id}"))
    }

    /// The mark of a browser that this member of staff has signed in with.
    pub fn for_browser_of(&self, id: StaffId) -> Token {
        self.token(&format!("browser:{id}"))
    }

    /// The six digits in this mail.
    pub fn code_for_mail(&self, id: MailId) -> Code {
        let hash = hmac_sha256(&self.0, format!("code:{id}").as_bytes());
        let mut octets = [0; 8];
        octets.copy_from_slice(&hash[..8]);
        // Of 2^64 numbers, no code has one in a million more than another.
        Code::of(u32::try_from(u64::from_be_bytes(octets) % 1_000_000).unwrap_or_default())
    }

    fn token(&self, subject: &str) -> Token {
        Token::from_bytes(hmac_sha256(&self.0, subject.as_bytes()))
    }
}

impl fmt::Debug for LinkTokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LinkTokens(…)")
    }
}
