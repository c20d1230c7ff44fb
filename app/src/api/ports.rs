//! What the app asks of the server: one small trait for each area. The server implements them; a server function
//! finds them in context.

mod clients;
mod conformance;
mod consent;
mod staff;

pub use clients::Clients;
pub use conformance::Conformance;
pub use consent::Consent;
pub use staff::{Staff, StaffMembers};

use super::{
    answer::{Answer, ApiError, Reply},
    visit::Visit,
};
use super::{
    approvals, bot_check, customers, domains, links, login, logins, logout, mails, passwords, profile,
    providers, registration, rehearsal, roles, second_factor, security, sessions, settings, shop, texts,
};
use async_trait::async_trait;
use domain::{
    ids::{CustomerId, MailId, ProviderId, RequestId, RoleId},
    values::Slug,
};
use leptos::prelude::use_context;
use std::sync::Arc;

/// The catalogue and the shop's own texts.
#[async_trait]
pub trait Shop: Send + Sync {
    /// All offers in the shop's order.
    async fn offers(&self, visit: &Visit) -> Reply<Vec<shop::OfferCard>>;
    /// One offer. `NotFound` when there is none.
    async fn offer(&self, visit: &Visit, slug: Slug) -> Reply<shop::Offer>;
    /// A version of a text, the current one unless another is named, in the page's language.
    async fn text(&self, visit: &Visit, kind: shop::TextKind, version: Option<i64>)
    -> Reply<shop::LegalText>;
}

/// Signing in and getting back in.
#[async_trait]
pub trait Login: Send + Sync {
    /// What the login page offers now to a person who goes on at `next`.
    async fn page(&self, visit: &Visit, next: Option<String>) -> Reply<login::LoginPage>;
    /// Signs in with a password.
    async fn sign_in(&self, visit: &Visit, form: login::SignIn) -> Reply<Answer>;
    /// Asks for a link to set a new password. The answer is the same for every address.
    async fn forgot(&self, visit: &Visit, form: login::Forgot) -> Reply<Answer>;
}

/// The ways in of a customer.
#[async_trait]
pub trait Logins: Send + Sync {
    /// What is connected, and what could be.
    async fn page(&self, visit: &Visit) -> Reply<logins::Logins>;
    /// Leads to a provider to connect an identity, after a recent sign-in.
    async fn connect(&self, visit: &Visit, form: logins::ConnectLogin) -> Reply<Answer>;
    /// Disconnects an identity, unless it is the last way in.
    async fn disconnect(&self, visit: &Visit, form: logins::DisconnectLogin) -> Reply<Answer>;
    /// Sends a link to choose a password.
    async fn ask_for_password(&self, visit: &Visit) -> Reply<Answer>;
    /// Takes the password away, unless it is the last way in.
    async fn remove_password(&self, visit: &Visit) -> Reply<Answer>;
    /// The identity that waits in this browser for the proof of an account. `NotFound` when there is none.
    async fn proof(&self, visit: &Visit) -> Reply<logins::Proof>;
    /// Keeps that identity while its person signs in to their account.
    async fn have_account(&self, visit: &Visit) -> Reply<Answer>;
    /// Connects that identity to the customer who has just signed in.
    async fn connect_proven(&self, visit: &Visit) -> Reply<Answer>;
}

/// Addresses that lead to a provider.
#[async_trait]
pub trait HomeRealm: Send + Sync {
    /// Finds the way in for an address.
    async fn find_way(&self, visit: &Visit, form: login::FindWay) -> Reply<Answer>;
}

/// What is told after logging out.
#[async_trait]
pub trait Logout: Send + Sync {
    /// The receipt of this browser's last logout; without lines when there is none to tell of.
    async fn receipt(&self, visit: &Visit) -> Reply<logout::Receipt>;
}

/// Pages that a link from a mail opens.
#[async_trait]
pub trait Links: Send + Sync {
    /// What a link is for and whether it still works; does not use it up.
    async fn look(&self, visit: &Visit, token: String) -> Reply<links::LinkState>;
    /// Uses up an activation or finishing link.
    async fn activate(&self, visit: &Visit, form: links::Activate) -> Reply<Answer>;
    /// Sends a new mail in place of one whose link has expired.
    async fn send_again(&self, visit: &Visit, form: links::SendAgain) -> Reply<Answer>;
    /// Uses up a reset link and sets the new password.
    async fn reset(&self, visit: &Visit, form: links::Reset) -> Reply<Answer>;
    /// Uses up a link that proves an address.
    async fn confirm_address(&self, visit: &Visit, form: links::ConfirmAddress) -> Reply<Answer>;
}

