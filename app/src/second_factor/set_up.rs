//! Choosing a method, and confirming it with a code.

use super::parts::{ActButton, DigitsField};
use crate::{
    api::{
        PageForm,
        second_factor::{NewApp, Qr},
    },
    tr,
    ui::{Form, Hidden, SubmitButton},
};
use leptos::prelude::*;
use serde::Serialize;
use std::marker::PhantomData;

/// The methods that there are.
#[component]
pub(super) fn ChooseView<F>(
    #[prop(optional)] function: PhantomData<F>,
    /// Whether codes by mail are offered.
    mail: bool,
) -> impl IntoView
where
    F: PageForm + Serialize + Send + 'static,
{
    let PhantomData = function;
    let mail = mail.then(|| {
        view! {
            <section class="method">
                <h2>{tr!(second_factor.method_mail)}</h2>
                <p>{tr!(second_factor.method_mail_text)}</p>
                <ActButton<F> act="choose_mail" label=tr!(second_factor.choose_mail)/>
            </section>
        }
    });
    view! {
        <section class="method">
            <h2>{tr!(second_factor.method_app)}</h2>
            <p>{tr!(second_factor.method_app_text)}</p>
            <ActButton<F> act="choose_app" label=tr!(second_factor.choose_app) class="primary"/>
        </section>
        {mail}
    }
}

/// The app's key as a picture and to type, and the code that confirms it.
#[component]
pub(super) fn NewAppView<F>(#[prop(optional)] function: PhantomData<F>, app: NewApp) -> impl IntoView
where
    F: PageForm + Serialize + Send + 'static,
{
    let PhantomData = function;
    let NewApp { key, uri, qr } = app;
    view! {
        <QrCode qr/>
        <p>
            {tr!(second_factor.app_key)} " "
            <code class="app-key">{key}</code>
        </p>
        <p><a href=uri>{tr!(second_factor.app_open)}</a></p>
        <Form<F> only=("act", "confirm_app".to_owned())>
            <Hidden name="act" value="confirm_app"/>
            <DigitsField name="app_code" label=tr!(second_factor.app_code)/>
            <SubmitButton label=tr!(second_factor.confirm) class="primary full"/>
        </Form<F>>
        <ActButton<F> act="back" label=tr!(second_factor.back) class="quiet"/>
    }
}

/// The picture that an app scans: dark on white in every scheme, with its quiet zone.
#[component]
fn QrCode(qr: Qr) -> impl IntoView {
    let Qr { size, path } = qr;
    let whole = size + 8;
    view! {
        <svg class="qr" viewBox=format!("-4 -4 {whole} {whole}") role="img" aria-label=tr!(second_factor.app_picture)
            shape-rendering="crispEdges">
            <rect x="-4" y="-4" width=whole height=whole fill="#fff"/>
            <path d=path fill="#000"/>
        </svg>
    }
}

/// A code is on its way; it confirms that mails reach the person.
#[component]
pub(super) fn NewMailView<F>(#[prop(optional)] function: PhantomData<F>, to: String) -> impl IntoView
where
    F: PageForm + Serialize + Send + 'static,
{
    let PhantomData = function;
    view! {
        <p>{tr!(second_factor.mail_sent, address = to)}</p>
        <Form<F> only=("act", "confirm_mail".to_owned())>
            <Hidden name="act" value="confirm_mail"/>
            <DigitsField name="mail_code" label=tr!(second_factor.mail_code)/>
            <SubmitButton label=tr!(second_factor.confirm) class="primary full"/>
        </Form<F>>
        <div class="form-actions">
            <ActButton<F> act="send" label=tr!(second_factor.mail_send_again) class="quiet"/>
            <ActButton<F> act="back" label=tr!(second_factor.back) class="quiet"/>
        </div>
    }
}
