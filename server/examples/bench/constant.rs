//! The home page from constants: the same Leptos page, but no database, no session, and nothing of Portico around it.

use crate::shop::Shop as BenchShop;
use anyhow::Result;
use app::{
    api::{
        Answer, ApiError, Reply, approvals, bot_check, clients, conformance, consent, customers, domains,
        frame::Frame,
        links, login, logins, logout, mails, passwords, ports, profile, providers, registration, rehearsal,
        roles, second_factor, security, sessions, settings, shop, staff, texts,
        visit::{Facts, Visit},
    },
    shell::{Assets, Document, DocumentProps},
};
use async_trait::async_trait;
use axum::{Router, body::Body, http::Request, routing::get};
use domain::{
    ids::{ClientId, CustomerId, MailId, ProviderId, RequestId, RoleId, StaffId},
    values::{Language, Slug},
};
use leptos::{nonce::Nonce, prelude::*};
use server::{http::assets::Wing, services};
use std::{net::Ipv4Addr, sync::Arc};

/// What the page shows.
#[derive(Clone)]
struct Constants {
    facts: Facts,
    frame: Frame,
    assets: Assets,
    ports: Arc<Offers>,
}

/// A router with the home page alone, showing what the shop shows to the person with this cookie.
///
/// # Errors
/// When the shop can't tell what that is.
pub async fn router(shop: &BenchShop, cookie: &str) -> Result<Router> {
    let facts = Facts {
        cookies: cookie
            .split_once('=')
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into_iter()
            .collect(),
        requester: Ipv4Addr::LOCALHOST.into(),
        user_agent: String::new(),
        language: Language::En,
        request_id: "constant".to_owned(),
        path: "/".to_owned(),
        nonce: "constant".to_owned(),
    };
    let visit = Visit::new(facts.clone());
    let failed = |trouble: services::Trouble| anyhow::anyhow!("{trouble}");
    let constants = Constants {
        frame: services::frames::load(&shop.portico, &visit)
            .await
            .map_err(failed)?,
        ports: Arc::new(Offers(
            services::shop::offers(&shop.portico, &visit)
                .await
                .map_err(failed)?,
        )),
        assets: shop.portico.site.assets(Wing::Account),
        facts,
    };
    Ok(Router::new().route("/", get(move |request| page(constants.clone(), request))))
}

async fn page(constants: Constants, request: Request<Body>) -> axum::response::Response {
    let Constants {
        facts,
        frame,
        assets,
        ports,
    } = constants;
    let visit = Visit::new(facts);
    visit.reply().frame = Some(frame);
    let context = {
        let visit = visit.clone();
        move || {
            provide_context::<Arc<dyn ports::Ports>>(ports.clone());
            provide_context(visit.clone());
            provide_context(Nonce::from_value(visit.facts().nonce.clone()));
        }
    };
    let document = move || {
        let children: Children = Box::new(|| view! { <app::shop::Account/> }.into_any());
        Document(DocumentProps {
            assets: assets.clone(),
            visit: visit.clone(),
            shown_at: None,
            children,
        })
    };
    leptos_axum::render_app_async_with_context(context, document)(request).await
}

/// Knows the offers and nothing else.
struct Offers(Vec<shop::OfferCard>);

/// Ports that the home page never asks.
macro_rules! unasked {
    ($($port:ident { $($method:ident($($argument:ty),*) -> $reply:ty;)* })*) => {
        $(
            #[async_trait]
            impl ports::$port for Offers {
                $(
                    async fn $method(&self, _: &Visit $(, _: $argument)*) -> Reply<$reply> {
                        Err(ApiError::NotFound)
                    }
                )*
            }
        )*
    };
}

#[async_trait]
impl ports::Shop for Offers {
    async fn offers(&self, _: &Visit) -> Reply<Vec<shop::OfferCard>> {
        Ok(self.0.clone())
    }

    async fn offer(&self, _: &Visit, _: Slug) -> Reply<shop::Offer> {
        Err(ApiError::NotFound)
    }

    async fn text(&self, _: &Visit, _: shop::TextKind, _: Option<i64>) -> Reply<shop::LegalText> {
        Err(ApiError::NotFound)
    }
}

