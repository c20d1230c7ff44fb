use super::parts::{AnotherPerson, OtherWays, OwnPage, person, request, scope_words};
use crate::{
    api::consent::{Agree, Question, read_question},
    shop::screens::NotFound,
    tr,
    ui::{BesideLogo, Form, Hidden, Icon, Load, NAME, Named, SubmitButton, Tinted, Title, found},
};
use domain::clients::Scope;
use leptos::prelude::*;

/// `/oauth2/v1/consent`: a person says whether a client may know what it asks for. `request` is the token of what it
/// asks.
#[component]
pub(crate) fn ConsentPage() -> impl IntoView {
    let question = Resource::new_blocking(request, async |request| found(read_question(request).await));
    view! { <Load from=question show/> }
}

fn show(question: Option<Question>) -> AnyView {
    match question {
        Some(question) => view! { <Ask question/> }.into_any(),
        None => view! { <NotFound/> }.into_any(),
    }
}

#[component]
fn Ask(question: Question) -> impl IntoView {
    let here = tr!(consent.signed_in, person = person(&question)).to_string();
    let Question {
        request,
        client,
        host,
        policy,
        terms,
        scopes,
        until,
        customer,
        ..
    } = question;
    let ways = request.clone();
    let heading = tr!(consent.heading, client = NAME).to_string();
    let (name, own) = (client.name.clone(), client.name.clone());
    let afterwards = match host {
        Some(host) => tr!(consent.afterwards, host = host).to_string(),
        None => tr!(consent.afterwards_device).to_owned(),
    };
    view! {
        <Title text=tr!(consent.title)/>
        <Tinted client=Some(client.clone())>
            <div class="page form-width">
                <AnotherPerson/>
                <div class="page-head">
                    <BesideLogo client><h1><Named sentence=heading name/></h1></BesideLogo>
                    <p class="lead">{here}</p>
                </div>
                <div class="stack">
                    <h2>{tr!(consent.gets)}</h2>
                    <Scopes scopes until/>
                    <Own client=own policy terms/>
                    <p>{afterwards}</p>
                    <p class="small quiet-text">{tr!(consent.revocable)}</p>
                    <Form<Agree>>
                        <Hidden name="request" value=request/>
                        <Hidden name="customer" value=customer/>
                        <SubmitButton label=tr!(consent.allow) class="primary full"/>
                    </Form<Agree>>
                    <OtherWays request=ways/>
                </div>
            </div>
        </Tinted>
    }
}

/// Each scope in words. What goes on while the person is away stands by itself, at the end.
#[component]
fn Scopes(
    scopes: Vec<Scope>,
    /// The day on which what goes on ends.
    until: String,
) -> impl IntoView {
    let (away, at_once): (Vec<_>, Vec<_>) = scopes
        .into_iter()
        .partition(|scope| *scope == Scope::OfflineAccess);
    let at_once = at_once.into_iter().map(|scope| {
        view! { <li><Icon name="check"/><div><strong>{scope_words(scope)}</strong></div></li> }
    });
    let away = away.into_iter().map(|scope| {
        let hint = tr!(consent.offline_hint, date = until.clone()).to_string();
        view! {
            <li>
                <Icon name="clock"/>
                <div><strong>{scope_words(scope)}</strong><span>{hint}</span></div>
            </li>
        }
    });
    view! {
        <div class="card flush">
            <ul class="devices" role="list">{at_once.collect_view()}{away.collect_view()}</ul>
        </div>
    }
}

/// What the client says about itself, where it does.
#[component]
fn Own(client: String, policy: Option<String>, terms: Option<String>) -> impl IntoView {
    let pages = [(policy, tr!(common.privacy)), (terms, tr!(common.terms))];
    let links: Vec<_> = pages
        .into_iter()
        .filter_map(|(href, label)| href.map(|href| view! { <OwnPage href label/> }))
        .collect();
    (!links.is_empty()).then(|| {
        let sentence = tr!(consent.own_pages, client = NAME).to_string();
        view! { <p class="small cluster"><span><Named sentence name=client/></span> {links}</p> }
    })
}
