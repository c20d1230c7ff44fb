//! Where random bytes come from.

use ring::rand::{SecureRandom, SystemRandom};

use super::Token;

/// A source of random bytes that nobody can foresee. It comes in as an argument, so that tests can fix it.
pub trait Entropy: Send + Sync {
    /// Fills the slice.
    fn fill(&self, bytes: &mut [u8]);

    /// What an id of `domain::ids` needs besides the time.
    fn random10(&self) -> [u8; 10] {
        let mut bytes = [0; 10];
        self.fill(&mut bytes);
        bytes
    }

    /// A new secret of 256 bits: session, state, nonce, link.
    fn token(&self) -> Token {
        let mut bytes = [0; 32];
        self.fill(&mut bytes);
        Token::from_bytes(bytes)
    }
}

/// The operating system's generator as `ring` takes it for signatures, which needs no fixing: what it makes of it is
/// verified, not compared.
#[expect(
    clippy::disallowed_methods,
    reason = "ring signs with its own generator alone"
)]
pub fn for_signatures() -> SystemRandom {
    SystemRandom::new()
}

/// The operating system's generator.
#[derive(Clone, Debug)]
pub struct SystemEntropy(SystemRandom);

impl SystemEntropy {
    /// Opens the generator.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where real randomness comes in"
    )]
    pub fn new() -> SystemEntropy {
        SystemEntropy(SystemRandom::new())
    }
}

impl Default for SystemEntropy {
    fn default() -> SystemEntropy {
        SystemEntropy::new()
    }
}

impl Entropy for SystemEntropy {
    /// # Panics
    /// If the operating system gives no random bytes: nothing safe can be done without them.
    fn fill(&self, bytes: &mut [u8]) {
        self.0
            .fill(bytes)
            .expect("the operating system gives random bytes");
    }
}
