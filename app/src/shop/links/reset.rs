use super::{dead::Dead, link, token};
use crate::{
    api::links::{LinkPurpose, LinkState, Reset},
    tr,
    ui::{Form, Hidden, Load, PasswordField, SubmitButton, Title, password_hint},
};
use domain::password::Rules;
use leptos::prelude::*;

/// `/reset?token=…`: a customer sets a new password.
#[component]
pub(crate) fn ResetPage() -> impl IntoView {
    view! { <div class="page form-width"><Load from=link() show=|link: LinkState| view! { <State link/> }/></div> }
}

#[component]
fn State(link: LinkState) -> impl IntoView {
    match link {
        LinkState::Open {
            purpose: LinkPurpose::Reset,
            password,
            ..
        } => view! { <NewPassword password/> }.into_any(),
        other => {
            let expired = matches!(other, LinkState::Expired { .. });
            view! { <Dead expired again=("/forgot", tr!(links.new_link))/> }.into_any()
        }
    }
}

#[component]
fn NewPassword(password: Rules) -> impl IntoView {
    view! {
        <Title text=tr!(links.reset_title)/>
        <div class="page-head">
            <h1>{tr!(links.reset_heading)}</h1>
            <p class="lead">{tr!(links.reset_lead)}</p>
        </div>
        <Form<Reset> class="card">
            <Hidden name="token" value=token()/>
            <PasswordField name="new_password" label=tr!(common.new_password) autocomplete="new-password"
                hint=password_hint(&password) strength=true/>
            <SubmitButton label=tr!(links.reset_submit) class="primary full"/>
        </Form<Reset>>
    }
}
