//! Codes of an authenticator app (RFC 6238, over HOTP of RFC 4226). Which of them is taken, `domain::second_factor`
//! says.

use std::fmt;

use data_encoding::BASE32_NOPAD;
use domain::second_factor::{Code, DIGITS, STEP};
use ring::hmac;
use secrecy::zeroize::Zeroizing;
use secrecy::{ExposeSecret, SecretString};
use url::form_urlencoded;

use super::Entropy;

/// Octets of a secret (RFC 4226 §4, R6).
const LENGTH: usize = 20;

/// What an app and the shop share. Never logged.
#[derive(Clone)]
pub struct AppSecret(SecretString);

impl AppSecret {
    /// A new one.
    pub fn new(entropy: &dyn Entropy) -> AppSecret {
        let mut octets = Zeroizing::new([0; LENGTH]);
        entropy.fill(octets.as_mut());
        AppSecret(BASE32_NOPAD.encode(octets.as_ref()).into())
    }

    /// The one that was sealed as its key.
    pub fn from_key(key: SecretString) -> AppSecret {
        AppSecret(key)
    }

    /// The key as a person types it: Base 32 (RFC 4648 section 6) without padding.
    pub fn key(&self) -> &str {
        self.0.expose_secret()
    }

    /// The code of a step (RFC 4226 §5.3).
    pub fn code_at(&self, step: i64) -> Code {
        let octets = BASE32_NOPAD.decode(self.key().as_bytes()).unwrap_or_default();
        // Every app takes SHA-1, and few take anything else; HMAC needs no more of it (RFC 6238 §1.2).
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &Zeroizing::new(octets));
        let tag = hmac::sign(&key, &step.to_be_bytes());
        let tag = tag.as_ref();
        let at = usize::from(tag[tag.len() - 1] & 0xf);
        let number = tag[at..]
            .iter()
            .take(4)
            .fold(0, |number: u32, octet| number << 8 | u32::from(*octet));
        Code::of(number & 0x7fff_ffff)
    }

    /// What the picture holds: the key with the name of the shop and of the person, as apps read it.
    pub fn uri(&self, shop: &str, account: &str) -> String {
        let escape = |text: &str| {
            form_urlencoded::byte_serialize(text.as_bytes())
                .collect::<String>()
                .replace('+', "%20")
        };
        let (shop, account) = (escape(&shop.replace(':', " ")), escape(account));
        format!(
            "otpauth://totp/{shop}:{account}?secret={}&issuer={shop}&algorithm=SHA1&digits={DIGITS}&period={}",
            self.key(),
            STEP.as_secs()
        )
    }
}

impl fmt::Debug for AppSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppSecret(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{second_factor::step, time::Timestamp};
    use rstest::rstest;

    fn secret() -> AppSecret {
        AppSecret::from_key(BASE32_NOPAD.encode(b"12345678901234567890").into())
    }

    /// RFC 6238, appendix B, SHA-1; the last six of its eight digits.
    #[rstest]
    #[case(59, "287082")]
    #[case(1_111_111_109, "081804")]
    #[case(1_111_111_111, "050471")]
    #[case(1_234_567_890, "005924")]
    #[case(2_000_000_000, "279037")]
    #[case(20_000_000_000, "353130")]
    fn codes_of_the_standard(#[case] seconds: i64, #[case] code: &str) {
        let step = step(Timestamp::from_secs(seconds));
        assert_eq!(secret().code_at(step).to_string(), code);
    }

    #[test]
    fn the_picture_holds_what_apps_read() {
        let uri = secret().uri("Sports: Tidewater & Co", "ada+shop@example.org");
        assert_eq!(
            uri,
            "otpauth://totp/Sports%20%20Tidewater%20%26%20Co:ada%2Bshop%40example.org\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Sports%20%20Tidewater%20%26%20Co\
             &algorithm=SHA1&digits=6&period=30"
        );
        assert!(!format!("{:?}", secret()).contains("GEZD"));
    }
}
