//! The storefront: what visitors and customers see. Two bundles, so that browsing costs little: [`Shop`] shows
//! visitors the catalogue and the shop's texts; [`Account`] signs people in and is the whole storefront for those who
//! are. A link from one to the other loads the page.

mod account;
mod consent;
mod frame;
mod links;
mod login;
mod logins;
mod logout;
mod offers;
mod profile;
mod registration;
mod screens;
mod second_factor;
mod security;
mod sessions;
mod texts;

use crate::{
    frame::provide_frame,
    ui::{on_navigation, use_frame},
};
use domain::values::ReturnTo;
use frame::{CustomerActions, Footer, Header, Overlay, Overlays, WayIn};
use leptos::prelude::*;
use leptos_meta::Body;
use leptos_router::{
    components::{Route, Router, Routes},
    hooks::{use_location, use_query_map},
    path,
};

/// Offers and texts, for visitors.
#[component]
pub fn Shop() -> impl IntoView {
    provide_frame();
    view! { <Router><Visitor/></Router> }
}

/// The whole storefront: also signing in, registering, My Profile, logging out, and the pages that an address alone
/// does not lead to.
#[component]
pub fn Account() -> impl IntoView {
    provide_frame();
    provide_context(RwSignal::new(None::<Overlay>));
    let frame = use_frame();
    match frame.screen {
        Some(screen) => {
            let path = Signal::stored(frame.path);
            view! { <Framed path><screens::ScreenPage screen/></Framed> }.into_any()
        }
        None => view! { <Router><Customer/></Router> }.into_any(),
    }
}

/// Header, content and footer. They are children of the body, which lays them out.
#[component]
fn Framed(
    /// Path and query of the page that is shown.
    path: Signal<String>,
    children: Children,
) -> impl IntoView {
    sessions::watch_session(path);
    view! {
        <Body attr:class="shop"/>
        <Header path><CustomerActions path/></Header>
        <main id="main" tabindex="-1">{children()}</main>
        <Footer/>
        <Overlays path/>
        <sessions::SessionWord/>
    }
}

/// The frame without what only customers need.
#[component]
fn Visitor() -> impl IntoView {
    let path = shown_path();
    view! {
        <Body attr:class="shop"/>
        <Header path><WayIn path/></Header>
        <main id="main" tabindex="-1"><Browsing/></main>
        <Footer/>
    }
}

/// The frame around all pages that an address leads to.
#[component]
fn Customer() -> impl IntoView {
    let path = shown_path();
    view! { <Framed path><Pages/></Framed> }
}

/// Path and query of the page that is shown, and what happens when it changes.
fn shown_path() -> Signal<String> {
    on_navigation();
    let location = use_location();
    Signal::derive(move || {
        let query = location.search.get();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{mark}{query}", location.pathname.get())
    })
}

#[component]
fn Browsing() -> impl IntoView {
    view! {
        <Routes fallback=screens::Elsewhere>
            <Route path=path!("/") view=offers::Home/>
            <Route path=path!("/offers/:slug") view=offers::OfferPage/>
            <Route path=path!("/terms") view=texts::TermsPage/>
            <Route path=path!("/privacy") view=texts::PrivacyPage/>
            <Route path=path!("/imprint") view=texts::ImprintPage/>
        </Routes>
    }
}

#[component]
fn Pages() -> impl IntoView {
    view! {
        <Routes fallback=screens::Elsewhere>
            <Route path=path!("/") view=offers::Home/>
            <Route path=path!("/offers/:slug") view=offers::OfferPage/>
            <Route path=path!("/terms") view=texts::TermsPage/>
            <Route path=path!("/privacy") view=texts::PrivacyPage/>
            <Route path=path!("/imprint") view=texts::ImprintPage/>
            <Route path=path!("/login") view=login::LoginPage/>
            <Route path=path!("/login/second-factor") view=second_factor::SecondStepPage/>
            <Route path=path!("/forgot") view=login::ForgotPage/>
            <Route path=path!("/register") view=registration::RegisterPage/>
            <Route path=path!("/register/address") view=registration::AddressPage/>
            <Route path=path!("/register/check-mail") view=registration::CheckMailPage/>
            <Route path=path!("/register/status/:token") view=registration::StatusPage/>
            <Route path=path!("/activate") view=links::ActivatePage/>
            <Route path=path!("/reset") view=links::ResetPage/>
            <Route path=path!("/confirm-address") view=links::ConfirmAddressPage/>
            <Route path=path!("/account/profile") view=profile::ProfilePage/>
            <Route path=path!("/account/security") view=security::SecurityPage/>
            <Route path=path!("/account/logins") view=logins::LoginsPage/>
            <Route path=path!("/account/logins/proof") view=logins::ProofPage/>
            <Route path=path!("/account/sessions") view=sessions::SessionsPage/>
            <Route path=path!("/account/applications") view=consent::ApplicationsPage/>
            <Route path=path!("/account/security/second-factor") view=second_factor::SetUpPage/>
            <Route path=path!("/oauth2/v1/consent") view=consent::ConsentPage/>
            <Route path=path!("/oauth2/v1/account") view=consent::AccountPage/>
            <Route path=path!("/logout") view=logout::LogoutPage/>
            <Route path=path!("/signed-out") view=logout::SignedOutPage/>
        </Routes>
    }
}

/// A value of the page's query.
fn query(name: &str) -> Option<String> {
    use_query_map().with_untracked(|query| query.get(name))
}

/// Where the person wanted to go: the query's `next`, if that is a path of ours.
fn wanted() -> Option<String> {
    query("next")
        .and_then(|next| ReturnTo::parse(&next))
        .map(String::from)
}
