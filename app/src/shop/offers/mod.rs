//! What the shop offers.

mod home;
mod offer;
mod price;

pub(super) use home::Home;
pub(super) use offer::OfferPage;
