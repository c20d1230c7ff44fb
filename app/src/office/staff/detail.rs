//! One member of staff.

use super::{
    actions::Actions,
    list::{AccessBadge, factor_words, never},
    roles::role_names,
};
use crate::{
    api::{
        ApiError,
        staff::{EndStaffSessions, StaffDetail, read_staff},
    },
    office::{
        history::{Entries, about},
        parts::{BackLink, Fact},
        screens::NotFound,
        sessions::Sessions,
    },
    routes::with,
    tr,
    ui::{Load, Notice, Title, found},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// `/office/staff/:id`: one member of staff; an administrator changes what they may do.
#[component]
pub fn DetailPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let member = Resource::new_blocking(id, |id| async move {
        let id = id.parse().map_err(|_| ApiError::NotFound);
        found(match id {
            Ok(id) => read_staff(id).await,
            Err(error) => Err(error),
        })
    });
    view! {
        <Title text=tr!(staff.title)/>
        <BackLink href="/office/staff" label=tr!(staff.title)/>
        <Load from=member show=|member| match member {
            Some(member) => view! { <Page member/> }.into_any(),
            None => view! { <NotFound/> }.into_any(),
        }/>
    }
}

#[component]
fn Page(member: StaffDetail) -> impl IntoView {
    let name = member.row.name.clone();
    let may_edit = member.may_edit && !member.row.own;
    let (sessions, history, id) = (
        member
            .sessions
            .iter()
            .cloned()
            .map(Into::into)
            .collect::<Vec<_>>(),
        member.history.clone(),
        member.row.id.clone(),
    );
    let (whole, deeds) = (about("staff", &id), with("/office/history", "who", &id));
    view! {
        <Title text=name.clone()/>
        <div class="page-head with-action"><h1>{name}</h1><AccessBadge active=member.row.active/></div>
        <div class="stack">
            <Done/>
            <div class="two-columns">
                <div class="stack">
                    <Person member=member.clone()/>
                    <Sessions<EndStaffSessions> id sessions may_edit/>
                </div>
                <Actions member/>
            </div>
            <section class="stack tight" aria-labelledby="history">
                <h2 id="history">{tr!(customers.history)}</h2>
                <Entries rows=history/>
                <p><a href=whole>{tr!(history.search_this)}</a></p>
                <p><a href=deeds>{tr!(staff.deeds)}</a></p>
            </section>
        </div>
    }
}

/// What was done just now.
#[component]
fn Done() -> impl IntoView {
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let text = match done.as_deref()? {
        "roles" => tr!(staff.done_roles),
        "closed" => tr!(staff.done_closed),
        "opened" => tr!(staff.done_opened),
        "factor" => tr!(second_factor.reset_done),
        "sessions" => tr!(customers.done_sessions),
        _ => return None,
    };
    Some(view! { <Notice tone="success"><p>{text}</p></Notice> })
}

#[component]
fn Person(member: StaffDetail) -> impl IntoView {
    let StaffDetail {
        row, language, since, ..
    } = member;
    view! {
        <section class="card" aria-labelledby="person">
            <h2 id="person">{tr!(staff.access)}</h2>
            <dl class="facts">
                <Fact term=tr!(common.email)>{row.email}</Fact>
                <Fact term=tr!(staff.roles)>{role_names(&row.roles)}</Fact>
                <Fact term=tr!(staff.factor)>{factor_words(row.has_factor)}</Fact>
                <Fact term=tr!(staff.last_sign_in)>{row.last_sign_in.unwrap_or_else(never)}</Fact>
                <Fact term=tr!(office.request_language)>{language}</Fact>
                <Fact term=tr!(staff.since)>{since}</Fact>
            </dl>
        </section>
    }
}
