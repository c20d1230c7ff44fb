//! The list of staff.

use super::{
    invite::{InviteForm, Invited},
    roles::role_names,
};
use crate::{
    api::staff::{StaffList, StaffRow, list_staff},
    office::parts::PageHead,
    routes::by_id,
    tr,
    ui::{Load, Notice, Title},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/office/staff`: who works in the back office; an administrator invites somebody.
#[component]
pub fn ListPage() -> impl IntoView {
    let list = Resource::new_blocking(|| (), |()| list_staff());
    view! {
        <Title text=tr!(staff.title)/>
        <PageHead heading=tr!(staff.title) lead=tr!(staff.lead)/>
        <Load from=list show=|list| view! { <Page list/> }/>
    }
}

#[component]
fn Page(list: StaffList) -> impl IntoView {
    let StaffList {
        members,
        invited,
        may_edit,
    } = list;
    view! {
        <div class="stack">
            <Done/>
            <Members members/>
            <Invited invited may_edit/>
            {may_edit.then(|| view! { <InviteForm/> })}
        </div>
    }
}

/// What was done just now.
#[component]
fn Done() -> impl IntoView {
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let text = match done.as_deref()? {
        "invited" => tr!(staff.done_invited),
        "withdrawn" => tr!(staff.done_withdrawn),
        _ => return None,
    };
    Some(view! { <Notice tone="success"><p>{text}</p></Notice> })
}

#[component]
fn Members(members: Vec<StaffRow>) -> impl IntoView {
    let rows: Vec<_> = members
        .into_iter()
        .map(|member| view! { <Row member/> })
        .collect();
    view! {
        <div class="card flush">
            <table class="table linked">
                <thead>
                    <tr>
                        <th scope="col">{tr!(office.column_person)}</th>
                        <th scope="col">{tr!(staff.roles)}</th>
                        <th scope="col">{tr!(staff.last_sign_in)}</th>
                        <th scope="col">{tr!(staff.factor)}</th>
                        <th scope="col">{tr!(office.column_status)}</th>
                    </tr>
                </thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

#[component]
fn Row(member: StaffRow) -> impl IntoView {
    let own = member
        .own
        .then(|| view! { <span class="under">{tr!(staff.own)}</span> });
    view! {
        <tr>
            <th scope="row">
                <a href=by_id("/office/staff", &member.id) aria-label=tr!(customers.open, name = member.name.clone())>
                    {member.name.clone()}
                </a>
                <span class="under">{member.email}</span>
                {own}
            </th>
            <td data-label=tr!(staff.roles)>{role_names(&member.roles)}</td>
            <td class="when" data-label=tr!(staff.last_sign_in)>{member.last_sign_in.unwrap_or_else(never)}</td>
            <td data-label=tr!(staff.factor)>{factor_words(member.has_factor)}</td>
            <td data-label=tr!(office.column_status)><AccessBadge active=member.active/></td>
        </tr>
    }
}

/// For a moment that there was not.
pub fn never() -> String {
    tr!(staff.never).to_owned()
}

/// Whether there is a second factor, in words.
pub fn factor_words(has: bool) -> &'static str {
    if has { tr!(common.on) } else { tr!(common.off) }
}

/// Whether the person may sign in, in a word and a colour.
#[component]
pub fn AccessBadge(active: bool) -> impl IntoView {
    let (tone, text) = if active {
        ("success", tr!(staff.active))
    } else {
        ("danger", tr!(staff.closed))
    };
    view! { <span class=format!("badge {tone}")>{text}</span> }
}
