//! What a person proved beside the password.

use crate::stored::stored_enum;

stored_enum! {
    /// How the second step was done.
    pub enum Proof {
        /// With a code of the authenticator app.
        App = "app",
        /// With a code that was mailed: basic, since whoever reads the mails has it.
        Mail = "mail",
        /// With a recovery code.
        Recovery = "recovery",
    }
}

impl Proof {
    /// The authentication methods of the session (RFC 8176 §2): a one-time password, or a second channel.
    pub const fn amr(self) -> &'static str {
        match self {
            Self::App | Self::Recovery => "pwd otp",
            Self::Mail => "pwd mca",
        }
    }
}
