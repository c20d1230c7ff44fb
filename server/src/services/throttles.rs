//! Budgets of tries, kept in a table that all replicas share. Each action has its own; an address is counted
//! together with the requester, so that a stranger can't lock a customer out. Passwords have one for the account
//! besides, which leaves room for the browsers that its owner is known by.

use super::Outcome;
use crate::{crypto::sha256_hex, state::Portico};
use app::api::visit::Visit;
use domain::{
    login::{FROM_ANYWHERE, Tries, TryFacts, tries},
    time::{Span, Timestamp},
    values::AddressKey,
};
use std::net::IpAddr;
use storage::throttles::Window;

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Signing in with a password.
    SignIn,
    /// Asking for a reset link.
    Forgot,
    /// Registering.
    Register,
    /// Registering without a proof that a person does; has no address.
    RegisterUnchecked,
    /// Typing the current password again, to change something.
    CurrentPassword,
    /// Asking for another address.
    ChangeAddress,
    /// What an applicant does on the page of a request; counted by its token.
    OwnRequest,
    /// Staff signing in.
    StaffSignIn,
    /// Going out to a provider; has no address yet.
    ProviderStart,
    /// A provider ending sessions; has no address.
    BackChannelLogout,
    /// A client that shows something wrong; counted by its id.
    ClientAuthentication,
    /// A client's request that will wait for somebody who is not signed in; counted by the client.
    ClientRequest,
    /// A request that a client without a secret pushes; counted by the client.
    ClientPush,
    /// Tokens for a client without a secret; counted by the client.
    ClientTokens,
}

/// A budget: how many in which time.
struct Budget {
    name: &'static str,
    per_address: i64,
    per_requester: i64,
    window: Span,
}

impl Action {
    const fn budget(self) -> Budget {
        let (name, per_address, per_requester, window) = match self {
            Self::SignIn => ("sign-in", 10, 100, Span::minutes(15)),
            Self::Forgot => ("forgot", 3, 30, Span::hours(1)),
            Self::Register => ("register", 3, 30, Span::hours(1)),
            Self::RegisterUnchecked => ("register-unchecked", 10, 10, Span::hours(1)),
            Self::CurrentPassword => ("current-password", 10, 100, Span::minutes(15)),
            Self::ChangeAddress => ("change-address", 5, 30, Span::hours(1)),
            Self::OwnRequest => ("own-request", 20, 100, Span::hours(1)),
            Self::StaffSignIn => ("staff-sign-in", 10, 50, Span::minutes(15)),
            // A company's people leave from one address, all at nine o'clock.
            Self::ProviderStart => ("provider-start", 300, 300, Span::minutes(10)),
            // At the end of a shift, or when a provider signs everybody out.
            Self::BackChannelLogout => ("back-channel-logout", 2000, 2000, Span::minutes(10)),
            Self::ClientAuthentication => ("client-authentication", 60, 600, Span::minutes(10)),
            // As for providers, and many a page of a client asks twice.
            Self::ClientRequest => ("client-request", 600, 1200, Span::minutes(10)),
            Self::ClientPush => ("client-push", 600, 1200, Span::minutes(10)),
            // A company's browsers, each of which renews its tokens every few minutes.
            Self::ClientTokens => ("client-tokens", 3000, 6000, Span::minutes(10)),
        };
        Budget {
            name,
            per_address,
            per_requester,
            window,
        }
    }
}

/// Counts a try. False when the budget is used up: nothing more is done, whoever the address belongs to.
pub async fn allow(portico: &Portico, visit: &Visit, action: Action, address: &str) -> Outcome<bool> {
    let budget = action.budget();
    let now = portico.now();
    let requester = requester(visit.facts().requester);
    let mut tx = portico.database.brief().await?;
    let alone = bucket(budget.name, &requester, "");
    let pair = bucket(budget.name, &requester, address);
    let [by_requester, by_address] =
        storage::throttles::hit_both(&mut tx, [&alone, &pair], budget.window, now).await?;
    let allowed = within(visit, by_requester, budget.per_requester);
    Ok(within(visit, by_address, budget.per_address) && allowed)
}

/// How long wrong passwords of an account count, unless a right one comes.
const ROW: Span = Span::hours(24);

