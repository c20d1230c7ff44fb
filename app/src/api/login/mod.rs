//! Signing in with a password, and asking for a new one.

mod find_way;
mod forgot;
mod page;
mod sign_in;

pub use find_way::{FindWay, find_way};
pub use forgot::{Forgot, forgot};
pub use page::{LoginPage, Part, ProviderButton, ReadLoginPage, Samples, read_login_page};
pub use sign_in::{SignIn, sign_in};
