//! Signing in with a password, and asking for a new one.

use super::{
    Outcome, Trouble,
    audit::{self, Actor, Deed},
    clients, consent, home_realm, links as link_mails, passwords,
    second_factor::{self, AfterPassword, Person, Wish},
    sessions::{self, Start},
    throttles::{self, Account, Action, MailFor},
};
use crate::{demo, mail::Mail, state::Portico};
use app::{
    api::{
        Answer, ApiError, Problems,
        login::{Forgot, LoginPage, ProviderButton, SignIn},
        visit::Visit,
    },
    routes::{with, with_next},
};
use domain::{
    customers::CustomerStatus,
    login::{PasswordCustomer, PasswordDecision, PasswordFacts, Tries, decide_password, mode},
    registration::{FormPlan, form},
    terms::{Gate, gate},
    values::{Email, Fault, ReturnTo},
};
use secrecy::SecretString;
use storage::{
    Conn, Tx,
    customers::{self, Customer},
};

/// What the login page offers now to a person who goes on at `next`.
pub async fn page(portico: &Portico, visit: &Visit, next: Option<&str>) -> Outcome<LoginPage> {
    let mut conn = portico.database.read().await?;
    let ways_in = storage::settings::ways_in(&mut conn).await?;
    let enabled = storage::providers::list_enabled(&mut conn).await?;
    let realms = storage::providers::domains::realms(&mut conn).await?;
    drop(conn);
    let settings = ways_in.settings.shop;
    if !settings.customer_accounts {
        return Err(Trouble(ApiError::NotFound));
    }
    let providers = usize::try_from(ways_in.providers).unwrap_or(0);
    let mode = mode(settings.local_sign_in, providers).map_err(|_| Trouble(ApiError::NotFound))?;
    let button = |provider: &storage::providers::Provider| ProviderButton {
        slug: provider.slug.clone(),
        label: super::provider_rows::label(provider, visit.facts().language),
        logo: super::provider_rows::logo(provider),
    };
    let flow = consent::flow_of(portico, next).await?;
    let hint = flow.as_ref().and_then(|flow| flow.login_hint.as_deref());
    let hint = hint.and_then(|hint| Email::parse(hint).ok());
    Ok(LoginPage {
        local: mode.has_local_form(),
        email_first: !realms.is_empty(),
        email: home_realm::typed(visit).or(hint).map(|email| email.to_string()),
        providers: enabled
            .iter()
            .filter(|provider| provider.visible)
            .map(button)
            .collect(),
        registration: form(&settings, providers) != FormPlan::Closed,
        client: flow.map(|flow| clients::face(&flow.client)),
        samples: demo::samples(portico).filter(|_| mode.has_local_form()),
    })
}

/// What is counted when a customer signs in.
const TRY: (Action, Account) = (Action::SignIn, Account::Customer);

/// Signs in with address and password. Known and unknown addresses cost the same work and get the same answer.
pub async fn sign_in(portico: &Portico, visit: &Visit, form: SignIn) -> Outcome<Answer> {
    let mut problems = Problems::default();
    let email = problems.take("email", Email::parse(&form.email));
    if form.password.is_empty() {
        problems = problems.with("password", Fault::Required);
    }
    let Some(email) = email.filter(|_| problems.is_empty()) else {
        return Ok(Answer::Problems(problems));
    };
    let key = email.key();
    let known = async || sessions::knows_browser(portico, visit, &key).await;
    let tries = throttles::try_password(portico, visit, TRY, key.as_str(), known).await?;

    let mut conn = portico.database.read().await?;
    let settings = storage::settings::load(&mut conn).await?.shop;
    let customer = customers::by_address_key(&mut conn, &key).await?;
    drop(conn);

    let password = SecretString::from(form.password.clone());
    let checked = tries == Tries::Left && settings.customer_accounts && settings.local_sign_in;
    let (password_ok, rehash) = if checked {
        let hash = customer
            .as_ref()
            .and_then(|customer| customer.password_hash.as_deref());
        passwords::verify(portico, hash, &password).await?
    } else {
        (false, None)
    };
    let facts = PasswordFacts {
        customer_accounts: settings.customer_accounts,
        local_sign_in: settings.local_sign_in,
        tries,
        customer: customer.as_ref().map(|customer| PasswordCustomer {
            status: customer.status,
            address_proven: customer.address_proven_at.is_some(),
            password_ok,
        }),
    };
    match (decide_password(facts), customer) {
        (PasswordDecision::SignIn, Some(customer)) => {
            let next = ReturnTo::or_home(form.next.as_deref());
            let keep = form.keep.is_some();
            enter(portico, visit, &customer, key.as_str(), keep, rehash, &next).await
        }
        (PasswordDecision::ActivateFirst, Some(customer)) => {
            link_mails::send_activation(portico, visit, &customer).await?;
            Ok(Answer::form(Fault::NotActivated))
        }
        (PasswordDecision::NotFound, _) => Err(Trouble(ApiError::NotFound)),
        (PasswordDecision::Refuse(fault), _) => Ok(Answer::form(fault)),
        (PasswordDecision::Waiting, _) => Ok(Answer::form(Fault::AwaitingApproval)),
        (PasswordDecision::Declined, _) => Ok(Answer::form(Fault::Declined)),
        (PasswordDecision::Closed, _) => Ok(Answer::form(Fault::AccountClosed)),
        (PasswordDecision::SignIn | PasswordDecision::ActivateFirst, None) => {
            Err(Trouble(ApiError::Internal))
        }
    }
}