/// Whose password is tried; each has a row of tries of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Account {
    /// A customer's.
    Customer,
    /// That of a member of staff.
    Staff,
}

impl Account {
    /// What is counted from everywhere, and what from browsers that the owner is known by.
    fn buckets(self, address: &str) -> [String; 2] {
        let names = match self {
            Self::Customer => ["password", "password-known"],
            Self::Staff => ["staff-password", "staff-password-known"],
        };
        names.map(|name| bucket(name, "", address))
    }
}

/// Counts a try of a password. `known` says whether its owner has signed in with this browser; it is asked when the
/// account has been tried so often that only such browsers may go on, for known and unknown addresses alike.
pub async fn try_password(
    portico: &Portico,
    visit: &Visit,
    (action, account): (Action, Account),
    address: &str,
    known: impl AsyncFnOnce() -> Outcome<bool>,
) -> Outcome<Tries> {
    let budget = action.budget();
    let now = portico.now();
    let requester = requester(visit.facts().requester);
    let (alone, pair) = (
        bucket(budget.name, &requester, ""),
        bucket(budget.name, &requester, address),
    );
    let [all, of_known] = account.buckets(address);
    let mut tx = portico.database.brief().await?;
    let [by_requester, by_address] =
        storage::throttles::hit_both(&mut tx, [&alone, &pair], budget.window, now).await?;
    // It is somebody else's turn to write.
    drop(tx);
    let allowed = within(visit, by_requester, budget.per_requester);
    let mut facts = TryFacts {
        requester_left: within(visit, by_address, budget.per_address) && allowed,
        account: 0,
        known: None,
    };
    if !facts.requester_left {
        // The password is not looked at, so the account bears nothing, and nobody fills the database by asking.
        return Ok(tries(facts));
    }
    let mut tx = portico.database.brief().await?;
    facts.account = storage::throttles::hit(&mut tx, &all, ROW, now).await?.count;
    drop(tx);
    if facts.account > FROM_ANYWHERE && known().await? {
        let mut tx = portico.database.brief().await?;
        let window = storage::throttles::hit(&mut tx, &of_known, ROW, now).await?;
        facts.known = Some(window.count);
    }
    Ok(tries(facts))
}

/// Gives an account its tries back, in the caller's transaction: it has a new password, or somebody who may has looked.
/// `false` when none were counted.
pub async fn forgive_account(tx: &mut storage::Tx, account: Account, address: &str) -> Outcome<bool> {
    let mut any = false;
    for bucket in account.buckets(address) {
        any |= storage::throttles::reset(tx, &bucket).await?;
    }
    Ok(any)
}

/// Counts a try of a requester where no address is typed.
pub async fn allow_requester(portico: &Portico, visit: &Visit, action: Action) -> Outcome<bool> {
    let budget = action.budget();
    let bucket = bucket(budget.name, &requester(visit.facts().requester), "");
    let mut tx = portico.database.brief().await?;
    let window = storage::throttles::hit(&mut tx, &bucket, budget.window, portico.now()).await?;
    Ok(within(visit, window, budget.per_requester))
}

/// When a budget that this request has used up is whole again.
#[derive(Clone, Copy)]
struct Until(Timestamp);

/// Whether the budget holds. If not, the answer says when it does again.
fn within(visit: &Visit, window: Window, budget: i64) -> bool {
    let held = window.count <= budget;
    if !held {
        let mut reply = visit.reply();
        let known = reply.known.get::<Until>().map(|until| until.0);
        let until = known.map_or(window.window_ends_at, |known| known.max(window.window_ends_at));
        reply.known.insert(Until(until));
    }
    held
}

/// Seconds until the budget that this request has used up is whole again, for `Retry-After`.
pub fn retry_after(portico: &Portico, visit: &Visit) -> i64 {
    let until = visit.reply().known.get::<Until>().map(|until| until.0);
    let left = until.map_or(Span::minutes(1), |until| until.since(portico.now()));
    left.as_secs().max(1)
}

/// Mails of one kind that an address gets in an hour because somebody typed or named it.
const MAILS_PER_ADDRESS: i64 = 10;

