use super::OfferCard;
use crate::api::Reply;
use domain::values::Slug;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// One offer's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offer {
    /// What the card shows too.
    pub card: OfferCard,
    /// The text, one entry a paragraph.
    pub text: Vec<String>,
}

/// One offer; `NotFound` when there is none.
#[server(prefix = "", endpoint = "/ui/offer", input = GetUrl)]
pub async fn read_offer(slug: Slug) -> Reply<Offer> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Shop::offer(&*ports, &visit, slug).await
}
