//! Accepting an invitation to the back office.

use crate::{
    api::staff::{AcceptInvitation, Invitation, read_invitation},
    tr,
    ui::{Empty, Form, Hidden, Load, PasswordField, SubmitButton, TextField, Title, password_hint},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/office/invitation?token=`: the first administrator, or somebody invited, gives name, address and password.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let invitation = Resource::new_blocking(token, read_invitation);
    view! {
        <Title text=tr!(office.first_title)/>
        <Load from=invitation show=|invitation| view! { <Page invitation/> }/>
    }
}

/// The token of this page's address.
fn token() -> String {
    use_query_map()
        .with(|query| query.get("token"))
        .unwrap_or_default()
}

#[component]
fn Page(invitation: Invitation) -> impl IntoView {
    if !invitation.open {
        return view! {
            <Empty picture="empty" heading=tr!(office.first_spent_heading) text=tr!(office.first_spent)>
                <a class="button" href="/office/login">{tr!(office.login_title)}</a>
            </Empty>
        }
        .into_any();
    }
    let text = match &invitation.email {
        Some(email) => tr!(office.invited_text, email = email.clone()),
        None => tr!(office.first_text).to_owned(),
    };
    let invited = invitation.email.is_some();
    view! {
        <div class="page-head"><h1>{tr!(office.first_heading)}</h1><p class="lead">{text}</p></div>
        <Form<AcceptInvitation> class="card">
            <Hidden name="token" value=untrack(token)/>
            <TextField name="name" label=tr!(office.first_name) autocomplete="name"/>
            <TextField name="email" label=tr!(common.email) kind="email" autocomplete="username"
                value=invitation.email.unwrap_or_default() readonly=invited/>
            <PasswordField name="new_password" label=tr!(common.new_password) autocomplete="new-password"
                hint=password_hint(&invitation.password) strength=true/>
            <SubmitButton label=tr!(office.first_submit) class="primary full"/>
        </Form<AcceptInvitation>>
    }
    .into_any()
}
