use super::super::sections::{SettingsSection, read_only};
use crate::{
    api::roles::{RoleRow, list_roles},
    routes::by_id,
    tr,
    ui::{Load, Notice},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/office/settings/roles`: staff see the roles of customers; administrators make, change and delete them.
#[component]
pub fn RolesPage() -> impl IntoView {
    let roles = Resource::new_blocking(|| (), |()| list_roles());
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let told = done.map(|done| match done.as_str() {
        "deleted" => tr!(roles.deleted),
        _ => tr!(roles.saved),
    });
    view! {
        <SettingsSection path="/office/settings/roles" lead=tr!(roles.lead)>
            {told.map(|text| view! { <Notice tone="success"><p>{text}</p></Notice> })}
            <Load from=roles show=|roles| view! { <Roles roles/> }/>
            {(!read_only()).then(|| view! {
                <p><a class="button" href="/office/settings/roles/new">{tr!(roles.new)}</a></p>
            })}
        </SettingsSection>
    }
}

#[component]
fn Roles(roles: Vec<RoleRow>) -> impl IntoView {
    let rows: Vec<_> = roles.into_iter().map(|role| view! { <Row role/> }).collect();
    view! {
        <div class="card flush">
            <table class="table">
                <thead>
                    <tr>
                        <th scope="col">{tr!(roles.name)}</th>
                        <th scope="col">{tr!(roles.customers)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(role: RoleRow) -> impl IntoView {
    let badge = role
        .is_default
        .then(|| view! { " " <span class="badge accent">{tr!(roles.is_default)}</span> });
    view! {
        <tr>
            <th scope="row">
                <a href=by_id("/office/settings/roles", &role.id)>{role.name}</a>
                {badge}
            </th>
            <td data-label=tr!(roles.customers)>{role.customers}</td>
        </tr>
    }
}
