//! The catalogue and the shop's own texts.

mod list_offers;
mod read_offer;
mod read_text;

pub use list_offers::{ListOffers, OfferCard, list_offers};
pub use read_offer::{Offer, ReadOffer, read_offer};
pub use read_text::{LegalText, ReadText, TextBlock, TextKind, read_text};