/// Why a mail goes to an address. Each has a share of its own: whoever uses one up closes none of the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MailFor {
    /// Registering with it.
    Registration,
    /// Forgetting its password.
    Reset,
    /// A provider's person who shows that it is theirs.
    Proof,
    /// A customer who wants it in place of the present one.
    Change,
    /// Its customer, who asks for a password or for what a link or a request's page brings again.
    Owner,
    /// Staff, who send something or send it again.
    Staff,
    /// News for operations.
    Operations,
}

impl MailFor {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Registration => "mail-registration",
            Self::Reset => "mail-reset",
            Self::Proof => "mail-proof",
            Self::Change => "mail-change",
            Self::Owner => "mail-owner",
            Self::Staff => "mail-staff",
            Self::Operations => "mail-operations",
        }
    }
}

/// Counts a mail to this address, in the caller's transaction. False when it has had its share for now, whoever asked:
/// nobody's mailbox is flooded, and its owner has links enough. Known and unknown addresses are counted alike.
pub async fn allow_mail(
    portico: &Portico,
    tx: &mut storage::Tx,
    visit: &Visit,
    why: MailFor,
    key: Option<&AddressKey>,
) -> Outcome<bool> {
    let Some(key) = key else { return Ok(true) };
    let bucket = bucket(why.as_str(), "", key.as_str());
    let window = storage::throttles::hit(tx, &bucket, Span::hours(1), portico.now()).await?;
    Ok(within(visit, window, MAILS_PER_ADDRESS))
}

/// Codes of a second factor that a person tries in an hour, from wherever: whoever is asked for one has the password,
/// and of a million codes three are right.
const CODES_PER_PERSON: i64 = 10;
/// Codes that are mailed to a person in an hour.
const CODE_MAILS_PER_PERSON: i64 = 5;

/// Counts a code that is tried, in the caller's transaction, which must be committed whatever the code is.
pub async fn allow_code(
    portico: &Portico,
    tx: &mut storage::Tx,
    visit: &Visit,
    owner: &str,
) -> Outcome<bool> {
    let bucket = bucket("second-factor", "", owner);
    let window = storage::throttles::hit(tx, &bucket, Span::hours(1), portico.now()).await?;
    Ok(within(visit, window, CODES_PER_PERSON))
}

/// Gives a person the budget of codes back after one was right, in the caller's transaction.
pub async fn forgive_code(tx: &mut storage::Tx, owner: &str) -> Outcome<()> {
    storage::throttles::reset(tx, &bucket("second-factor", "", owner)).await?;
    Ok(())
}

/// Counts a code that is mailed, in the caller's transaction.
pub async fn allow_code_mail(
    portico: &Portico,
    tx: &mut storage::Tx,
    visit: &Visit,
    owner: &str,
) -> Outcome<bool> {
    let bucket = bucket("second-factor-mail", "", owner);
    let window = storage::throttles::hit(tx, &bucket, Span::hours(1), portico.now()).await?;
    Ok(within(visit, window, CODE_MAILS_PER_PERSON))
}

/// Gives an account and this requester for it their tries back after the right password, in the caller's transaction,
/// and the requester the one try that this was: those behind one address who know their passwords keep nobody out.
pub async fn forgive(
    portico: &Portico,
    tx: &mut storage::Tx,
    visit: &Visit,
    (action, account): (Action, Account),
    address: &str,
) -> Outcome<()> {
    let (name, requester) = (action.budget().name, requester(visit.facts().requester));
    storage::throttles::give_back(tx, &bucket(name, &requester, ""), portico.now()).await?;
    let [all, of_known] = account.buckets(address);
    let pair = bucket(name, &requester, address);
    Ok(storage::throttles::reset_three(tx, [&pair, &all, &of_known]).await?)
}

/// Addresses of persons are kept as hashes only.
fn bucket(action: &str, requester: &str, address: &str) -> String {
    let hash = sha256_hex(format!("{requester}\n{address}").as_bytes());
    format!("{action}:{}", &hash[..32])
}

/// An IPv4 address, or the /64 of an IPv6 address: what one line of a provider of internet access has.
fn requester(address: IpAddr) -> String {
    match address {
        IpAddr::V4(address) => address.to_string(),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}
