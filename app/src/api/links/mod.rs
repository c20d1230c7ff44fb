//! Pages that a link from a mail opens. Opening shows a page; only its button uses the link up, since mail scanners
//! open links.

mod activate;
mod confirm_address;
mod look;
mod reset;
mod send_again;

pub use activate::{Activate, activate};
pub use confirm_address::{ConfirmAddress, confirm_address};
pub use look::{LinkPurpose, LinkState, LookAtLink, look_at_link};
pub use reset::{Reset, reset};
pub use send_again::{SendAgain, send_again};
