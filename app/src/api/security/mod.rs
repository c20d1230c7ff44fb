//! What customers change about their own sign-in.

mod change_address;
mod change_password;
mod read;

pub use change_address::{ChangeAddress, change_address};
pub use change_password::{ChangePassword, change_password};
pub use read::{ReadSecurity, Security, read_security};
