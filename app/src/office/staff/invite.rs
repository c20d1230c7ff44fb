//! Invitations: those that wait, and the form for another one.

use super::roles::{RoleBoxes, role_names};
use crate::{
    api::staff::{InviteStaff, InvitedRow, WithdrawInvitation},
    tr,
    ui::{Form, Hidden, PostedFault, SelectField, SubmitButton, TextField},
};
use domain::{staff::Roles, values::Language};
use leptos::prelude::*;

/// Who has an invitation and did not use it.
#[component]
pub fn Invited(invited: Vec<InvitedRow>, may_edit: bool) -> impl IntoView {
    if invited.is_empty() {
        return view! { <PostedFault<WithdrawInvitation>/> }.into_any();
    }
    let rows: Vec<_> = invited
        .into_iter()
        .map(|row| view! { <Row row may_edit/> })
        .collect();
    view! {
        <section class="card stack" aria-labelledby="invited">
            <h2 id="invited">{tr!(staff.invited)}</h2>
            <ul class="session-list" role="list">{rows}</ul>
        </section>
    }
    .into_any()
}

#[component]
fn Row(row: InvitedRow, may_edit: bool) -> impl IntoView {
    let until = if row.expired {
        tr!(staff.invitation_expired, date = row.until)
    } else {
        tr!(staff.invitation_until, date = row.until)
    };
    let (id, about) = (row.id, row.email.clone());
    let withdraw = (may_edit && !row.expired).then(|| {
        view! {
            <Form<WithdrawInvitation> only=("id", id.clone())>
                <Hidden name="id" value=id/>
                <SubmitButton label=tr!(staff.withdraw) class="small" about/>
            </Form<WithdrawInvitation>>
        }
    });
    view! {
        <li>
            <div class="what">
                <strong>{row.email}</strong>
                <span class="quiet-text">{role_names(&row.roles)}</span>
                <span class="quiet-text">{until}</span>
            </div>
            {withdraw}
        </li>
    }
}

/// Invites the owner of an address.
#[component]
pub fn InviteForm() -> impl IntoView {
    let languages = Language::ALL
        .iter()
        .map(|language| (language.to_string(), language.native_name().to_owned()));
    let own = use_context::<Language>().unwrap_or(Language::En);
    view! {
        <section class="card stack" aria-labelledby="invite">
            <h2 id="invite">{tr!(staff.invite)}</h2>
            <p class="quiet-text">{tr!(staff.invite_text)}</p>
            <Form<InviteStaff>>
                <TextField name="email" label=tr!(common.email) kind="email" autocomplete="off"/>
                <SelectField name="language" label=tr!(staff.invite_language) options=languages.collect()
                    value=own.to_string()/>
                <RoleBoxes roles=Roles::default()/>
                <SubmitButton label=tr!(staff.invite_submit)/>
            </Form<InviteStaff>>
        </section>
    }
}
