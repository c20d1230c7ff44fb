use super::price::PriceBox;
use crate::{
    api::shop::{Offer, OfferCard, read_offer},
    routes::with_next,
    tr,
    ui::{Description, Empty, Icon, Load, Title, found, set_status, use_frame},
};
use domain::values::Slug;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// `/offers/{slug}`: a person reads about one offer and sees what it costs them.
#[component]
pub(crate) fn OfferPage() -> impl IntoView {
    let params = use_params_map();
    let slug = move || params.with(|params| params.get("slug").and_then(|slug| Slug::parse(&slug).ok()));
    let offer = Resource::new_blocking(slug, async |slug| match slug {
        Some(slug) => found(read_offer(slug).await),
        None => Ok(None),
    });
    view! { <Load from=offer show/> }
}

fn show(offer: Option<Offer>) -> AnyView {
    match offer {
        Some(Offer { card, text }) => view! { <Article card text/> }.into_any(),
        None => view! { <Gone/> }.into_any(),
    }
}

/// 404 for an offer: it may have been there once.
#[component]
fn Gone() -> impl IntoView {
    set_status(404);
    view! {
        <Title text=tr!(shop.not_found_title)/>
        <div class="page wide">
            <Empty picture="not-found" heading=tr!(shop.offer_gone_heading) text=tr!(shop.offer_gone_text)>
                <a class="button primary" href="/">{tr!(shop.all_offers)}</a>
            </Empty>
        </div>
    }
}

#[component]
fn Article(card: OfferCard, text: Vec<String>) -> impl IntoView {
    let OfferCard {
        slug,
        name,
        summary,
        picture,
        price,
        member_price,
    } = card;
    let hint = member_price.is_some().then(|| view! { <MemberHint slug/> });
    view! {
        <Title text=name.clone()/>
        <Description text=summary.clone()/>
        <div class="page wide">
            <a class="back-link" href="/"><Icon name="arrow-left" class="small"/>{tr!(shop.all_offers)}</a>
            <article class="offer-page">
                <img class="offer-picture" src=picture alt="" width="800" height="600"/>
                <aside class="offer-aside">
                    <div class="offer-head">
                        <h1>{name}</h1>
                        <p class="lead">{summary}</p>
                    </div>
                    <div class="card stack">
                        <PriceBox price member_price/>
                        {hint}
                    </div>
                    <div class="stack tight">
                        <h2>{tr!(shop.how_to_book_heading)}</h2>
                        <p class="quiet-text">
                            {tr!(shop.how_to_book_text)} " " <a href="/imprint">{tr!(common.imprint)}</a>
                        </p>
                    </div>
                </aside>
                <div class="prose">{text.into_iter().map(|text| view! { <p>{text}</p> }).collect_view()}</div>
            </article>
        </div>
    }
}

/// How to get the member price, or that it is theirs.
#[component]
fn MemberHint(slug: String) -> impl IntoView {
    let frame = use_frame();
    if frame.customer.is_some() {
        return view! { <p class="quiet-text">{tr!(shop.member_price_yours)}</p> }.into_any();
    }
    let sign_in = frame.login.then(|| {
        let href = with_next("/login", Some(&format!("/offers/{slug}")));
        view! { <a class="button primary full" href=href rel="external">{tr!(common.sign_in)}</a> }
    });
    view! { <p class="quiet-text">{tr!(shop.member_price_hint)}</p> {sign_in} }.into_any()
}
