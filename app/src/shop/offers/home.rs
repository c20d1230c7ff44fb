use super::price::PriceLine;
use crate::{
    api::shop::{OfferCard, list_offers},
    tr,
    ui::{Description, Empty, Load, Title, use_frame},
};
use leptos::prelude::*;

/// `/`: a person sees what is on and opens an offer.
#[component]
pub(crate) fn Home() -> impl IntoView {
    let offers = Resource::new_blocking(|| (), |()| list_offers());
    view! {
        <Title text=tr!(shop.home_title)/>
        <Description text=tr!(shop.home_lead)/>
        <Hero/>
        <section class="page wide" aria-labelledby="offers">
            <div class="page-head">
                <h2 id="offers">{tr!(shop.home_offers)}</h2>
                <p class="quiet-text">{tr!(shop.home_offers_lead)}</p>
            </div>
            <Load from=offers show/>
        </section>
    }
}

#[component]
fn Hero() -> impl IntoView {
    let heading = tr!(shop.home_heading, shop = use_frame().shop_name).to_string();
    let picture = use_frame().picture("hero");
    let picture = (!picture.is_empty())
        .then(|| view! { <img src=picture alt="" width="1200" height="900" fetchpriority="high"/> });
    view! {
        <section class="hero">
            <div class="wide">
                <div class="hero-text">
                    <h1>{heading}</h1>
                    <p class="lead">{tr!(shop.home_lead)}</p>
                    <a class="button primary" href="#offers">{tr!(shop.home_see_offers)}</a>
                </div>
                {picture}
            </div>
        </section>
    }
}

fn show(offers: Vec<OfferCard>) -> AnyView {
    if offers.is_empty() {
        let (heading, text) = (tr!(shop.offers_empty_heading), tr!(shop.offers_empty_text));
        return view! { <Empty picture="empty" heading text second=true/> }.into_any();
    }
    let cards = offers
        .into_iter()
        .map(|card| view! { <Card card/> })
        .collect_view();
    view! { <ul class="offers" role="list">{cards}</ul> }.into_any()
}

/// An offer in the list; its link covers the whole card.
#[component]
fn Card(card: OfferCard) -> impl IntoView {
    let OfferCard {
        slug,
        name,
        summary,
        picture,
        price,
        member_price,
    } = card;
    view! {
        <li class="offer">
            <img src=picture alt="" width="800" height="600" loading="lazy"/>
            <h3><a href=format!("/offers/{slug}")>{name}</a></h3>
            <p>{summary}</p>
            <p class="price-line"><PriceLine price member_price/></p>
        </li>
    }
}
