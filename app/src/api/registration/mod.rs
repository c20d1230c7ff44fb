//! Registering, and following one's own request.

mod correct;
mod give_address;
mod page;
mod register;
mod send_mail;
mod status;
mod withdraw;

pub use correct::{Correct, correct};
pub use give_address::{Asked, GiveAddress, ReadAsked, give_address, read_asked};
pub use page::{ReadRegisterPage, RegisterPage, read_register_page};
pub use register::{Register, register};
pub use send_mail::{SendMail, send_mail};
pub use status::{Details, ReadStatus, RequestStatus, read_status};
pub use withdraw::{Withdraw, withdraw};
