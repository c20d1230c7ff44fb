//! Who would lose their last way in, before a change is made.

use crate::{
    api::{
        providers::SwitchProvider,
        settings::{Invitation, InviteLosing, LockoutPreview, PlannedChange, SaveSettings, preview_lockout},
    },
    office::{
        customers::Rows,
        parts::{BackLink, Pager},
    },
    tr,
    ui::{Form, Hidden, Load, Notice, SubmitButton, Title},
};
use leptos::prelude::*;
use leptos_router::hooks::use_query_map;

/// `/office/settings/preview?…`: an administrator looks at the customers whom a change would leave without a way in,
/// invites them to another one, and makes the change or leaves it.
#[component]
pub fn PreviewPage() -> impl IntoView {
    let preview = Resource::new_blocking(
        || (change(), after()),
        |(change, after)| preview_lockout(change, after),
    );
    let back = if untrack(change).provider.is_empty() {
        view! { <BackLink href="/office/settings" label=tr!(office.settings_ways_in)/> }
    } else {
        view! { <BackLink href="/office/providers" label=tr!(office.providers_heading)/> }
    };
    view! {
        <Title text=tr!(lockout.title)/>
        {back}
        <div class="page-head"><h1>{tr!(lockout.title)}</h1></div>
        <Load from=preview show=|preview| view! { <Page preview/> }/>
    }
}

/// The change that this page's address describes.
fn change() -> PlannedChange {
    use_query_map().with(|query| PlannedChange::read(|name| query.get(name)))
}

fn after() -> Option<String> {
    use_query_map().with(|query| query.get("after"))
}

#[component]
fn Page(preview: LockoutPreview) -> impl IntoView {
    let change = untrack(change);
    let LockoutPreview {
        count,
        rows,
        next,
        provider,
        invited_on,
        invitation,
    } = preview;
    let what = match provider {
        Some(provider) if change.switch == "disable" => tr!(lockout.disables, provider = provider),
        Some(provider) if change.switch == "take_domains" => tr!(lockout.takes_domains, provider = provider),
        Some(provider) => tr!(lockout.hides, provider = provider),
        None if change.customer_accounts.is_none() => tr!(lockout.closes).to_owned(),
        None => tr!(lockout.passwords_off).to_owned(),
    };
    let tone = if count > 0 { "warning" } else { "success" };
    let list = (count > 0).then(|| {
        view! {
            <Rows rows/>
            <Pager base=change.page() key="after" later=untrack(after).is_some() next
                first_label=tr!(office.first_page) next_label=tr!(common.next_page)/>
        }
    });
    let seen = change.seen.clone();
    let changed = (!seen.is_empty() && seen != count.to_string())
        .then(|| view! { <p>{tr!(lockout.changed, seen = seen)}</p> });
    view! {
        <div class="stack">
            <Notice tone><strong>{what}</strong><p>{tr!(lockout.count, count = count)}</p>{changed}</Notice>
            {(count > 0).then(|| view! { <Invite change=change.clone() invitation invited_on/> })}
            <Confirm change count/>
            {list}
        </div>
    }
}

/// One mail to each, which leads to a way that works afterwards.
#[component]
fn Invite(
    change: PlannedChange,
    invitation: Invitation,
    /// When that was done last.
    invited_on: Option<String>,
) -> impl IntoView {
    let text = match invitation {
        Invitation::Password => tr!(lockout.invite_password),
        Invitation::Provider => tr!(lockout.invite_provider),
        Invitation::None => return view! { <p class="quiet-text">{tr!(lockout.invite_none)}</p> }.into_any(),
        Invitation::Sent => {
            return view! { <Notice tone="success"><p>{tr!(lockout.invited)}</p></Notice> }.into_any();
        }
    };
    view! {
        <Form<InviteLosing> class="card">
            <Fields change/>
            <p>{text}</p>
            {invited_on.map(|date| view! { <p>{tr!(lockout.invited_on, date = date)}</p> })}
            <SubmitButton label=tr!(lockout.invite)/>
        </Form<InviteLosing>>
    }
    .into_any()
}

/// The change itself, with the number that was seen.
#[component]
fn Confirm(change: PlannedChange, count: u64) -> impl IntoView {
    let label = if count > 0 {
        tr!(lockout.confirm)
    } else {
        tr!(lockout.confirm_harmless)
    };
    let button = move || view! { <SubmitButton label class="danger"/> };
    if change.provider.is_empty() {
        view! {
            <Form<SaveSettings>>
                <Fields change/>
                <Hidden name="confirmed" value=count.to_string()/>
                {button()}
            </Form<SaveSettings>>
        }
        .into_any()
    } else {
        view! {
            <Form<SwitchProvider>>
                <Hidden name="id" value=change.provider.clone()/>
                <Fields change/>
                <Hidden name="confirmed" value=count.to_string()/>
                {button()}
            </Form<SwitchProvider>>
        }
        .into_any()
    }
}

/// What the form of the change held.
#[component]
fn Fields(change: PlannedChange) -> impl IntoView {
    let fields = change.fields().into_iter();
    fields
        .map(|(name, value)| view! { <Hidden name value/> })
        .collect_view()
}
