//! Browsers that are remembered.

use super::parts::ActButton;
use crate::{
    api::{PageForm, second_factor::BrowserRow},
    tr,
};
use leptos::prelude::*;
use serde::Serialize;
use std::marker::PhantomData;

/// The list, each with a button that forgets it.
#[component]
pub(super) fn Browsers<F>(
    #[prop(optional)] function: PhantomData<F>,
    browsers: Vec<BrowserRow>,
) -> impl IntoView
where
    F: PageForm + Serialize + Send + 'static,
{
    let PhantomData = function;
    let several = browsers.len() > 1;
    let rows = browsers.into_iter().map(|row| {
        let BrowserRow {
            id,
            name,
            requester,
            since,
            until,
            here,
        } = row;
        let name = name.unwrap_or_else(|| tr!(second_factor.browser_unknown).to_owned());
        let here = here.then(|| view! { <span class="badge">{tr!(second_factor.browser_here)}</span> });
        view! {
            <li class="browser-row">
                <div>
                    <strong>{name}</strong> " " {here}
                    <p class="hint">{tr!(second_factor.browser_facts, since = since, until = until, address = requester)}</p>
                </div>
                <ActButton<F> act="forget" id label=tr!(second_factor.forget) class="small"/>
            </li>
        }
    });
    view! {
        <section class="card stack" aria-labelledby="remembered-browsers">
            <h2 id="remembered-browsers">{tr!(second_factor.browsers_heading)}</h2>
            <p>{tr!(second_factor.browsers_text)}</p>
            <ul role="list" class="browser-rows">{rows.collect_view()}</ul>
            {several.then(|| view! { <ActButton<F> act="forget_all" label=tr!(second_factor.forget_all) class="quiet"/> })}
        </section>
    }
}
