//! Registering with the form, and the applicant's own view of a request.

mod applicant;
mod equal;

pub use applicant::{correct, send_mail, status, withdraw};

use super::{
    Outcome, Trouble,
    again::twice,
    bot_check, clients, consent, links as link_mails, passwords, requests,
    settings::domains,
    throttles::{self, Action, MailFor},
};
use crate::{
    mail::{Letter, Mail},
    state::Portico,
};
use app::{
    api::{
        Answer, ApiError, Problems,
        registration::{Register, RegisterPage},
        visit::Visit,
    },
    routes::with_next,
};
use domain::{
    approvals::{Status, UNPROVEN_LIFETIME},
    bot_check::Course,
    customers::CustomerStatus,
    ids::{AccountId, CustomerId, RequestId},
    password::Rules,
    registration::{Entry, FormPlan, form},
    values::{CompanyName, Email, Fault, Language, Message, PersonName, Phone, ReturnTo, optional},
};
use secrecy::SecretString;
use storage::{Tx, accounts, customers, registration_requests};

/// What the form asks for now of a person who goes on at `next`.
pub async fn page(portico: &Portico, visit: &Visit, next: Option<&str>) -> Outcome<RegisterPage> {
    let mut conn = portico.database.read().await?;
    let plan = plan(&mut conn).await?;
    let terms_version = super::shop::terms_version(&mut conn).await?;
    let approval = match plan {
        FormPlan::WithPassword { approval } => approval,
        FormPlan::WithoutPassword => true,
        FormPlan::Closed => return Err(Trouble(ApiError::NotFound)),
    };
    let password = matches!(plan, FormPlan::WithPassword { .. });
    let origin = bot_check::origin(portico, &mut conn).await?;
    visit.reply().origin.clone_from(&origin);
    Ok(RegisterPage {
        password,
        approval,
        terms_version,
        recaptcha: origin.is_some(),
        rules: passwords::rules(portico, &mut conn, None).await?,
        client: consent::flow_within(portico, &mut conn, next)
            .await?
            .map(|flow| clients::face(&flow.client)),
    })
}

async fn plan(conn: &mut storage::Conn) -> Outcome<FormPlan> {
    let ways_in = storage::settings::ways_in(conn).await?;
    let settings = ways_in.settings.shop;
    if !settings.customer_accounts {
        return Ok(FormPlan::Closed);
    }
    Ok(form(&settings, usize::try_from(ways_in.providers).unwrap_or(0)))
}

/// A form whose fields all parsed.
#[derive(Clone)]
struct Application {
    email: Email,
    given_name: PersonName,
    family_name: PersonName,
    company: Option<CompanyName>,
    phone: Option<Phone>,
    message: Option<Message>,
    language: Language,
    /// The terms that the person saw and accepted.
    terms_version: Option<i64>,
    return_to: ReturnTo,
}

fn parse(
    portico: &Portico,
    form: &Register,
    email: Result<Email, Fault>,
    rules: Option<&Rules>,
) -> Result<Application, Problems> {
    let mut problems = Problems::default();
    let given_name = problems.take("given_name", PersonName::parse(&form.given_name));
    let family_name = problems.take("family_name", PersonName::parse(&form.family_name));
    let email = problems.take("email", email);
    let company = problems.take("company", optional(&form.company, CompanyName::parse));
    let phone = problems.take("phone", optional(&form.phone, Phone::parse));
    let message = problems.take("message", optional(&form.message, Message::parse));
    let language = problems.take(
        "language",
        form.language.parse::<Language>().map_err(|_| Fault::Unknown),
    );
    if let Some(rules) = rules {
        let about = [form.email.as_str(), &form.given_name, &form.family_name];
        problems.take(
            "new_password",
            passwords::check(portico, rules, &form.new_password, &about),
        );
    }
    if form.accept.is_none() {
        problems = problems.with("accept", Fault::MustAccept);
    }
    let return_to = ReturnTo::or_home(form.next.as_deref());
    match (given_name, family_name, email, company, phone, message, language) {
        (
            Some(given_name),
            Some(family_name),
            Some(email),
            Some(company),
            Some(phone),
            Some(message),
            Some(language),
        ) if problems.is_empty() => Ok(Application {
            email,
            given_name,
            family_name,
            company,
            phone,
            message,
            language,
            terms_version: form.terms_version.filter(|version| *version > 0),
            return_to,
        }),
        _ => Err(problems),
    }
}

