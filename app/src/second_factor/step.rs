//! The page of a step, whatever comes next.

use super::{
    ask::AskView,
    codes::CodesView,
    parts::{ActButton, CountdownText},
    set_up::{ChooseView, NewAppView, NewMailView},
};
use crate::{
    api::{
        PageForm,
        second_factor::{Place, Stage, StepPage, read_step},
    },
    tr,
    ui::{BesideLogo, Load, Notice, Tinted, Title},
};
use leptos::prelude::*;
use serde::Serialize;
use std::marker::PhantomData;

/// What comes next at this place; `F` is its form.
#[component]
pub fn StepView<F>(
    /// Nothing to pass: the form's server function is named as `<StepView<SecondStep>>`.
    #[prop(optional)]
    function: PhantomData<F>,
    /// Where.
    place: Place,
) -> impl IntoView
where
    F: PageForm + Serialize + Send + 'static,
{
    let PhantomData = function;
    let page = Resource::new_blocking(|| (), move |()| read_step(place));
    view! {
        <Title text=tr!(second_factor.title)/>
        <Load from=page show=|page: StepPage| view! { <Now<F> page/> }/>
    }
}

#[component]
fn Now<F>(#[prop(optional)] function: PhantomData<F>, page: StepPage) -> impl IntoView
where
    F: PageForm + Serialize + Send + 'static,
{
    let PhantomData = function;
    let StepPage {
        place,
        stage,
        countdown,
        again,
        client,
    } = page;
    let (heading, lead) = words(&stage);
    let choosing = matches!(stage, Stage::Choose { .. });
    let countdown = countdown.filter(|_| choosing);
    let later = countdown.is_some().then(|| {
        view! { <ActButton<F> act="later" label=tr!(second_factor.later) class="quiet"/> }
    });
    let countdown = countdown.map(|countdown| {
        view! { <Notice tone="info"><CountdownText countdown/></Notice> }
    });
    let view = match stage {
        Stage::Ask(ask) => view! { <AskView<F> ask/> }.into_any(),
        Stage::Choose { mail } => view! { <ChooseView<F> mail/> }.into_any(),
        Stage::App(app) => view! { <NewAppView<F> app/> }.into_any(),
        Stage::Mail { to } => view! { <NewMailView<F> to/> }.into_any(),
        Stage::Codes(codes) => view! { <CodesView<F> codes/> }.into_any(),
    };
    let again = place.signs_in().then(|| {
        view! {
            <p class="form-foot"><a href=again rel="external">{tr!(second_factor.start_again)}</a></p>
        }
    });
    let tint = client.clone();
    let lead = view! { <p class="lead">{lead}</p> };
    // A letter stands for a name, and these words have none.
    let lead = match client.filter(|client| client.logo.is_some()) {
        Some(client) => view! { <BesideLogo client>{lead}</BesideLogo> }.into_any(),
        None => lead.into_any(),
    };
    view! {
        <Tinted client=tint>
            <div class="page-head"><h1>{heading}</h1>{lead}</div>
            <div class="card stack">{countdown} {view} {later}</div>
            {again}
        </Tinted>
    }
}

fn words(stage: &Stage) -> (&'static str, &'static str) {
    match stage {
        Stage::Ask(_) => (tr!(second_factor.ask_heading), tr!(second_factor.ask_lead)),
        Stage::Choose { .. } => (tr!(second_factor.choose_heading), tr!(second_factor.choose_lead)),
        Stage::App(_) => (tr!(second_factor.app_heading), tr!(second_factor.app_lead)),
        Stage::Mail { .. } => (tr!(second_factor.mail_heading), tr!(second_factor.mail_lead)),
        Stage::Codes(_) => (tr!(second_factor.codes_heading), tr!(second_factor.codes_lead)),
    }
}
