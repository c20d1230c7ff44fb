//! What an administrator may do with somebody else's access.

use super::roles::RoleBoxes;
use crate::{
    api::staff::{ChangeStaffRoles, EndStaffSessions, ResetStaffFactor, StaffDetail, SwitchStaff},
    tr,
    ui::{Form, Hidden, PostedFault, SubmitButton},
};
use domain::staff::Roles;
use leptos::prelude::*;

/// Everything that can be done now, or why there is nothing. What is refused is told beside its button.
#[component]
pub fn Actions(member: StaffDetail) -> impl IntoView {
    let StaffDetail {
        row,
        version,
        may_edit,
        ..
    } = member;
    if !may_edit || row.own {
        let text = if row.own {
            tr!(staff.own_text)
        } else {
            tr!(staff.not_yours)
        };
        return view! {
            <section class="card stack" aria-labelledby="actions">
                <h2 id="actions">{tr!(customers.actions)}</h2>
                <PostedFault<ChangeStaffRoles>/>
                <PostedFault<SwitchStaff>/>
                <PostedFault<ResetStaffFactor>/>
                <PostedFault<EndStaffSessions>/>
                <p class="small">{text}</p>
            </section>
        }
        .into_any();
    }
    view! {
        <section class="card stack" aria-labelledby="actions">
            <h2 id="actions">{tr!(customers.actions)}</h2>
            <RolesForm id=row.id.clone() version roles=row.roles/>
            <Factor id=row.id.clone() has_factor=row.has_factor/>
            <Access id=row.id version active=row.active/>
        </section>
    }
    .into_any()
}

#[component]
fn RolesForm(id: String, version: i64, roles: Roles) -> impl IntoView {
    view! {
        <Form<ChangeStaffRoles>>
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version.to_string()/>
            <RoleBoxes roles/>
            <p class="hint">{tr!(staff.roles_hint)}</p>
            <SubmitButton label=tr!(staff.roles_submit) class="full"/>
        </Form<ChangeStaffRoles>>
    }
}

/// Ends sessions and lets a password be enough, so it needs a second step.
#[component]
fn Factor(id: String, has_factor: bool) -> impl IntoView {
    if !has_factor {
        return view! { <PostedFault<ResetStaffFactor>/> }.into_any();
    }
    view! {
        <Form<ResetStaffFactor>>
            <Hidden name="id" value=id/>
            <details class="disclosure">
                <summary class="button danger-quiet full">{tr!(second_factor.reset)}</summary>
                <div class="stack">
                    <p class="small">{tr!(staff.factor_text)}</p>
                    <SubmitButton label=tr!(second_factor.reset) class="danger full"/>
                </div>
            </details>
        </Form<ResetStaffFactor>>
    }
    .into_any()
}

/// Closing the access, and opening it again.
#[component]
fn Access(id: String, version: i64, active: bool) -> impl IntoView {
    view! {
        <Form<SwitchStaff>>
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version.to_string()/>
            <Switch active/>
        </Form<SwitchStaff>>
    }
}

/// Closing ends sessions, so it needs a second step.
#[component]
fn Switch(active: bool) -> impl IntoView {
    if !active {
        return view! { <SubmitButton label=tr!(staff.open) class="full" name=("switch", "open")/> }
            .into_any();
    }
    view! {
        <details class="disclosure">
            <summary class="button danger-quiet full">{tr!(staff.close)}</summary>
            <div class="stack">
                <p class="small">{tr!(staff.close_text)}</p>
                <SubmitButton label=tr!(staff.close_submit) class="danger full" name=("switch", "close")/>
            </div>
        </details>
    }
    .into_any()
}
