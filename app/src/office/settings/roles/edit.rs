use super::super::sections::read_only;
use crate::{
    api::{
        ApiError,
        roles::{DeleteRole, Role, SaveRole, read_role},
    },
    office::parts::BackLink,
    tr,
    ui::{Checkbox, Form, Hidden, Load, PostedFault, SubmitButton, TextField, Title},
};
use domain::ids::RoleId;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// `/office/settings/roles/new`: an administrator makes a role.
#[component]
pub fn NewPage() -> impl IntoView {
    view! {
        <BackLink href="/office/settings/roles" label=tr!(roles.back)/>
        <Title text=tr!(roles.new)/>
        <div class="page-head"><h1>{tr!(roles.new)}</h1></div>
        <Fields role=None/>
    }
}

/// `/office/settings/roles/:id`: an administrator changes or deletes a role.
#[component]
pub fn EditPage() -> impl IntoView {
    let role = Resource::new_blocking(id, async |id| match id {
        Some(id) => read_role(id).await,
        None => Err(ApiError::NotFound),
    });
    view! {
        <BackLink href="/office/settings/roles" label=tr!(roles.back)/>
        <Load from=role show=|role: Role| view! { <Page role/> }/>
    }
}

/// The role that the page's address names.
fn id() -> Option<RoleId> {
    use_params_map()
        .with_untracked(|params| params.get("id"))?
        .parse()
        .ok()
}

#[component]
fn Page(role: Role) -> impl IntoView {
    let (id, may_go, name) = (role.id.clone(), role.may_go, role.name.clone());
    view! {
        <Title text=name.clone()/>
        <div class="page-head"><h1>{name}</h1></div>
        <div class="stack">
            <Fields role=Some(role)/>
            {(!read_only()).then(|| view! { <Delete id may_go/> })}
        </div>
    }
}

/// The form of a role. The one that new customers get stays so until another takes its place.
#[component]
fn Fields(role: Option<Role>) -> impl IntoView {
    let readonly = read_only();
    let is_default = role.as_ref().is_some_and(|role| role.is_default);
    let needs_bot_check = role.as_ref().is_none_or(|role| role.needs_bot_check);
    let (id, version, name) = role
        .map(|role| (role.id, role.version, role.name))
        .unwrap_or_default();
    view! {
        <Form<SaveRole> class="settings">
            <Hidden name="id" value=id/>
            <Hidden name="version" value=version.to_string()/>
            <div class="card stack">
                <TextField name="name" label=tr!(roles.name) autocomplete="off" value=name readonly/>
                <Checkbox name="needs_bot_check" checked=needs_bot_check hint=tr!(roles.needs_bot_check_hint)>
                    {tr!(roles.needs_bot_check)}
                </Checkbox>
                <Default is_default/>
            </div>
            {(!readonly).then(|| view! {
                <div class="form-actions"><SubmitButton label=tr!(common.save)/></div>
            })}
        </Form<SaveRole>>
    }
}

#[component]
fn Default(is_default: bool) -> impl IntoView {
    if is_default {
        view! { <p class="quiet-text">{tr!(roles.is_default_hint)}</p> }.into_any()
    } else {
        view! { <Checkbox name="is_default" hint=tr!(roles.make_default_hint)>{tr!(roles.make_default)}</Checkbox> }
            .into_any()
    }
}

/// Shown where it can be done; what came in between is told.
#[component]
fn Delete(id: String, may_go: bool) -> impl IntoView {
    if !may_go {
        return view! { <PostedFault<DeleteRole>/> }.into_any();
    }
    view! {
        <Form<DeleteRole>>
            <Hidden name="id" value=id/>
            <details class="disclosure">
                <summary class="button danger-quiet">{tr!(roles.delete)}</summary>
                <div class="stack">
                    <p class="small">{tr!(roles.delete_text)}</p>
                    <SubmitButton label=tr!(roles.delete) class="danger"/>
                </div>
            </details>
        </Form<DeleteRole>>
    }
    .into_any()
}
