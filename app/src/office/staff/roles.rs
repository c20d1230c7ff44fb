//! Roles: their names, and boxes to tick.

use crate::{tr, ui::Checkbox};
use domain::staff::{Role, Roles};
use leptos::prelude::*;

/// The role in words.
pub fn role_name(role: Role) -> &'static str {
    match role {
        Role::Operations => tr!(office.role_operations),
        Role::Administrator => tr!(office.role_administrator),
        Role::Auditor => tr!(office.role_auditor),
    }
}

/// Several roles in words.
pub fn role_names(roles: &Roles) -> String {
    roles.iter().map(role_name).collect::<Vec<_>>().join(", ")
}

/// A box for each role.
#[component]
pub fn RoleBoxes(
    /// Those that are ticked at first.
    roles: Roles,
) -> impl IntoView {
    view! {
        <fieldset class="form">
            <legend>{tr!(staff.roles)}</legend>
            <Checkbox name="role_operations" checked=roles.has(Role::Operations) hint=tr!(staff.role_operations_hint)>
                {role_name(Role::Operations)}
            </Checkbox>
            <Checkbox name="role_administrator" checked=roles.has(Role::Administrator)
                hint=tr!(staff.role_administrator_hint)>
                {role_name(Role::Administrator)}
            </Checkbox>
            <Checkbox name="role_auditor" checked=roles.has(Role::Auditor) hint=tr!(staff.role_auditor_hint)>
                {role_name(Role::Auditor)}
            </Checkbox>
        </fieldset>
    }
}
