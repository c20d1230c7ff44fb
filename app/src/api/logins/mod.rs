//! Login options: the ways in that a customer has, and connecting an identity that a provider vouched for.

mod connect;
mod disconnect;
mod password;
mod proof;
mod read;

pub use connect::{ConnectLogin, connect_login};
pub use disconnect::{DisconnectLogin, disconnect_login};
pub use password::{AskForPassword, RemovePassword, ask_for_password, remove_password};
pub use proof::{ConnectProven, HaveAccount, Proof, ReadProof, connect_proven, have_account, read_proof};
pub use read::{Login, Logins, PasswordLogin, ReadLogins, read_logins};
