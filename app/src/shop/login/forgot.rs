use crate::{
    api::login::Forgot,
    routes::with_next,
    shop::{query, wanted},
    tr,
    ui::{Empty, Form, Hidden, SubmitButton, TextField, Title},
};
use leptos::prelude::*;

/// `/forgot`: a customer asks for a link to set a new password. With `sent=1` the answer, which is the same for
/// every address. `next` is where they wanted to go.
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
    let next = wanted();
    let login = with_next("/login", next.as_deref());
    view! {
        <div class="page-head">
            <h1>{tr!(links.forgot_heading)}</h1>
            <p class="lead">{tr!(links.forgot_text)}</p>
        </div>
        <Form<Forgot> class="card">
            {next.map(|next| view! { <Hidden name="next" value=next/> })}
            <TextField name="email" label=tr!(common.email) kind="email" autocomplete="username"/>
            <SubmitButton label=tr!(links.forgot_submit) class="primary full"/>
        </Form<Forgot>>
        <p class="form-foot"><a href=login rel="external">{tr!(links.forgot_back)}</a></p>
    }
}

#[component]
fn Sent() -> impl IntoView {
    let login = with_next("/login", wanted().as_deref());
    view! {
        <Empty picture="mail" heading=tr!(links.forgot_sent_heading) text=tr!(links.forgot_sent_note)>
            <a class="button" href=login rel="external">{tr!(links.forgot_back)}</a>
        </Empty>
    }
}