unasked! {
    Login {
        page(Option<String>) -> login::LoginPage;
        sign_in(login::SignIn) -> Answer;
        forgot(login::Forgot) -> Answer;
    }
    Logins {
        page() -> logins::Logins;
        connect(logins::ConnectLogin) -> Answer;
        disconnect(logins::DisconnectLogin) -> Answer;
        ask_for_password() -> Answer;
        remove_password() -> Answer;
        proof() -> logins::Proof;
        have_account() -> Answer;
        connect_proven() -> Answer;
    }
    Consent {
        question(String) -> consent::Question;
        agree(consent::Agree) -> Answer;
        choose(consent::ChooseAccount) -> Answer;
        applications(Option<String>) -> consent::Applications;
        revoke(consent::Revoke) -> Answer;
    }
    Logout {
        receipt() -> logout::Receipt;
    }
    Links {
        look(String) -> links::LinkState;
        activate(links::Activate) -> Answer;
        send_again(links::SendAgain) -> Answer;
        reset(links::Reset) -> Answer;
        confirm_address(links::ConfirmAddress) -> Answer;
    }
    Registration {
        page(Option<String>) -> registration::RegisterPage;
        register(registration::Register) -> Answer;
        status(String) -> registration::RequestStatus;
        correct(registration::Correct) -> Answer;
        send_mail(registration::SendMail) -> Answer;
        withdraw(registration::Withdraw) -> Answer;
        asked() -> registration::Asked;
        give_address(registration::GiveAddress) -> Answer;
    }
    Profile {
        read() -> profile::Profile;
        save(profile::SaveProfile) -> Answer;
    }
    Security {
        read() -> security::Security;
        change_password(security::ChangePassword) -> Answer;
        change_address(security::ChangeAddress) -> Answer;
    }
    Sessions {
        state(bool) -> sessions::SessionState;
        list() -> Vec<sessions::OwnSession>;
        end(sessions::EndSession) -> Answer;
        end_others() -> Answer;
        limits() -> sessions::SessionLimits;
        save_limits(sessions::SaveLimits) -> Answer;
    }
    Approvals {
        list(approvals::Filter) -> approvals::Queue;
        read(RequestId) -> approvals::RequestDetail;
        decide(approvals::Decide) -> Answer;
        decide_many(approvals::DecideMany) -> Answer;
        results(approvals::Together) -> Vec<approvals::ResultRow>;
        undo(approvals::Undo) -> Answer;
        assign(approvals::Assign) -> Answer;
    }
    Customers {
        list(customers::CustomerFilter) -> customers::CustomerList;
        read(CustomerId, Option<String>) -> customers::CustomerDetail;
        end_sessions(customers::EndSessions) -> Answer;
        send_link(customers::SendLink) -> Answer;
        switch(customers::SwitchCustomer) -> Answer;
        undo_account_link(customers::UndoAccountLink) -> Answer;
    }
    Mails {
        list(mails::MailFilter) -> mails::MailList;
        read(MailId) -> mails::MailDetail;
        send_again(mails::SendMailAgain) -> Answer;
    }
    Providers {
        list() -> Vec<providers::ProviderRow>;
        read(ProviderId) -> providers::ProviderSettings;
        save(providers::SaveProvider) -> Answer;
        switch(providers::SwitchProvider) -> Answer;
    }
    Rehearsals {
        read(ProviderId) -> rehearsal::Rehearsal;
        start(rehearsal::StartRehearsal) -> Answer;
    }
    HomeRealm {
        find_way(login::FindWay) -> Answer;
    }
    ProviderExtras {
        remove_logo(providers::RemoveLogo) -> Answer;
        reorder(providers::MoveProvider) -> Answer;
        delete(providers::DeleteProvider) -> Answer;
    }
    Settings {
        read() -> settings::SettingsPage;
        save(settings::SaveSettings) -> Answer;
        history(settings::HistoryFilter) -> settings::HistoryList;
    }
    Texts {
        list() -> Vec<texts::Text>;
        draft(shop::TextKind) -> texts::Draft;
        save(texts::SaveDraft) -> Answer;
        discard(texts::DiscardDraft) -> Answer;
        publish(texts::PublishDraft) -> Answer;
    }
    Domains {
        read() -> domains::DomainSettings;
        save(domains::SaveDomains) -> Answer;
    }
    Passwords {
        read() -> passwords::PasswordSettings;
        save(passwords::SavePasswords) -> Answer;
    }
    Lockout {
        preview(settings::PlannedChange, Option<String>) -> settings::LockoutPreview;
        invite(settings::PlannedChange) -> Answer;
    }
    BotCheck {
        task() -> bot_check::BotTask;
        read() -> bot_check::BotCheckSettings;
        save(bot_check::SaveBotCheck) -> Answer;
    }
    Clients {
        list() -> Vec<clients::ClientRow>;
        read(ClientId) -> clients::ClientDetail;
        save(clients::SaveClient) -> Answer;
        make_secret(clients::MakeSecret) -> Answer;
        note_secret(clients::NoteSecret) -> Answer;
        remove_logo(clients::RemoveLogo) -> Answer;
        switch(clients::SwitchClient) -> Answer;
        delete(clients::DeleteClient) -> Answer;
    }
    Conformance {
        page() -> conformance::ConformancePage;
    }
    Roles {
        list() -> Vec<roles::RoleRow>;
        read(RoleId) -> roles::Role;
        save(roles::SaveRole) -> Answer;
        delete(roles::DeleteRole) -> Answer;
        set(roles::SetRole) -> Answer;
    }
    Staff {
        sign_in(staff::StaffSignIn) -> Answer;
        invitation(String) -> staff::Invitation;
        accept(staff::AcceptInvitation) -> Answer;
    }
    StaffMembers {
        list() -> staff::StaffList;
        read(StaffId) -> staff::StaffDetail;
        invite(staff::InviteStaff) -> Answer;
        withdraw(staff::WithdrawInvitation) -> Answer;
        change_roles(staff::ChangeStaffRoles) -> Answer;
        switch(staff::SwitchStaff) -> Answer;
        reset_factor(staff::ResetStaffFactor) -> Answer;
        end_sessions(staff::EndStaffSessions) -> Answer;
    }
}

#[async_trait]
impl ports::SecondFactor for Offers {
    async fn step(&self, _: &Visit, _: second_factor::Place) -> Reply<second_factor::StepPage> {
        Err(ApiError::NotFound)
    }

    async fn card(&self, _: &Visit, _: second_factor::Place) -> Reply<second_factor::FactorCard> {
        Err(ApiError::NotFound)
    }

    async fn act(&self, _: &Visit, _: second_factor::Place, _: second_factor::Act) -> Reply<Answer> {
        Err(ApiError::NotFound)
    }

    async fn reset(&self, _: &Visit, _: second_factor::ResetFactor) -> Reply<Answer> {
        Err(ApiError::NotFound)
    }

    async fn settings(&self, _: &Visit) -> Reply<second_factor::FactorSettings> {
        Err(ApiError::NotFound)
    }

    async fn save_settings(&self, _: &Visit, _: second_factor::SaveFactorSettings) -> Reply<Answer> {
        Err(ApiError::NotFound)
    }
}

impl ports::Ports for Offers {}