async fn enter(
    portico: &Portico,
    visit: &Visit,
    customer: &Customer,
    key: &str,
    keep: bool,
    rehash: Option<String>,
    next: &ReturnTo,
) -> Outcome<Answer> {
    let mut tx = portico.database.begin().await?;
    // Locks the row and reads it again: nothing that happened while the password was hashed is overlooked, and a reset
    // at this moment either comes first and is seen, or ends the session after.
    let held = match customer.password_hash.as_deref() {
        Some(hash) => customers::hold_password(&mut tx, customer.id, hash).await?,
        None => None,
    };
    let Some(fresh) = held else {
        return Ok(wrong());
    };
    if let Some((old, new)) = fresh.password_hash.as_deref().zip(rehash) {
        customers::rehash_password(&mut tx, fresh.id, old, &new).await?;
    }
    throttles::forgive(portico, &mut tx, visit, TRY, key).await?;
    let policy = second_factor::policy(&mut tx).await?;
    let person = Person::customer(&fresh, &policy, portico.now());
    let wish = Wish {
        keep,
        next: next.as_str(),
    };
    match second_factor::after_password(portico, &mut tx, visit, (&person, &policy), wish).await? {
        AfterPassword::Cleared(cleared) => {
            let start = Start::Password { keep, cleared };
            let_in(portico, tx, visit, &fresh, start, next).await
        }
        AfterPassword::Half(half) => {
            tx.commit().await?;
            portico.outbox.wake();
            half.hand_out(visit);
            Ok(Answer::go(half.page))
        }
    }
}

/// Begins the session of a customer who signed in with a password, and commits.
pub(super) async fn let_in(
    portico: &Portico,
    mut tx: storage::Tx,
    visit: &Visit,
    customer: &Customer,
    start: Start<'_>,
    next: &ReturnTo,
) -> Outcome<Answer> {
    let begun = match sessions::begin(portico, &mut tx, visit, customer, start).await {
        Ok(begun) => begun,
        Err(Trouble(ApiError::Forbidden)) => return Ok(Answer::form(Fault::LocalSignInOff)),
        Err(trouble) => return Err(trouble),
    };
    let name = format!("{} {}", customer.given_name, customer.family_name);
    let subject_id = customer.id.to_string();
    let deed = Deed::plain("session.began", "customer", &subject_id);
    audit::note(portico, &mut tx, visit, Actor::Customer(customer.id, &name), deed).await?;
    let landing = after_sign_in(portico, &mut tx, &begun, customer.terms_version, next).await?;
    tx.commit().await?;
    begun.hand_out(visit);
    sessions::remember_language(visit, customer.language);
    Ok(Answer::go(landing))
}

/// Where a person lands: My Profile the first time and while the terms are due, else where they wanted to go; the
/// first time that is what they wanted when they registered.
pub async fn after_sign_in(
    portico: &Portico,
    conn: &mut Conn,
    begun: &sessions::Begun,
    accepted: Option<i64>,
    next: &ReturnTo,
) -> Outcome<String> {
    let next = begun.first.as_ref().filter(|_| next.is_home()).unwrap_or(next);
    let next = consent::still_waiting(portico, conn, next.clone()).await?;
    let due = begun
        .terms_version
        .is_some_and(|current| gate(accepted, current) == Gate::AcceptFirst);
    Ok(if begun.first.is_some() || due {
        with_next("/account/profile", Some(next.as_str()))
    } else {
        next.into()
    })
}

fn wrong() -> Answer {
    Answer::form(Fault::WrongCredentials)
}

/// Asks for a reset link: the answer and the work are the same for every address.
pub async fn forgot(portico: &Portico, visit: &Visit, form: Forgot) -> Outcome<Answer> {
    let email = match Email::parse(&form.email) {
        Ok(email) => email,
        Err(fault) => return Ok(Answer::field("email", fault)),
    };
    let next = ReturnTo::or_home(form.next.as_deref());
    let key = email.key();
    if !throttles::allow(portico, visit, Action::Forgot, key.as_str()).await? {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    let mut tx = portico.database.begin().await?;
    let settings = storage::settings::load(&mut tx).await?.shop;
    if !(settings.customer_accounts && settings.local_sign_in) {
        return Ok(Answer::form(Fault::LocalSignInOff));
    }
    // A write for every address: a known one can't be told by the time that it takes.
    if !throttles::allow_mail(portico, &mut tx, visit, MailFor::Reset, Some(&key)).await? {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    let customer = customers::by_address_key(&mut tx, &key).await?;
    let entitled = customer
        .filter(|customer| matches!(customer.status, CustomerStatus::Active | CustomerStatus::Unproven));
    match entitled {
        Some(customer) => send_reset(portico, &mut tx, &customer, &next).await?,
        None => {
            let language = visit.facts().language;
            portico
                .outbox
                .enqueue_blank(&mut tx, portico.now(), language)
                .await?;
        }
    }
    tx.commit().await?;
    portico.outbox.wake();
    let page = with_next("/forgot", Some(next.as_str()));
    Ok(Answer::go(with(&page, "sent", "1")))
}

async fn send_reset(portico: &Portico, tx: &mut Tx, customer: &Customer, next: &ReturnTo) -> Outcome<()> {
    let mail = Mail::Reset {
        name: customer.given_name.clone(),
        link: link_mails::on_the_way_to(customer, next),
        by_staff: false,
    };
    link_mails::send_to(portico, tx, customer, &mail).await
}
