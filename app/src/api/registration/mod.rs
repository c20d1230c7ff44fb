//! Registering, and following one's own request.

mod give_address;
mod page;
mod register;
mod status;
mod withdraw;

pub use give_address::{Asked, GiveAddress, ReadAsked, give_address, read_asked};
pub use page::{ReadRegisterPage, RegisterPage, read_register_page};
pub use register::{Register, register};
pub use status::{ReadStatus, RequestStage, RequestStatus, read_status};
pub use withdraw::{Withdraw, withdraw};
