//! What surrounds the office's pages: navigation beside them, above them on the phone. Before sign-in, only the
//! shop's name and the language switch.

use crate::{
    api::frame::StaffBadge,
    tr,
    ui::{BrandMark, Icon, LanguageMenu, Menu, use_frame},
};
use leptos::prelude::*;
use leptos_meta::Body;

/// The frame around a page, after who is signed in.
#[component]
pub fn Layout(
    /// Path and query of the page.
    path: Signal<String>,
    children: Children,
) -> impl IntoView {
    let skip = view! { <a class="skip-link" href="#main">{tr!(common.skip_to_content)}</a> };
    match use_frame().staff {
        Some(staff) => view! {
            <Body {..} class="office"/>
            {skip}
            <Header staff path/>
            <main class="office-page" id="main" tabindex="-1">{children()}</main>
        }
        .into_any(),
        None => view! {
            <Body {..} class="shop"/>
            {skip}
            <header class="site-header">
                <div class="wide">
                    <Brand class="badge"/>
                    <div class="header-actions"><LanguageMenu path/></div>
                </div>
            </header>
            <main class="page form-width" id="main" tabindex="-1">{children()}</main>
        }
        .into_any(),
    }
}

/// The shop's name and where we are in it. `/office` itself is answered by the server.
#[component]
fn Brand(#[prop(optional)] class: Option<&'static str>) -> impl IntoView {
    view! {
        <a class="brand" href="/office" rel="external">
            <BrandMark/>
            <span>{use_frame().shop_name}</span>
            <small class=class>{tr!(office.title)}</small>
        </a>
    }
}

#[component]
fn Header(staff: StaffBadge, path: Signal<String>) -> impl IntoView {
    let waiting = (staff.waiting > 0).then(|| view! { <Waiting count=staff.waiting/> });
    // Operations decide and administrators administer; who does neither is an auditor and sees all.
    let settings = (staff.administers || !staff.decides).then(|| {
        view! {
            <NavItem path href="/office/staff" icon="key" label=tr!(staff.title)/>
            <NavItem path href="/office/settings" icon="settings" label=tr!(office.nav_settings)/>
        }
    });
    view! {
        <header class="office-header">
            <Brand/>
            <div class="office-tools">
                <LanguageMenu path/>
                <AccountMenu staff/>
            </div>
            <nav aria-label=tr!(office.nav)>
                <ul role="list">
                    <NavItem path href="/office/requests" icon="inbox" label=tr!(office.nav_requests)>{waiting}</NavItem>
                    <NavItem path href="/office/customers" icon="account" label=tr!(office.nav_customers)/>
                    <NavItem path href="/office/mails" icon="mail" label=tr!(mails.title)/>
                    <NavItem path href="/office/providers" icon="link" label=tr!(office.nav_providers)/>
                    <NavItem path href="/office/clients" icon="grid" label=tr!(clients.title)/>
                    {settings}
                    <NavItem path href="/office/history" icon="history" label=tr!(office.nav_history)/>
                </ul>
            </nav>
        </header>
    }
}

/// A link of the navigation; current for its page and the pages below it.
#[component]
fn NavItem(
    path: Signal<String>,
    href: &'static str,
    icon: &'static str,
    label: &'static str,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let current = move || path.with(|path| path.starts_with(href)).then_some("page");
    view! {
        <li>
            <a class="nav-link" href=href aria-current=current>
                <Icon name=icon/>
                {label}
                {children.map(|children| children())}
            </a>
        </li>
    }
}

/// How many requests wait for a decision.
#[component]
fn Waiting(count: u32) -> impl IntoView {
    view! {
        <span class="count" aria-hidden="true">{count}</span>
        <span class="visually-hidden">{tr!(office.waiting_count, count = count)}</span>
    }
}

/// Who is signed in, the way to the shop, and the way out: a plain form, since it ends the session.
#[component]
fn AccountMenu(staff: StaffBadge) -> impl IntoView {
    let role = match (staff.administers, staff.decides) {
        (true, _) => tr!(office.role_administrator),
        (false, true) => tr!(office.role_operations),
        (false, false) => tr!(office.role_auditor),
    };
    let initials: String = staff
        .name
        .split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .collect();
    let button = view! {
        <span class="avatar" aria-hidden="true">{initials}</span>
        <span class="name">{staff.name.clone()}</span>
        <Icon name="chevron-down" class="chevron"/>
    };
    view! {
        <Menu class="account-menu" label=format!("{}: {}", tr!(common.account_menu), staff.name) button=button.into_any()>
            <p class="menu-head"><strong>{staff.name.clone()}</strong><span>{role}</span></p>
            <hr/>
            <a class="menu-item" href="/office/security"><Icon name="key"/>{tr!(second_factor.office_title)}</a>
            <a class="menu-item" href="/" rel="external"><Icon name="shop"/>{tr!(office.to_shop)}</a>
            <form method="post" action="/office/logout">
                <button class="menu-item"><Icon name="sign-out"/>{tr!(common.sign_out)}</button>
            </form>
        </Menu>
    }
}
