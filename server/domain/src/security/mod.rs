//! What customers change about their own sign-in.

mod change_address;
mod change_password;

pub use change_address::{ConfirmChange, confirm_change};
pub use change_password::{ChangePassword, change_password, has_card};
