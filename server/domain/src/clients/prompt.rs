//! What a client wants the person to be asked (OpenID Connect Core 1.0 §3.1.2.1).

use crate::stored::stored_enum;

stored_enum! {
    /// A word of `prompt`.
    pub enum Prompt {
        /// Nothing: an error if something had to be asked.
        None = "none",
        /// To sign in, whoever is signed in.
        Login = "login",
        /// To agree, whatever was agreed to before.
        Consent = "consent",
        /// With which account to go on.
        SelectAccount = "select_account",
        /// To register (Initiating User Registration 1.0 §4.1).
        Create = "create",
    }
}

/// The words of a request.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Prompts(Vec<Prompt>);

impl Prompts {
    /// Reads the parameter. `None` for an unknown word, and for `none` beside others. A word that stands twice counts
    /// once.
    pub fn read(text: &str) -> Option<Self> {
        let mut words = Vec::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            let prompt = word.parse::<Prompt>().ok()?;
            if !words.contains(&prompt) {
                words.push(prompt);
            }
        }
        let alone = words.len() == 1 || !words.contains(&Prompt::None);
        alone.then_some(Self(words))
    }

    /// Whether a word was there.
    pub fn has(&self, prompt: Prompt) -> bool {
        self.0.contains(&prompt)
    }
}