/// Registering and following one's request.
#[async_trait]
pub trait Registration: Send + Sync {
    /// What the form asks for now of a person who goes on at `next`. `NotFound` when registration is off.
    async fn page(&self, visit: &Visit, next: Option<String>) -> Reply<registration::RegisterPage>;
    /// Registers. The answer is the same for a known address.
    async fn register(&self, visit: &Visit, form: registration::Register) -> Reply<Answer>;
    /// The applicant's own view of a request.
    async fn status(&self, visit: &Visit, token: String) -> Reply<registration::RequestStatus>;
    /// Corrects what the request says, until somebody has decided.
    async fn correct(&self, visit: &Visit, form: registration::Correct) -> Reply<Answer>;
    /// Sends the mail again without which the applicant can't go on.
    async fn send_mail(&self, visit: &Visit, form: registration::SendMail) -> Reply<Answer>;
    /// Takes the request back; its personal data is erased.
    async fn withdraw(&self, visit: &Visit, form: registration::Withdraw) -> Reply<Answer>;
    /// Whom this browser brought from a provider and asks for an address. `NotFound` when there is nobody.
    async fn asked(&self, visit: &Visit) -> Reply<registration::Asked>;
    /// Takes the address that a provider did not tell, and sends a link to prove it.
    async fn give_address(&self, visit: &Visit, form: registration::GiveAddress) -> Reply<Answer>;
}

/// My Profile.
#[async_trait]
pub trait Profile: Send + Sync {
    /// The signed-in customer's data.
    async fn read(&self, visit: &Visit) -> Reply<profile::Profile>;
    /// Saves it, and accepts the terms when they are due.
    async fn save(&self, visit: &Visit, form: profile::SaveProfile) -> Reply<Answer>;
}

/// What customers change about their own sign-in.
#[async_trait]
pub trait Security: Send + Sync {
    /// What can be changed.
    async fn read(&self, visit: &Visit) -> Reply<security::Security>;
    /// Changes the password; every other session ends.
    async fn change_password(&self, visit: &Visit, form: security::ChangePassword) -> Reply<Answer>;
    /// Sends a link to another address. The answer is the same whomever it belongs to.
    async fn change_address(&self, visit: &Visit, form: security::ChangeAddress) -> Reply<Answer>;
}

/// Where a customer is signed in, and for how long.
#[async_trait]
pub trait Sessions: Send + Sync {
    /// Where this browser's session stands; asking moves its end only with `stay`.
    async fn state(&self, visit: &Visit, stay: bool) -> Reply<sessions::SessionState>;
    /// The customer's sessions that live.
    async fn list(&self, visit: &Visit) -> Reply<Vec<sessions::OwnSession>>;
    /// Ends one of them elsewhere.
    async fn end(&self, visit: &Visit, form: sessions::EndSession) -> Reply<Answer>;
    /// Ends all of them but this one.
    async fn end_others(&self, visit: &Visit) -> Reply<Answer>;
    /// How long sessions last, for staff.
    async fn limits(&self, visit: &Visit) -> Reply<sessions::SessionLimits>;
    /// Changes that.
    async fn save_limits(&self, visit: &Visit, form: sessions::SaveLimits) -> Reply<Answer>;
}

/// Deciding registration requests.
#[async_trait]
pub trait Approvals: Send + Sync {
    /// A page of the queue.
    async fn list(&self, visit: &Visit, filter: approvals::Filter) -> Reply<approvals::Queue>;
    /// One request with everything that a decision needs.
    async fn read(&self, visit: &Visit, id: RequestId) -> Reply<approvals::RequestDetail>;
    /// Approves or rejects. Exactly one of two parallel decisions wins; the other is told who decided.
    async fn decide(&self, visit: &Visit, form: approvals::Decide) -> Reply<Answer>;
    /// Decides several, each for itself.
    async fn decide_many(&self, visit: &Visit, form: approvals::DecideMany) -> Reply<Answer>;
    /// What became of several that were decided together.
    async fn results(&self, visit: &Visit, together: approvals::Together)
    -> Reply<Vec<approvals::ResultRow>>;
    /// Takes a rejection back.
    async fn undo(&self, visit: &Visit, form: approvals::Undo) -> Reply<Answer>;
    /// Takes a request on, or gives it back.
    async fn assign(&self, visit: &Visit, form: approvals::Assign) -> Reply<Answer>;
}

