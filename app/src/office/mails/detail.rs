//! One mail.

use super::{
    search::PATH,
    words::{MailBadge, meaning_text, not_again_text, template_name},
};
use crate::{
    api::{
        ApiError,
        customers::{LinkOnOffer, SendLink},
        mails::{MailDetail, SendMailAgain, read_mail},
    },
    office::{
        customers::link_words,
        parts::{BackLink, Fact},
        screens::NotFound,
    },
    routes::by_id,
    tr,
    ui::{Form, Hidden, Load, Notice, PostedFault, SubmitButton, Title, found},
};
use domain::mails::Again;
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// `/office/mails/:id`: staff see what became of a mail, and send it again where that helps.
#[component]
pub fn DetailPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let mail = Resource::new_blocking(id, |id| async move {
        let id = id.parse().map_err(|_| ApiError::NotFound);
        found(match id {
            Ok(id) => read_mail(id).await,
            Err(error) => Err(error),
        })
    });
    view! {
        <Title text=tr!(mails.title)/>
        <BackLink href=PATH label=tr!(mails.title)/>
        <Load from=mail show=|mail| match mail {
            Some(mail) => view! { <Page mail/> }.into_any(),
            None => view! { <NotFound/> }.into_any(),
        }/>
    }
}

#[component]
fn Page(mail: MailDetail) -> impl IntoView {
    let name = template_name(mail.row.template.clone());
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let done = (done.as_deref() == Some("again"))
        .then(|| view! { <Notice tone="success"><p>{tr!(mails.done_again)}</p></Notice> });
    view! {
        <Title text=name.clone()/>
        <div class="page-head with-action"><h1>{name}</h1><MailBadge status=mail.row.status.clone()/></div>
        <div class="stack">
            {done}
            <div class="two-columns">
                <div class="stack">
                    <State mail=mail.clone()/>
                    <Says text=mail.text.clone()/>
                </div>
                <SendAgain mail/>
            </div>
        </div>
    }
}

/// What became of it.
#[component]
fn State(mail: MailDetail) -> impl IntoView {
    let MailDetail {
        row,
        language,
        answer,
        customer,
        copy,
        ..
    } = mail;
    let moment = |term: &'static str, at: Option<String>| at.map(|at| view! { <Fact term=term>{at}</Fact> });
    let answer = answer.map(|answer| {
        let words = row.meaning.map(meaning_text);
        view! {
            <Fact term=tr!(mails.answer)>
                {words.map(|words| view! { <span class="line">{words}</span> })}
                <code class="line">{answer}</code>
            </Fact>
        }
    });
    let customer = customer.map(|id| {
        view! {
            <Fact term=tr!(mails.about)>
                <a href=by_id("/office/customers", &id)>{tr!(office.history_see_customer)}</a>
            </Fact>
        }
    });
    let copy = copy.map(|id| {
        view! { <Fact term=tr!(mails.copy)><a href=by_id(PATH, &id)>{tr!(mails.copy_see)}</a></Fact> }
    });
    view! {
        <section class="card" aria-labelledby="state">
            <h2 id="state">{tr!(mails.state)}</h2>
            <dl class="facts">
                <Fact term=tr!(mails.filter_to)>{row.to}</Fact>
                {customer}
                <Fact term=tr!(office.request_language)>{language}</Fact>
                <Fact term=tr!(customers.mail_written)>{row.written}</Fact>
                <Fact term=tr!(mails.attempts)>{row.attempts}</Fact>
                {moment(tr!(mails.next_try), row.next_try)}
                {moment(tr!(mails.status_sent), row.sent)}
                {answer}
                {copy}
            </dl>
        </section>
    }
}

/// Subject and text, without what opens something.
#[component]
fn Says(text: Option<(String, String)>) -> impl IntoView {
    text.map(|(subject, text)| {
        view! {
            <section class="card stack" aria-labelledby="says">
                <h2 id="says">{tr!(mails.says)}</h2>
                <div class="mail-text">
                    <p><strong>{subject}</strong></p>
                    <pre>{text}</pre>
                </div>
                <p class="hint">{tr!(mails.says_hint)}</p>
            </section>
        }
    })
}

/// The way to send it again, or why there is none.
#[component]
fn SendAgain(mail: MailDetail) -> impl IntoView {
    let body = match mail.again {
        Some(Ok(Again::Wait | Again::Copy)) if mail.may_send => view! {
            <Form<SendMailAgain>>
                <Hidden name="id" value=mail.row.id/>
                <SubmitButton label=tr!(mails.again) class="full"/>
                <p class="hint">{tr!(mails.again_hint)}</p>
            </Form<SendMailAgain>>
        }
        .into_any(),
        Some(Ok(Again::Wait | Again::Copy)) => {
            view! { <p class="small">{tr!(mails.not_yours)}</p> }.into_any()
        }
        Some(Ok(Again::NewLink)) => {
            view! { <NewLink template=mail.row.template customer=mail.customer link=mail.new_link/> }
                .into_any()
        }
        Some(Err(why)) => view! { <p class="small">{not_again_text(why)}</p> }.into_any(),
        None => view! { <p class="small">{tr!(mails.unknown)}</p> }.into_any(),
    };
    view! {
        <section class="card stack" aria-labelledby="again">
            <h2 id="again">{tr!(mails.again)}</h2>
            <PostedFault<SendMailAgain>/>
            {body}
        </section>
    }
}

/// A link works once, so that another mail brings another one; the ways to it.
#[component]
fn NewLink(template: String, customer: Option<String>, link: Option<LinkOnOffer>) -> impl IntoView {
    let invitation = (template == "staff_invitation").then(|| {
        view! { <p><a href="/office/staff">{tr!(mails.link_invite)}</a></p> }
    });
    let send = link.zip(customer.clone()).map(|(link, id)| {
        view! {
            <Form<SendLink>>
                <Hidden name="id" value=id/>
                <SubmitButton label=link_words(link) class="full"/>
                <p class="hint">{tr!(customers.link_hint)}</p>
            </Form<SendLink>>
        }
    });
    let look = (send.is_none() && invitation.is_none())
        .then(|| view! { <p class="small">{tr!(mails.link_by_person)}</p> });
    view! {
        <p class="small">{tr!(mails.link_once)}</p>
        {send}
        {invitation}
        {look}
    }
}
