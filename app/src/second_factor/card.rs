//! What a person who is signed in has, and may change.

use super::{
    browsers::Browsers,
    parts::{ActButton, CountdownText},
};
use crate::{
    api::{
        PageForm,
        second_factor::{FactorCard, Place, read_factor},
    },
    tr,
    ui::{Load, Notice, found},
};
use leptos::prelude::*;
use serde::Serialize;
use std::marker::PhantomData;

/// The card of the second factor; nothing where there is none to have. `F` is the form of its place.
#[component]
pub fn FactorCardOf<F>(
    /// Nothing to pass: the form's server function is named as `<FactorCardOf<ChangeFactor>>`.
    #[prop(optional)]
    function: PhantomData<F>,
    /// Where.
    place: Place,
) -> impl IntoView
where
    F: PageForm + Serialize + Send + 'static,
{
    let PhantomData = function;
    let card = Resource::new_blocking(|| (), move |()| async move { found(read_factor(place).await) });
    let show = |card: Option<FactorCard>| card.map(|card| view! { <Card<F> card/> });
    view! { <Load from=card show=show/> }
}

#[component]
fn Card<F>(#[prop(optional)] function: PhantomData<F>, card: FactorCard) -> impl IntoView
where
    F: PageForm + Serialize + Send + 'static,
{
    let PhantomData = function;
    let on = card.is_on();
    let text = if on {
        tr!(second_factor.card_on)
    } else {
        tr!(second_factor.card_off)
    };
    let countdown = card.countdown.clone().filter(|_| !on).map(|countdown| {
        view! { <Notice tone="info"><CountdownText countdown/></Notice> }
    });
    let required = (card.required && !on)
        .then(|| view! { <Notice tone="warning"><p>{tr!(second_factor.card_required)}</p></Notice> });
    let browsers = card.browsers.clone();
    view! {
        <section class="card stack" aria-labelledby="second-factor">
            <h2 id="second-factor">{tr!(second_factor.card_heading)}</h2>
            <p>{text}</p>
            {countdown}
            {required}
            <Methods<F> card/>
        </section>
        {(!browsers.is_empty()).then(|| view! { <Browsers<F> browsers/> })}
    }
}

/// The methods with what can be done about each.
#[component]
fn Methods<F>(#[prop(optional)] function: PhantomData<F>, card: FactorCard) -> impl IntoView
where
    F: PageForm + Serialize + Send + 'static,
{
    let PhantomData = function;
    let (on, both) = (
        card.is_on(),
        card.app_since.is_some() && card.mail_since.is_some(),
    );
    let app_act = if card.app_since.is_some() {
        tr!(second_factor.replace_app)
    } else {
        tr!(second_factor.choose_app)
    };
    let app_look = if on { "" } else { "primary" };
    let drop_app = both
        .then(|| view! { <ActButton<F> act="drop_app" label=tr!(second_factor.drop_method) class="quiet"/> });
    let mail = (card.offers_mail || card.mail_since.is_some()).then(|| {
        let drop_mail = both.then(
            || view! { <ActButton<F> act="drop_mail" label=tr!(second_factor.drop_method) class="quiet"/> },
        );
        let choose = card.mail_since.is_none().then(|| {
            view! { <ActButton<F> act="choose_mail" label=tr!(second_factor.choose_mail)/> }
        });
        view! {
            <section class="method">
                <h3>{tr!(second_factor.method_mail)}</h3>
                <p>{since(card.mail_since.clone(), tr!(second_factor.method_mail_text))}</p>
                <div class="form-actions">{choose} {drop_mail}</div>
            </section>
        }
    });
    let codes = on.then(|| {
        view! {
            <section class="method">
                <h3>{tr!(second_factor.codes_name)}</h3>
                <p>{tr!(second_factor.codes_left, count = card.codes_left)}</p>
                <ActButton<F> act="codes" label=tr!(second_factor.codes_new)/>
            </section>
        }
    });
    let off = (on && !card.required).then(|| {
        view! { <ActButton<F> act="turn_off" label=tr!(second_factor.turn_off) class="danger"/> }
    });
    view! {
        <section class="method">
            <h3>{tr!(second_factor.method_app)}</h3>
            <p>{since(card.app_since.clone(), tr!(second_factor.method_app_text))}</p>
            <div class="form-actions">
                <ActButton<F> act="choose_app" label=app_act class=app_look/>
                {drop_app}
            </div>
        </section>
        {mail}
        {codes}
        {off}
    }
}

/// Since when a method is set up; what it is where it is not.
fn since(date: Option<String>, or: &'static str) -> String {
    date.map_or_else(
        || or.to_owned(),
        |date| tr!(second_factor.since, date = date).to_string(),
    )
}
