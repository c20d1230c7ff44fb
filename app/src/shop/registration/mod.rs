//! Registering, and following one's own request.

mod address;
mod check_mail;
mod mend;
mod page;
mod proof;
mod status;
mod steps;

pub(super) use address::AddressPage;
pub(super) use check_mail::{CheckMail, CheckMailPage};
pub(super) use page::{RegisterPage, languages};
pub(super) use status::StatusPage;
pub(super) use steps::{Step, Steps};