/// Looking after customers.
#[async_trait]
pub trait Customers: Send + Sync {
    /// A page of the customers that are asked for.
    async fn list(&self, visit: &Visit, filter: customers::CustomerFilter) -> Reply<customers::CustomerList>;
    /// One customer, and a page of what happened before the key `before`.
    async fn read(
        &self,
        visit: &Visit,
        id: CustomerId,
        before: Option<String>,
    ) -> Reply<customers::CustomerDetail>;
    /// Ends one session or all.
    async fn end_sessions(&self, visit: &Visit, form: customers::EndSessions) -> Reply<Answer>;
    /// Sends the link that helps now.
    async fn send_link(&self, visit: &Visit, form: customers::SendLink) -> Reply<Answer>;
    /// Closes the account or opens it again.
    async fn switch(&self, visit: &Visit, form: customers::SwitchCustomer) -> Reply<Answer>;
    /// Undoes the link to an account that a sign-in made by itself.
    async fn undo_account_link(&self, visit: &Visit, form: customers::UndoAccountLink) -> Reply<Answer>;
}

/// Looking after the outbox.
#[async_trait]
pub trait Mails: Send + Sync {
    /// A page of the mails that are asked for.
    async fn list(&self, visit: &Visit, filter: mails::MailFilter) -> Reply<mails::MailList>;
    /// One mail, without what opens something.
    async fn read(&self, visit: &Visit, id: MailId) -> Reply<mails::MailDetail>;
    /// Sends a mail again that opens nothing.
    async fn send_again(&self, visit: &Visit, form: mails::SendMailAgain) -> Reply<Answer>;
}

/// The shop's providers.
#[async_trait]
pub trait Providers: Send + Sync {
    /// All providers in their order.
    async fn list(&self, visit: &Visit) -> Reply<Vec<providers::ProviderRow>>;
    /// One provider's settings, the secret left out.
    async fn read(&self, visit: &Visit, id: ProviderId) -> Reply<providers::ProviderSettings>;
    /// Creates or changes a provider after its discovery document was fetched and checked.
    async fn save(&self, visit: &Visit, form: providers::SaveProvider) -> Reply<Answer>;
    /// Enables, disables, shows or hides a provider; refuses a lock-out.
    async fn switch(&self, visit: &Visit, form: providers::SwitchProvider) -> Reply<Answer>;
}

/// Rehearsing sign-ins through a provider.
#[async_trait]
pub trait Rehearsals: Send + Sync {
    /// The last rehearsal at a provider.
    async fn read(&self, visit: &Visit, id: ProviderId) -> Reply<rehearsal::Rehearsal>;
    /// Leads to the provider for another one.
    async fn start(&self, visit: &Visit, form: rehearsal::StartRehearsal) -> Reply<Answer>;
}

/// What belongs to a provider beside its settings: its logo, its place on the login page, its end.
#[async_trait]
pub trait ProviderExtras: Send + Sync {
    /// Takes the logo away.
    async fn remove_logo(&self, visit: &Visit, form: providers::RemoveLogo) -> Reply<Answer>;
    /// Moves a provider one place up or down.
    async fn reorder(&self, visit: &Visit, form: providers::MoveProvider) -> Reply<Answer>;
    /// Deletes a provider that nobody uses; refuses a lock-out.
    async fn delete(&self, visit: &Visit, form: providers::DeleteProvider) -> Reply<Answer>;
}

/// The shop's settings and what was changed when.
#[async_trait]
pub trait Settings: Send + Sync {
    /// The settings with their version.
    async fn read(&self, visit: &Visit) -> Reply<settings::SettingsPage>;
    /// Saves them; refuses a lock-out.
    async fn save(&self, visit: &Visit, form: settings::SaveSettings) -> Reply<Answer>;
    /// A page of the history, newest first.
    async fn history(&self, visit: &Visit, filter: settings::HistoryFilter) -> Reply<settings::HistoryList>;
}

/// The shop's own texts, for staff.
#[async_trait]
pub trait Texts: Send + Sync {
    /// All of them with their versions.
    async fn list(&self, visit: &Visit) -> Reply<Vec<texts::Text>>;
    /// The draft of the next version of one.
    async fn draft(&self, visit: &Visit, kind: shop::TextKind) -> Reply<texts::Draft>;
    /// Saves it.
    async fn save(&self, visit: &Visit, form: texts::SaveDraft) -> Reply<Answer>;
    /// Throws it away.
    async fn discard(&self, visit: &Visit, form: texts::DiscardDraft) -> Reply<Answer>;
    /// Publishes it. Exactly one of two parallel publications wins.
    async fn publish(&self, visit: &Visit, form: texts::PublishDraft) -> Reply<Answer>;
}

