//! Logging out. The way out itself is a plain form to `/logout`, since it may leave the origin.

mod read_receipt;

pub use read_receipt::{ReadReceipt, Receipt, ReceiptLine, read_receipt};
