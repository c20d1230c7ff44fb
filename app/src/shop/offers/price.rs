use crate::{tr, ui::use_frame};
use leptos::prelude::*;

/// What an offer costs, in the list.
#[component]
pub(super) fn PriceLine(price: String, member_price: Option<String>) -> impl IntoView {
    let Shown {
        main,
        beside,
        instead_of,
    } = shown(price, member_price);
    view! {
        <span class="price">{main}</span>
        {beside.map(|beside| view! { <span class="member-price">{beside}</span> })}
        {instead_of.map(|price| view! { <NotPaid price/> })}
    }
}

/// What an offer costs, on its page.
#[component]
pub(super) fn PriceBox(price: String, member_price: Option<String>) -> impl IntoView {
    let Shown {
        main,
        beside,
        instead_of,
    } = shown(price, member_price);
    view! {
        <div class="price-box">
            <p class="price">{main}</p>
            {beside.map(|beside| view! { <p class="member-price">{beside}</p> })}
            {instead_of.map(|price| view! { <p><NotPaid price/></p> })}
            <p class="quiet-text small">{tr!(shop.price_with_tax)}</p>
        </div>
    }
}

struct Shown {
    /// What this person pays.
    main: String,
    /// What it is, or what members would pay.
    beside: Option<String>,
    /// The price for everybody, when this person need not pay it.
    instead_of: Option<String>,
}

/// Customers who are signed in see the member price first, all others the price for everybody.
fn shown(price: String, member_price: Option<String>) -> Shown {
    match (member_price, use_frame().customer) {
        (Some(member_price), Some(_)) => Shown {
            main: member_price,
            beside: Some(tr!(shop.member_price).to_owned()),
            instead_of: Some(price),
        },
        (Some(member_price), None) => {
            let beside = tr!(shop.members_pay, price = member_price).to_string();
            Shown {
                main: price,
                beside: Some(beside),
                instead_of: None,
            }
        }
        (None, _) => Shown {
            main: price,
            beside: None,
            instead_of: None,
        },
    }
}

#[component]
fn NotPaid(price: String) -> impl IntoView {
    view! { <s class="quiet-text small"><span class="visually-hidden">{tr!(shop.price)} " "</span>{price}</s> }
}