/// Registers a person. Known and unknown addresses get the same page after the same work and one mail.
pub async fn register(portico: &Portico, visit: &Visit, form: Register) -> Outcome<Answer> {
    let mut conn = portico.database.read().await?;
    let plan_now = plan(&mut conn).await?;
    let rules = match plan_now {
        FormPlan::WithPassword { .. } => Some(passwords::rules(portico, &mut conn, None).await?),
        FormPlan::WithoutPassword => None,
        FormPlan::Closed => return Err(Trouble(ApiError::NotFound)),
    };
    let email = domains::admitted(&mut conn, &form.email).await?;
    drop(conn);
    let application = match parse(portico, &form, email, rules.as_ref()) {
        Ok(application) => application,
        Err(problems) => return Ok(Answer::Problems(problems)),
    };
    let key = application.email.key();
    if !throttles::allow(portico, visit, Action::Register, key.as_str()).await? {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    let slow = match bot_check::try_proof(portico, visit, &form.proof).await? {
        Course::Free => false,
        Course::Slow => true,
        Course::Refused => return Ok(Answer::form(Fault::BotCheckFailed)),
    };
    if slow && !throttles::allow_requester(portico, visit, Action::RegisterUnchecked).await? {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    let hash = if rules.is_some() {
        Some(
            portico
                .passwords
                .hash(&SecretString::from(form.new_password))
                .await?,
        )
    } else {
        None
    };
    twice(|| settle(portico, visit, &application, hash.as_deref(), plan_now)).await
}

/// Writes the registration, or greets the address's owner.
async fn settle(
    portico: &Portico,
    visit: &Visit,
    application: &Application,
    hash: Option<&str>,
    plan_now: FormPlan,
) -> Outcome<Answer> {
    let mut tx = portico.database.begin().await?;
    if plan(&mut tx).await? != plan_now {
        // The settings changed while the form was open: show what it asks for now.
        return Ok(Answer::form(Fault::Stale));
    }
    let terms = super::shop::terms_version(&mut tx).await?;
    if application.terms_version.is_some_and(|seen| seen != terms) {
        return Ok(Answer::form(Fault::TermsChanged));
    }
    let key = application.email.key();
    if !throttles::allow_mail(portico, &mut tx, visit, MailFor::Registration, Some(&key)).await? {
        return Ok(Answer::form(Fault::TooManyTries));
    }
    match customers::by_address_key(&mut tx, &key).await? {
        Some(known) => {
            greet_known(portico, &mut tx, &known).await?;
            tx.commit().await?;
            equal::create_nothing(portico, visit, application, hash).await?;
        }
        None => {
            equal::greet_nobody(portico, &mut tx).await?;
            create(portico, &mut tx, visit, application, hash).await?;
            tx.commit().await?;
        }
    }
    portico.outbox.wake();
    let next = Some(&application.return_to).filter(|next| next.is_flow());
    Ok(Answer::go(with_next(
        "/register/check-mail",
        next.map(ReturnTo::as_str),
    )))
}

/// The address is known: its owner is told by mail, the page tells nothing.
async fn greet_known(portico: &Portico, tx: &mut Tx, known: &customers::Customer) -> Outcome<()> {
    let Some(address) = known.email.as_deref() else {
        return Ok(());
    };
    let name = known.given_name.clone();
    let request = registration_requests::by_customer(tx, known.id).await?;
    let local_sign_in = storage::settings::load(tx).await?.shop.local_sign_in;
    let unproven = request
        .as_ref()
        .is_some_and(|request| request.entry == Entry::Form)
        && known.status == CustomerStatus::Unproven;
    // The work of every branch, see `equal`.
    let first = if unproven {
        known.id
    } else {
        equal::nobody(portico)
    };
    forget_first(portico, tx, first).await?;
    let mail = match (known.status, request) {
        (CustomerStatus::Unproven, Some(_)) if unproven => Mail::Reset {
            name: String::new(),
            link: link_mails::subject(known),
            by_staff: false,
        },
        (CustomerStatus::Unproven, request) => Mail::Activate {
            name,
            link: link_mails::subject_of(known.id, request.map(|request| request.id)),
        },
        (CustomerStatus::Waiting, Some(request)) => Mail::RequestReceived {
            name,
            request: request.id,
        },
        (status, _) => Mail::AddressKnown {
            name,
            reset: status == CustomerStatus::Active && known.password_hash.is_some() && local_sign_in,
        },
    };
    let letter = Letter {
        mail: &mail,
        to: address,
        language: known.language,
        customer_id: Some(known.id),
    };
    portico.outbox.enqueue(tx, portico.now(), letter).await?;
    Ok(())
}

/// Whoever registered the address first may be a stranger. Of two who say that it is theirs, the one who reads its
/// mails sets a password: until then the first one's counts no more, and neither do links that were made for it.
async fn forget_first(portico: &Portico, tx: &mut Tx, first: CustomerId) -> Outcome<()> {
    let now = portico.now();
    storage::links::use_up_others(tx, first, storage::links::Purpose::Activate, now).await?;
    storage::mails::take_back(tx, first, "activate").await?;
    customers::set_password(tx, first, None, now).await?;
    Ok(())
}

async fn create(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    application: &Application,
    hash: Option<&str>,
) -> Outcome<()> {
    let (id, request) = create_rows(portico, tx, visit, application, hash).await?;
    let link = link_mails::subject_of(id, Some(request));
    let mail = Mail::Activate {
        name: application.given_name.to_string(),
        link,
    };
    let letter = Letter {
        mail: &mail,
        to: application.email.as_str(),
        language: application.language,
        customer_id: Some(id),
    };
    portico.outbox.enqueue(tx, portico.now(), letter).await?;
    Ok(())
}

/// Account, customer and request, without the mail.
async fn create_rows(
    portico: &Portico,
    tx: &mut Tx,
    visit: &Visit,
    application: &Application,
    hash: Option<&str>,
) -> Outcome<(CustomerId, RequestId)> {
    let now = portico.now();
    let person = format!("{} {}", application.given_name, application.family_name);
    let account = AccountId::new(now, portico.random());
    let company = application.company.as_ref();
    accounts::insert(
        tx,
        &accounts::NewAccount {
            id: account,
            code: None,
            name: company.map_or(person.as_str(), CompanyName::as_str),
            kind: if company.is_some() {
                accounts::Kind::Company
            } else {
                accounts::Kind::Personal
            },
            origin: accounts::Origin::Registration,
            reviewed: company.is_none(),
            email: None,
            now,
        },
    )
    .await?;
    let id = CustomerId::new(now, portico.random());
    customers::insert(
        tx,
        &customers::NewCustomer {
            id,
            account_id: Some(account),
            status: CustomerStatus::Unproven,
            email: Some(&application.email),
            address_proven_at: None,
            given_name: application.given_name.as_str(),
            family_name: application.family_name.as_str(),
            phone: application.phone.as_ref().map(Phone::as_str),
            language: application.language,
            password_hash: hash,
            terms_version: application.terms_version,
            now,
        },
    )
    .await?;
    let entry = if hash.is_some() {
        Entry::Form
    } else {
        Entry::FormWithoutPassword
    };
    let request = requests::new(portico, application_request(application, id, account, entry));
    requests::submit(portico, tx, visit, &request).await?;
    Ok((id, request.id))
}

fn application_request(
    application: &Application,
    customer: CustomerId,
    account: AccountId,
    entry: Entry,
) -> requests::Draft {
    requests::Draft {
        status: Status::Unproven,
        lifetime: UNPROVEN_LIFETIME,
        customer_id: customer,
        account_id: account,
        matched: false,
        entry,
        upstream: None,
        email: Some(application.email.clone()),
        proven: false,
        given_name: application.given_name.to_string(),
        family_name: application.family_name.to_string(),
        company: application.company.as_ref().map(ToString::to_string),
        phone: application.phone.as_ref().map(ToString::to_string),
        message: application.message.as_ref().map(ToString::to_string),
        language: application.language,
        return_to: application.return_to.clone(),
    }
}
