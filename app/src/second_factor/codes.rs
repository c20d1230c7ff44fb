//! New recovery codes, until they are noted.

use super::parts::ActButton;
use crate::{api::PageForm, tr};
use leptos::prelude::*;
use serde::Serialize;
use std::marker::PhantomData;

/// The codes; the button goes on, and they are shown no more.
#[component]
pub(super) fn CodesView<F>(#[prop(optional)] function: PhantomData<F>, codes: Vec<String>) -> impl IntoView
where
    F: PageForm + Serialize + Send + 'static,
{
    let PhantomData = function;
    let codes = codes
        .into_iter()
        .map(|code| view! { <li><code>{code}</code></li> });
    view! {
        <ul class="recovery-codes" role="list">{codes.collect_view()}</ul>
        <p>{tr!(second_factor.codes_text)}</p>
        <ActButton<F> act="done" label=tr!(second_factor.codes_done) class="primary full"/>
    }
}
