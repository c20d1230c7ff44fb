//! The app's ports: thin, so that a use case is the same whoever calls it.

mod bot_check;
mod clients;
mod conformance;
mod consent;
mod customers;
mod domains;
mod home_realm;
mod lockout;
mod logins;
mod mails;
mod passwords;
mod provider_extras;
mod rehearsal;
mod roles;
mod second_factor;
mod security;
mod sessions;
mod staff_members;
mod texts;

use crate::{services, state::Portico};
use app::api::{
    Answer, Reply, approvals, links, login, logout, ports, profile, providers, registration, settings, shop,
    staff, visit::Visit,
};
use async_trait::async_trait;
use domain::{
    ids::{ProviderId, RequestId},
    values::Slug,
};

impl ports::Ports for Portico {}

#[async_trait]
impl ports::Shop for Portico {
    async fn offers(&self, visit: &Visit) -> Reply<Vec<shop::OfferCard>> {
        Ok(services::shop::offers(self, visit).await?)
    }

    async fn offer(&self, visit: &Visit, slug: Slug) -> Reply<shop::Offer> {
        Ok(services::shop::offer(self, visit, &slug).await?)
    }

    async fn text(
        &self,
        visit: &Visit,
        kind: shop::TextKind,
        version: Option<i64>,
    ) -> Reply<shop::LegalText> {
        Ok(services::shop::text(self, visit, kind, version).await?)
    }
}

#[async_trait]
impl ports::Login for Portico {
    async fn page(&self, visit: &Visit, next: Option<String>) -> Reply<login::LoginPage> {
        Ok(services::login::page(self, visit, next.as_deref()).await?)
    }

    async fn sign_in(&self, visit: &Visit, form: login::SignIn) -> Reply<Answer> {
        Ok(services::login::sign_in(self, visit, form).await?)
    }

    async fn forgot(&self, visit: &Visit, form: login::Forgot) -> Reply<Answer> {
        Ok(services::login::forgot(self, visit, form).await?)
    }
}

#[async_trait]
impl ports::Links for Portico {
    async fn look(&self, visit: &Visit, token: String) -> Reply<links::LinkState> {
        Ok(services::links::look(self, visit, &token).await?)
    }

    async fn activate(&self, visit: &Visit, form: links::Activate) -> Reply<Answer> {
        Ok(services::links::activate(self, visit, form).await?)
    }

    async fn send_again(&self, visit: &Visit, form: links::SendAgain) -> Reply<Answer> {
        Ok(services::links::send_again(self, visit, form).await?)
    }

    async fn reset(&self, visit: &Visit, form: links::Reset) -> Reply<Answer> {
        Ok(services::links::reset(self, visit, form).await?)
    }

    async fn confirm_address(&self, visit: &Visit, form: links::ConfirmAddress) -> Reply<Answer> {
        Ok(services::links::confirm_address(self, visit, form).await?)
    }
}

#[async_trait]
impl ports::Registration for Portico {
    async fn page(&self, visit: &Visit, next: Option<String>) -> Reply<registration::RegisterPage> {
        Ok(services::registration::page(self, visit, next.as_deref()).await?)
    }

    async fn register(&self, visit: &Visit, form: registration::Register) -> Reply<Answer> {
        Ok(services::registration::register(self, visit, form).await?)
    }

    async fn status(&self, visit: &Visit, token: String) -> Reply<registration::RequestStatus> {
        Ok(services::registration::status(self, visit, &token).await?)
    }

    async fn correct(&self, visit: &Visit, form: registration::Correct) -> Reply<Answer> {
        Ok(services::registration::correct(self, visit, form).await?)
    }

    async fn send_mail(&self, visit: &Visit, form: registration::SendMail) -> Reply<Answer> {
        Ok(services::registration::send_mail(self, visit, form).await?)
    }

    async fn withdraw(&self, visit: &Visit, form: registration::Withdraw) -> Reply<Answer> {
        Ok(services::registration::withdraw(self, visit, form).await?)
    }

    async fn asked(&self, visit: &Visit) -> Reply<registration::Asked> {
        Ok(services::provider_sign_in::asked(self, visit).await?)
    }

