//! Mails: queued as template and parameters in the transaction that causes them, rendered when they leave.
//!
//! A new mail is a variant of [`Mail`], a folder in `templates/` and a line in `registry.rs`.

mod kinds;
mod links;
mod outbox;
mod parts;
mod registry;
mod render;
mod source;
pub mod transport;
mod worker;

pub use kinds::{Mail, UnknownMail};
pub use links::{lifetime, path};
pub use outbox::{Letter, Outbox};
pub use parts::{AccessChange, FactorChange, LinkSubject, Next, WayInNext};
pub use registry::{TEMPLATES, Template};
pub use render::{RenderFault, Rendered, Renderer};
pub use transport::{Demo, Memory, Message, Sending, Smtp, Transport, TransportFault};
pub use worker::Worker;
