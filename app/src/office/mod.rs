//! The back office: what staff see.

mod clients;
mod conformance;
mod customers;
mod filter;
mod frame;
mod history;
mod invitation;
mod login;
mod logo;
mod mails;
mod parts;
mod providers;
mod rehearsal;
mod requests;
mod screens;
mod second_factor;
mod sessions;
mod settings;
mod staff;

use crate::{
    frame::provide_frame,
    ui::{on_navigation, use_frame},
};
use frame::Layout;
use leptos::prelude::*;
use leptos_router::{
    components::{Route, Router, Routes},
    hooks::use_location,
    path,
};

/// The whole back office.
#[component]
pub fn Office() -> impl IntoView {
    provide_frame();
    let frame = use_frame();
    match frame.screen {
        Some(screen) => {
            let path = Signal::stored(frame.path);
            view! { <Layout path><screens::ScreenPage screen/></Layout> }.into_any()
        }
        None => view! { <Router><Pages/></Router> }.into_any(),
    }
}

#[component]
fn Pages() -> impl IntoView {
    on_navigation();
    let location = use_location();
    let path = Signal::derive(move || match location.search.get() {
        search if search.is_empty() => location.pathname.get(),
        search => format!("{}?{search}", location.pathname.get()),
    });
    view! {
        <Layout path>
            <Routes fallback=screens::NotFound>
                <Route path=path!("/office/login") view=login::LoginPage/>
                <Route path=path!("/office/login/second-factor") view=second_factor::SecondStepPage/>
                <Route path=path!("/office/security") view=second_factor::SecurityPage/>
                <Route path=path!("/office/security/second-factor") view=second_factor::SetUpPage/>
                <Route path=path!("/office/invitation") view=invitation::InvitationPage/>
                <Route path=path!("/office/requests") view=requests::ListPage/>
                <Route path=path!("/office/requests/results") view=requests::ResultsPage/>
                <Route path=path!("/office/requests/:id") view=requests::DetailPage/>
                <Route path=path!("/office/customers") view=customers::ListPage/>
                <Route path=path!("/office/customers/:id") view=customers::DetailPage/>
                <Route path=path!("/office/mails") view=mails::ListPage/>
                <Route path=path!("/office/mails/:id") view=mails::DetailPage/>
                <Route path=path!("/office/providers") view=providers::ListPage/>
                <Route path=path!("/office/providers/new") view=providers::NewPage/>
                <Route path=path!("/office/providers/:id") view=providers::EditPage/>
                <Route path=path!("/office/providers/:id/rehearsal") view=rehearsal::RehearsalPage/>
                <Route path=path!("/office/clients") view=clients::ListPage/>
                <Route path=path!("/office/clients/new") view=clients::NewPage/>
                <Route path=path!("/office/clients/:id") view=clients::EditPage/>
                <Route path=path!("/office/conformance") view=conformance::ConformancePage/>
                <Route path=path!("/office/settings") view=settings::SettingsPage/>
                <Route path=path!("/office/settings/sessions") view=settings::SessionsPage/>
                <Route path=path!("/office/settings/texts") view=settings::TextsPage/>
                <Route path=path!("/office/settings/texts/:kind") view=settings::EditTextPage/>
                <Route path=path!("/office/settings/texts/:kind/preview") view=settings::PreviewTextPage/>
                <Route path=path!("/office/settings/second-factor") view=settings::SecondFactorPage/>
                <Route path=path!("/office/settings/domains") view=settings::DomainsPage/>
                <Route path=path!("/office/settings/bot-check") view=settings::BotCheckPage/>
                <Route path=path!("/office/settings/roles") view=settings::RolesPage/>
                <Route path=path!("/office/settings/roles/new") view=settings::NewRolePage/>
                <Route path=path!("/office/settings/roles/:id") view=settings::EditRolePage/>
                <Route path=path!("/office/settings/passwords") view=settings::PasswordsPage/>
                <Route path=path!("/office/settings/preview") view=settings::PreviewPage/>
                <Route path=path!("/office/staff") view=staff::ListPage/>
                <Route path=path!("/office/staff/:id") view=staff::DetailPage/>
                <Route path=path!("/office/history") view=history::HistoryPage/>
            </Routes>
        </Layout>
    }
}
