use super::Overlay;
use crate::{
    api::frame::CustomerBadge,
    shop::account::{AccountPage, account_pages},
    tr,
    ui::{Icon, Menu, MenuState},
};
use leptos::{ev::MouseEvent, prelude::*};

/// The menu of a signed-in customer. Its links open dialogs once the page is hydrated, and pages before.
#[component]
pub(super) fn AccountMenu(
    customer: CustomerBadge,
    /// Path and query of the page that is shown.
    path: Signal<String>,
) -> impl IntoView {
    let CustomerBadge {
        name,
        email,
        global_logout,
        ..
    } = customer;
    let label = format!("{}: {name}", tr!(common.account_menu));
    let button = view! {
        <span class="avatar" aria-hidden="true">{initials(&name)}</span>
        <span class="name">{name.clone()}</span>
        <Icon name="chevron-down" class="chevron"/>
    };
    view! {
        <Menu class="account-menu" label button=button.into_any()>
            <p class="menu-head"><strong>{name}</strong>{email.map(|email| view! { <span>{email}</span> })}</p>
            <hr/>
            {account_pages().into_iter().map(|page| view! { <PageLink page path/> }).collect_view()}
            {match global_logout {
                Some(_) => view! { <SignOutLink path/> }.into_any(),
                None => view! { <SignOutForm/> }.into_any(),
            }}
        </Menu>
    }
}

/// First letters of the first and the last word of a name.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).collect()
}

/// Opens `overlay` unless the person wants a tab of its own, or is on the page that shows the same.
fn open(overlay: Overlay, page: &'static str, path: Signal<String>) -> impl Fn(MouseEvent) {
    let overlays = expect_context::<RwSignal<Option<Overlay>>>();
    let menu = expect_context::<MenuState>();
    move |event| {
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0;
        if !elsewhere && !path.get_untracked().starts_with(page) {
            event.prevent_default();
            menu.close();
            overlays.set(Some(overlay));
        }
    }
}

/// My Profile opens over the page that is shown; the others are pages only.
#[component]
fn PageLink(page: AccountPage, path: Signal<String>) -> impl IntoView {
    let open_profile = open(Overlay::Profile, page.path, path);
    let on_click = move |event| {
        if page.path == "/account/profile" {
            open_profile(event);
        }
    };
    view! {
        <a class="menu-item" href=page.path rel="external" on:click=on_click>
            <Icon name=page.icon/>
            {(page.label)()}
        </a>
    }
}

/// Asks *locally or globally* first.
#[component]
fn SignOutLink(path: Signal<String>) -> impl IntoView {
    let on_click = open(Overlay::Logout, "/logout", path);
    view! {
        <a class="menu-item" href="/logout" rel="external" on:click=on_click>
            <Icon name="sign-out"/>
            {tr!(common.sign_out)}
        </a>
    }
}

/// Signs out at once.
#[component]
fn SignOutForm() -> impl IntoView {
    view! {
        <form method="post" action="/logout">
            <button class="menu-item" name="choice" value="local">
                <Icon name="sign-out"/>
                {tr!(common.sign_out)}
            </button>
        </form>
    }
}
