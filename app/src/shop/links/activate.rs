use super::{dead::Dead, link, token};
use crate::{
    api::links::{Activate, LinkPurpose, LinkState, SendAgain},
    tr,
    ui::{Form, Hidden, Load, SubmitButton, Title, set_status},
};
use leptos::prelude::*;

/// `/activate?token=…`: a person proves the address they registered with, or finishes an approved registration.
#[component]
pub(crate) fn ActivatePage() -> impl IntoView {
    view! { <div class="page form-width"><Load from=link() show=|link: LinkState| view! { <State link/> }/></div> }
}

#[component]
fn State(link: LinkState) -> impl IntoView {
    match link {
        LinkState::Open {
            purpose: purpose @ (LinkPurpose::Finish | LinkPurpose::Connect),
            provider,
            ..
        } => view! { <Finish provider connects=purpose == LinkPurpose::Connect/> }.into_any(),
        LinkState::Open {
            purpose: purpose @ (LinkPurpose::FinishByPassword | LinkPurpose::ConnectByPassword),
            ..
        } => view! { <ByPassword invited=purpose == LinkPurpose::ConnectByPassword/> }.into_any(),
        LinkState::Open {
            purpose: LinkPurpose::Activate,
            ..
        } => view! { <Prove/> }.into_any(),
        LinkState::Expired {
            purpose: LinkPurpose::Activate | LinkPurpose::Finish | LinkPurpose::Connect,
        } => view! { <Expired/> }.into_any(),
        other => {
            let expired = matches!(other, LinkState::Expired { .. });
            view! { <Dead expired again=("/login", tr!(common.sign_in))/> }.into_any()
        }
    }
}

/// The holder of the link has had the mail, so a new one is a button away. 410.
#[component]
fn Expired() -> impl IntoView {
    set_status(410);
    view! {
        <Title text=tr!(links.expired_heading)/>
        <div class="page-head">
            <h1>{tr!(links.expired_heading)}</h1>
            <p class="lead">{tr!(links.expired_text)}</p>
        </div>
        <Form<SendAgain> class="card">
            <Hidden name="token" value=token()/>
            <SubmitButton label=tr!(links.new_link) class="primary full"/>
        </Form<SendAgain>>
    }
}

#[component]
fn Prove() -> impl IntoView {
    view! {
        <Title text=tr!(links.activate_title)/>
        <div class="page-head">
            <h1>{tr!(links.activate_heading)}</h1>
            <p class="lead">{tr!(links.activate_lead)}</p>
        </div>
        <Form<Activate> class="card">
            <Hidden name="token" value=token()/>
            <SubmitButton label=tr!(links.activate_submit) class="primary full"/>
        </Form<Activate>>
    }
}

/// The sign-in that finishes a registration, or that connects a login with an account that is there: through the
/// provider when there is exactly one.
#[component]
fn Finish(provider: Option<String>, connects: bool) -> impl IntoView {
    let label = match provider {
        Some(provider) => tr!(login.provider_button, provider = provider).to_string(),
        None => tr!(links.finish_submit).to_owned(),
    };
    let (title, heading, text) = if connects {
        (
            tr!(links.connect_title),
            tr!(links.connect_heading),
            tr!(links.connect_text),
        )
    } else {
        (
            tr!(links.finish_title),
            tr!(links.finish_heading),
            tr!(links.finish_text),
        )
    };
    view! {
        <Title text=title/>
        <div class="page-head">
            <h1>{heading}</h1>
            <p class="lead">{text}</p>
        </div>
        <Form<Activate> class="card">
            <Hidden name="token" value=token()/>
            <SubmitButton label class="primary full"/>
        </Form<Activate>>
    }
}

/// Where no provider is left, people sign in with a password, and this person has none yet.
#[component]
fn ByPassword(
    /// Nothing was approved: the customer was invited to another way in.
    invited: bool,
) -> impl IntoView {
    let (title, heading) = if invited {
        (tr!(links.by_password_heading), tr!(links.by_password_heading))
    } else {
        (tr!(links.finish_title), tr!(links.finish_heading))
    };
    view! {
        <Title text=title/>
        <div class="page-head">
            <h1>{heading}</h1>
            <p class="lead">{tr!(links.finish_password_text)}</p>
        </div>
        <Form<Activate> class="card">
            <Hidden name="token" value=token()/>
            <SubmitButton label=tr!(links.finish_password_submit) class="primary full"/>
        </Form<Activate>>
    }
}
