use super::account_menu::AccountMenu;
use crate::{
    api::frame::Frame,
    routes::with_next,
    tr,
    ui::{BrandMark, LanguageMenu, use_frame},
};
use domain::values::ReturnTo;
use leptos::prelude::*;

/// Pages that nobody wants to come back to after signing in; what they name as `next` goes with the person instead.
const NO_WAY_BACK: [&str; 8] = [
    "/login",
    "/forgot",
    "/register",
    "/activate",
    "/reset",
    "/confirm-address",
    "/logout",
    "/signed-out",
];

/// The way in, or the customer's own menu.
#[component]
pub(crate) fn CustomerActions(
    /// Path and query of the page that is shown.
    path: Signal<String>,
) -> impl IntoView {
    match use_frame().customer {
        Some(customer) => view! { <AccountMenu customer path/> }.into_any(),
        None => view! { <WayIn path/> }.into_any(),
    }
}

/// Name of the shop, language, and what the children offer.
#[component]
pub(crate) fn Header(
    /// Path and query of the page that is shown.
    path: Signal<String>,
    children: Children,
) -> impl IntoView {
    let frame = use_frame();
    view! {
        <a class="skip-link" href="#main">{tr!(common.skip_to_content)}</a>
        <header class="site-header">
            <div class="wide">
                <a class="brand" href="/">
                    <BrandMark/>
                    <span>{frame.shop_name}</span>
                </a>
                <div class="header-actions">
                    <LanguageMenu path/>
                    {children()}
                </div>
            </div>
        </header>
    }
}

/// For visitors. `/login` decides for itself whether it is a page or leads straight to a provider.
#[component]
pub(crate) fn WayIn(
    /// Path and query of the page that is shown.
    path: Signal<String>,
) -> impl IntoView {
    let Frame {
        login, registration, ..
    } = use_frame();
    let named = move || ReturnTo::named_in(&path.get()).map(String::from);
    let sign_in = move || {
        let path = path.get();
        let back = !NO_WAY_BACK.iter().any(|page| path.starts_with(page));
        with_next("/login", if back { Some(path) } else { named() }.as_deref())
    };
    let register = move || with_next("/register", named().as_deref());
    view! {
        {registration.then(|| view! { <a class="button quiet wide-only" href=register rel="external">{tr!(common.register)}</a> })}
        {login.then(|| view! { <a class="button" href=sign_in rel="external">{tr!(common.sign_in)}</a> })}
    }
}
