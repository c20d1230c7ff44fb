//! What reCAPTCHA v3 says about a token, and what that is worth.

use super::Proof;

/// Its answer.
#[derive(Clone, PartialEq, Debug)]
pub struct Assessment {
    /// The token is real and was not looked at before.
    pub success: bool,
    /// What the page said that the person was about to do.
    pub action: String,
    /// From 0.0, a bot, to 1.0, a person.
    pub score: f64,
    /// The host of the page that the token was made on.
    pub hostname: String,
}

/// Whether the token proves a person: it is real, was made for this form on a page of this shop, and scores at least
/// `least` hundredths.
pub fn assess(answer: &Assessment, action: &str, hostname: &str, least: u8) -> Proof {
    let ours = answer.action == action && answer.hostname == hostname;
    if answer.success && ours && answer.score * 100.0 >= f64::from(least) {
        Proof::Right
    } else {
        Proof::Wrong
    }
}