/// Which e-mail domains customers may have, as an administrator chooses them.
#[async_trait]
pub trait Domains: Send + Sync {
    /// The lists with their version.
    async fn read(&self, visit: &Visit) -> Reply<domains::DomainSettings>;
    /// Saves them.
    async fn save(&self, visit: &Visit, form: domains::SaveDomains) -> Reply<Answer>;
}

/// The rules for new passwords, as an administrator chooses them.
#[async_trait]
pub trait Passwords: Send + Sync {
    /// The rules with their version.
    async fn read(&self, visit: &Visit) -> Reply<passwords::PasswordSettings>;
    /// Saves them.
    async fn save(&self, visit: &Visit, form: passwords::SavePasswords) -> Reply<Answer>;
}

/// Looking at who would lose their last way in, before it is taken.
#[async_trait]
pub trait Lockout: Send + Sync {
    /// How many, and a page of them behind the key `after`.
    async fn preview(
        &self,
        visit: &Visit,
        change: settings::PlannedChange,
        after: Option<String>,
    ) -> Reply<settings::LockoutPreview>;
    /// Invites all of them to another way in.
    async fn invite(&self, visit: &Visit, change: settings::PlannedChange) -> Reply<Answer>;
}

/// Showing that a person sends a form.
#[async_trait]
pub trait BotCheck: Send + Sync {
    /// What the browser does before the register form is sent.
    async fn task(&self, visit: &Visit) -> Reply<bot_check::BotTask>;
    /// How that is set, for staff.
    async fn read(&self, visit: &Visit) -> Reply<bot_check::BotCheckSettings>;
    /// Saves that.
    async fn save(&self, visit: &Visit, form: bot_check::SaveBotCheck) -> Reply<Answer>;
}

/// Roles of customers.
#[async_trait]
pub trait Roles: Send + Sync {
    /// All of them.
    async fn list(&self, visit: &Visit) -> Reply<Vec<roles::RoleRow>>;
    /// One of them.
    async fn read(&self, visit: &Visit, id: RoleId) -> Reply<roles::Role>;
    /// Makes or changes one.
    async fn save(&self, visit: &Visit, form: roles::SaveRole) -> Reply<Answer>;
    /// Deletes one that nobody has.
    async fn delete(&self, visit: &Visit, form: roles::DeleteRole) -> Reply<Answer>;
    /// Gives one to a customer.
    async fn set(&self, visit: &Visit, form: roles::SetRole) -> Reply<Answer>;
}

/// The second factor of customers and staff.
#[async_trait]
pub trait SecondFactor: Send + Sync {
    /// What comes next at this place. `NotFound` when nothing was begun here, or it is over.
    async fn step(&self, visit: &Visit, place: second_factor::Place) -> Reply<second_factor::StepPage>;
    /// What the person has set up. `NotFound` where there is nothing to have.
    async fn card(&self, visit: &Visit, place: second_factor::Place) -> Reply<second_factor::FactorCard>;
    /// Proves, sets up or changes. A sign-in that is finished by it begins its session.
    async fn act(&self, visit: &Visit, place: second_factor::Place, act: second_factor::Act)
    -> Reply<Answer>;
    /// Takes a customer's second factor away.
    async fn reset(&self, visit: &Visit, form: second_factor::ResetFactor) -> Reply<Answer>;
    /// Who must have a second factor.
    async fn settings(&self, visit: &Visit) -> Reply<second_factor::FactorSettings>;
    /// Saves that.
    async fn save_settings(&self, visit: &Visit, form: second_factor::SaveFactorSettings) -> Reply<Answer>;
}

/// Everything the server offers to the app.
pub trait Ports:
    Shop
    + Login
    + Logins
    + HomeRealm
    + Logout
    + Links
    + Registration
    + Profile
    + Security
    + Approvals
    + Customers
    + Lockout
    + Mails
    + Providers
    + Rehearsals
    + Settings
    + Sessions
    + Texts
    + Passwords
    + Domains
    + Roles
    + BotCheck
    + Consent
    + Staff
    + StaffMembers
    + SecondFactor
    + ProviderExtras
    + Clients
    + Conformance
{
}

/// The ports and the visit of the request that is being answered.
///
/// # Errors
/// `Internal` outside of a request.
pub fn here() -> Reply<(Arc<dyn Ports>, Visit)> {
    use_context::<Arc<dyn Ports>>()
        .zip(use_context::<Visit>())
        .ok_or(ApiError::Internal)
}
