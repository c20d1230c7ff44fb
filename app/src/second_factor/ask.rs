//! A code is asked for: of the app, of a mail, or a recovery code.

use super::parts::{ActButton, DigitsField};
use crate::{
    api::{
        PageForm,
        second_factor::{Ask, MailCode},
    },
    frame::posted,
    tr,
    ui::{Checkbox, Form, Hidden, SubmitButton, TextField},
};
use leptos::prelude::*;
use serde::Serialize;
use std::marker::PhantomData;

/// Every way that the person has, the best first.
#[component]
pub(super) fn AskView<F>(#[prop(optional)] function: PhantomData<F>, ask: Ask) -> impl IntoView
where
    F: PageForm + Serialize + Send + 'static,
{
    let PhantomData = function;
    let Ask {
        app,
        mail,
        remember_days: days,
    } = ask;
    // Without JavaScript, a fault below must not be folded away.
    let recovering = posted(F::PATH).is_some_and(|posted| {
        posted
            .values
            .iter()
            .any(|(name, value)| name == "act" && value == "recovery")
    });
    let divider = (app && mail.is_some()).then(|| view! { <p class="divider">{tr!(second_factor.or)}</p> });
    let app = app.then(|| {
        view! {
            <Form<F> only=("act", "app".to_owned())>
                <Hidden name="act" value="app"/>
                <DigitsField name="app_code" label=tr!(second_factor.app_code)/>
                <Remember name="remember" days/>
                <SubmitButton label=tr!(second_factor.submit) class="primary full"/>
            </Form<F>>
        }
    });
    view! {
        {app}
        {divider}
        {mail.map(|mail| view! { <ByMail<F> mail days/> })}
        <details class="disclosure" open=recovering>
            <summary class="button quiet full">{tr!(second_factor.recovery_open)}</summary>
            <Form<F> only=("act", "recovery".to_owned())>
                <Hidden name="act" value="recovery"/>
                <TextField name="recovery_code" label=tr!(second_factor.recovery_code) autocomplete="off"
                    hint=tr!(second_factor.recovery_hint)/>
                <SubmitButton label=tr!(second_factor.recovery_submit)/>
            </Form<F>>
        </details>
    }
}

#[component]
fn ByMail<F>(#[prop(optional)] function: PhantomData<F>, mail: MailCode, days: u16) -> impl IntoView
where
    F: PageForm + Serialize + Send + 'static,
{
    let PhantomData = function;
    let MailCode { to, sent } = mail;
    if !sent {
        return view! {
            <p>{tr!(second_factor.mail_offer, address = to)}</p>
            <ActButton<F> act="send" label=tr!(second_factor.mail_send)/>
        }
        .into_any();
    }
    view! {
        <p>{tr!(second_factor.mail_sent, address = to)}</p>
        <Form<F> only=("act", "mail".to_owned())>
            <Hidden name="act" value="mail"/>
            <DigitsField name="mail_code" label=tr!(second_factor.mail_code)/>
            <Remember name="remember_too" days/>
            <SubmitButton label=tr!(second_factor.submit) class="primary full"/>
        </Form<F>>
        <ActButton<F> act="send" label=tr!(second_factor.mail_send_again) class="quiet"/>
    }
    .into_any()
}

/// The box to remember this browser, unless the shop remembers none.
#[component]
fn Remember(
    /// Another one in each form of the page.
    name: &'static str,
    days: u16,
) -> impl IntoView {
    (days > 0).then(|| {
        view! {
            <Checkbox name hint=tr!(second_factor.remember_hint)>
                {tr!(second_factor.remember, days = days)}
            </Checkbox>
        }
    })
}