    async fn give_address(&self, visit: &Visit, form: registration::GiveAddress) -> Reply<Answer> {
        Ok(services::provider_sign_in::give_address(self, visit, form).await?)
    }
}

#[async_trait]
impl ports::Profile for Portico {
    async fn read(&self, visit: &Visit) -> Reply<profile::Profile> {
        Ok(services::profile::read(self, visit).await?)
    }

    async fn save(&self, visit: &Visit, form: profile::SaveProfile) -> Reply<Answer> {
        Ok(services::profile::save(self, visit, form).await?)
    }
}

#[async_trait]
impl ports::Logout for Portico {
    async fn receipt(&self, visit: &Visit) -> Reply<logout::Receipt> {
        Ok(services::logout::receipt(self, visit).await?)
    }
}

#[async_trait]
impl ports::Approvals for Portico {
    async fn list(&self, visit: &Visit, filter: approvals::Filter) -> Reply<approvals::Queue> {
        Ok(services::approvals::list(self, visit, filter).await?)
    }

    async fn read(&self, visit: &Visit, id: RequestId) -> Reply<approvals::RequestDetail> {
        Ok(services::approvals::read(self, visit, id).await?)
    }

    async fn decide(&self, visit: &Visit, form: approvals::Decide) -> Reply<Answer> {
        Ok(services::approvals::decide(self, visit, form).await?)
    }

    async fn decide_many(&self, visit: &Visit, form: approvals::DecideMany) -> Reply<Answer> {
        Ok(services::approvals::decide_many(self, visit, form).await?)
    }

    async fn results(
        &self,
        visit: &Visit,
        together: approvals::Together,
    ) -> Reply<Vec<approvals::ResultRow>> {
        Ok(services::approvals::results(self, visit, together).await?)
    }

    async fn undo(&self, visit: &Visit, form: approvals::Undo) -> Reply<Answer> {
        Ok(services::approvals::undo(self, visit, form).await?)
    }

    async fn assign(&self, visit: &Visit, form: approvals::Assign) -> Reply<Answer> {
        Ok(services::approvals::assign(self, visit, form).await?)
    }
}

#[async_trait]
impl ports::Providers for Portico {
    async fn list(&self, visit: &Visit) -> Reply<Vec<providers::ProviderRow>> {
        Ok(services::providers::list(self, visit).await?)
    }

    async fn read(&self, visit: &Visit, id: ProviderId) -> Reply<providers::ProviderSettings> {
        Ok(services::providers::read(self, visit, id).await?)
    }

    async fn save(&self, visit: &Visit, form: providers::SaveProvider) -> Reply<Answer> {
        Ok(services::providers::save(self, visit, form).await?)
    }

    async fn switch(&self, visit: &Visit, form: providers::SwitchProvider) -> Reply<Answer> {
        Ok(services::providers::switch(self, visit, form).await?)
    }
}

#[async_trait]
impl ports::Settings for Portico {
    async fn read(&self, visit: &Visit) -> Reply<settings::SettingsPage> {
        Ok(services::settings::read(self, visit).await?)
    }

    async fn save(&self, visit: &Visit, form: settings::SaveSettings) -> Reply<Answer> {
        Ok(services::settings::save(self, visit, form).await?)
    }

    async fn history(&self, visit: &Visit, filter: settings::HistoryFilter) -> Reply<settings::HistoryList> {
        Ok(services::settings::history(self, visit, filter).await?)
    }
}

#[async_trait]
impl ports::Staff for Portico {
    async fn sign_in(&self, visit: &Visit, form: staff::StaffSignIn) -> Reply<Answer> {
        Ok(services::staff::sign_in(self, visit, form).await?)
    }

    async fn invitation(&self, _visit: &Visit, token: String) -> Reply<staff::Invitation> {
        Ok(services::staff::invitation(self, &token).await?)
    }

    async fn accept(&self, visit: &Visit, form: staff::AcceptInvitation) -> Reply<Answer> {
        Ok(services::staff::accept(self, visit, form).await?)
    }
}
