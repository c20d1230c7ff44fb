use crate::{
    api::login::Forgot,
    shop::query,
    tr,
    ui::{Empty, Form, SubmitButton, TextField, Title},
};
use leptos::prelude::*;

/// `/forgot`: a customer asks for a link to set a new password. With `sent=1` the answer, which is the same for
/// every address.
#[component]
pub(crate) fn ForgotPage() -> impl IntoView {
    let content = match query("sent") {
        Some(_) => view! { <Sent/> }.into_any(),
        None => view! { <Ask/> }.into_any(),
    };
    view! {
        <Title text=tr!(links.forgot_title)/>
        <div class="page form-width">{content}</div>
    }
}

#[component]
fn Ask() -> impl IntoView {
    view! {
        <div class="page-head">
            <h1>{tr!(links.forgot_heading)}</h1>
            <p class="lead">{tr!(links.forgot_text)}</p>
        </div>
        <Form<Forgot> class="card">
            <TextField name="email" label=tr!(common.email) kind="email" autocomplete="username"/>
            <SubmitButton label=tr!(links.forgot_submit) class="primary full"/>
        </Form<Forgot>>
        <p class="form-foot"><a href="/login" rel="external">{tr!(links.forgot_back)}</a></p>
    }
}

#[component]
fn Sent() -> impl IntoView {
    view! {
        <Empty picture="mail" heading=tr!(links.forgot_sent_heading) text=tr!(links.forgot_sent_note)>
            <a class="button" href="/login" rel="external">{tr!(links.forgot_back)}</a>
        </Empty>
    }
}
