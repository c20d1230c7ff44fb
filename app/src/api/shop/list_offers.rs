use crate::api::Reply;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

/// An offer on the home page. Prices are texts in the page's language, such as `12,50 €`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfferCard {
    /// The address is `/offers/{slug}`.
    pub slug: String,
    /// Name.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Address of the picture.
    pub picture: String,
    /// Price for everybody.
    pub price: String,
    /// Lower price for signed-in members, if there is one.
    pub member_price: Option<String>,
}

/// All offers, in the shop's order.
#[server(prefix = "", endpoint = "/ui/offers", input = GetUrl)]
pub async fn list_offers() -> Reply<Vec<OfferCard>> {
    let (ports, visit) = crate::api::ports::here()?;
    crate::api::ports::Shop::offers(&*ports, &visit).await
}
