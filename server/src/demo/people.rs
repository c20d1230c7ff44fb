//! Sample people: staff, customers in every state, and requests that wait for a decision. Partner ID has its own
//! (`partner/people.rs`).

use super::catalogue::TERMS_VERSION;
use crate::{
    services::{Outcome, Trouble, requests},
    state::Portico,
};
use app::api::{ApiError, login::Part};
use domain::{
    approvals::{Status, UNPROVEN_LIFETIME, WAITING_LIFETIME},
    customers::CustomerStatus,
    ids::{AccountId, CustomerId, StaffId},
    registration::Entry,
    staff::{Role, Roles},
    values::{CompanyName, Email, Language, PersonName, ReturnTo},
};
use secrecy::SecretString;
use storage::{Tx, accounts, customers, staff};

/// The password of everybody in the demonstration. Printed at start; `--demo` runs on local addresses only.
pub(super) const PASSWORD: &str = "boats-and-ropes";

/// Somebody who can sign in: name, address, password, and what they are.
pub type Person = (&'static str, &'static str, &'static str, Part);

/// Who can sign in to the shop.
pub const PEOPLE: &[Person] = &[
    ("Mia Sommer", "mia@tidewater.example", PASSWORD, Part::Customer),
    (
        "Olga Marinos",
        "olga@tidewater.example",
        PASSWORD,
        Part::Operations,
    ),
    (
        "Adam Keller",
        "adam@tidewater.example",
        PASSWORD,
        Part::Administrator,
    ),
];

/// A member of staff: name, address, roles.
pub(super) type Employee = (&'static str, &'static str, &'static [Role]);

/// The shop's staff.
pub(super) const STAFF: &[Employee] = &[
    ("Olga Marinos", "olga@tidewater.example", &[Role::Operations]),
    (
        "Adam Keller",
        "adam@tidewater.example",
        &[Role::Administrator, Role::Operations],
    ),
];

/// A customer of the samples.
pub(super) struct Sample {
    pub(super) given_name: &'static str,
    pub(super) family_name: &'static str,
    pub(super) email: &'static str,
    pub(super) status: CustomerStatus,
    pub(super) language: Language,
    pub(super) company: Option<&'static str>,
    pub(super) phone: Option<&'static str>,
    /// To operations, with the request.
    pub(super) message: Option<&'static str>,
    /// What they wanted to open.
    pub(super) wanted: &'static str,
}

impl Sample {
    /// Somebody who waits for approval and has told nothing else.
    pub(super) const fn new(
        given_name: &'static str,
        family_name: &'static str,
        email: &'static str,
    ) -> Self {
        Self {
            given_name,
            family_name,
            email,
            status: CustomerStatus::Waiting,
            language: Language::En,
            company: None,
            phone: None,
            message: None,
            wanted: "/",
        }
    }

    /// Where the request stands that leads to this state; nobody in the samples came with any other.
    fn request(&self) -> Option<Status> {
        match self.status {
            CustomerStatus::Unproven => Some(Status::Unproven),
            CustomerStatus::Waiting => Some(Status::Waiting),
            _ => None,
        }
    }

    fn is_proven(&self) -> bool {
        self.status != CustomerStatus::Unproven
    }
}

/// The shop's customers in the order in which they came.
pub(super) const CUSTOMERS: &[Sample] = &[
    Sample {
        status: CustomerStatus::Active,
        phone: Some("+49 40 555 0117"),
        ..Sample::new("Mia", "Sommer", "mia@tidewater.example")
    },
    Sample {
        status: CustomerStatus::Disabled,
        ..Sample::new("Felix", "Brandt", "felix@tidewater.example")
    },
    Sample {
        language: Language::De,
        company: Some("Bootswerft Brandt & Söhne Spezialanfertigungen GmbH & Co. KG"),
        phone: Some("+49 431 555 0163"),
        message: Some(
            "Wir möchten für unsere vierzig Leute im Betrieb Hallenzeiten buchen.\nGeht eine Rechnung im Monat?",
        ),
        wanted: "/offers/climbing-session",
        ..Sample::new(
            "Maximiliane-Charlotte",
            "von Hohenstein-Oberfelder",
            "m.hohenstein@werft-brandt.example",
        )
    },
    Sample {
        language: Language::El,
        phone: Some("+30 210 555 0142"),
        message: Some("Θα ήθελα να γραφτώ στα μαθήματα γιόγκα του φθινοπώρου."),
        wanted: "/offers/yoga-course",
        ..Sample::new(
            "Αικατερίνη",
            "Παπαδημητρακοπούλου",
            "katerina@papadimitrakopoulou.example",
        )
    },
    Sample {
        wanted: "/offers/kayak-tour",
        ..Sample::new("Jo", "Li", "jo@li.example")
    },
    Sample {
        status: CustomerStatus::Unproven,
        ..Sample::new("Noah", "Whitfield", "noah@whitfield.example")
    },
];

/// What the console tells of people, a line each.
pub(super) fn told(people: &[Person]) -> String {
    let line = |(who, email, password, part): &Person| {
        let is = part_told(*part);
        format!("  {email} · {password} · {who}: {is}\n")
    };
    people.iter().map(line).collect()
}

fn part_told(part: Part) -> &'static str {
    match part {
        Part::Customer => "customer, signs in at the shop",
        Part::Operations => "operations, decides registration requests in the office",
        Part::Administrator => "administrator, changes settings, providers and applications in the office",
        Part::Stranger => "unknown to the shop",
        Part::Namesake => "has the address of a customer of the shop",
    }
}

/// Makes who is not there yet. Passwords are hashed before a transaction begins.
pub(super) async fn seed(portico: &Portico, members: &[Employee], samples: &[Sample]) -> Outcome<()> {
    for (name, email, roles) in members {
        let email = parsed(Email::parse(email))?;
        let mut conn = portico.database.read().await?;
        let known = staff::by_address_key(&mut conn, &email.key()).await?.is_some();
        drop(conn);
        if !known {
            let hash = portico.passwords.hash(&SecretString::from(PASSWORD)).await?;
            employ(portico, name, &email, &Roles::of(roles.iter().copied()), &hash).await?;
        }
    }
    for sample in samples {
        let email = parsed(Email::parse(sample.email))?;
        let mut conn = portico.database.read().await?;
        let known = customers::by_address_key(&mut conn, &email.key())
            .await?
            .is_some();
        drop(conn);
        if !known {
            let hash = portico.passwords.hash(&SecretString::from(PASSWORD)).await?;
            register(portico, sample, &email, &hash).await?;
        }
    }
    Ok(())
}

/// A constant of this file; the tests parse them all.
fn parsed<T, E: std::fmt::Display>(value: Result<T, E>) -> Outcome<T> {
    value.map_err(|error| {
        tracing::error!(%error, "a sample can't be read");
        Trouble(ApiError::Internal)
    })
}

async fn employ(portico: &Portico, name: &str, email: &Email, roles: &Roles, hash: &str) -> Outcome<()> {
    let now = portico.now();
    let id = StaffId::new(now, portico.random());
    let new = staff::NewStaff {
        id,
        backend: "native",
        identifier: &id.to_string(),
        email,
        name,
        roles,
        password_hash: Some(hash),
        language: Language::En,
        now,
    };
    let mut tx = portico.database.begin().await?;
    staff::insert(&mut tx, &new).await?;
    Ok(tx.commit().await?)
}

/// Account, customer and, where one waits, the request, in one transaction.
async fn register(portico: &Portico, sample: &Sample, email: &Email, hash: &str) -> Outcome<()> {
    let now = portico.now();
    let mut tx = portico.database.begin().await?;
    let account = account(portico, &mut tx, sample).await?;
    let id = CustomerId::new(now, portico.random());
    customers::insert(
        &mut tx,
        &customers::NewCustomer {
            id,
            account_id: Some(account),
            status: sample.status,
            email: Some(email),
            address_proven_at: sample.is_proven().then_some(now),
            given_name: sample.given_name,
            family_name: sample.family_name,
            phone: sample.phone,
            language: sample.language,
            password_hash: Some(hash),
            terms_version: Some(TERMS_VERSION),
            now,
        },
    )
    .await?;
    if let Some(status) = sample.request() {
        let fresh = requests::new(portico, draft(sample, status, id, account, email)?);
        requests::insert(portico, &mut tx, &fresh).await?;
    }
    Ok(tx.commit().await?)
}

async fn account(portico: &Portico, tx: &mut Tx, sample: &Sample) -> Outcome<AccountId> {
    let now = portico.now();
    let id = AccountId::new(now, portico.random());
    let person = format!("{} {}", sample.given_name, sample.family_name);
    let new = accounts::NewAccount {
        id,
        code: None,
        name: sample.company.unwrap_or(&person),
        kind: if sample.company.is_some() {
            accounts::Kind::Company
        } else {
            accounts::Kind::Personal
        },
        origin: accounts::Origin::Registration,
        reviewed: sample.company.is_none(),
        email: None,
        now,
    };
    accounts::insert(tx, &new).await?;
    Ok(id)
}

fn draft(
    sample: &Sample,
    status: Status,
    customer_id: CustomerId,
    account_id: AccountId,
    email: &Email,
) -> Outcome<requests::Draft> {
    Ok(requests::Draft {
        status,
        lifetime: if status == Status::Waiting {
            WAITING_LIFETIME
        } else {
            UNPROVEN_LIFETIME
        },
        customer_id,
        account_id,
        matched: false,
        entry: Entry::Form,
        upstream: None,
        email: Some(email.clone()),
        proven: sample.is_proven(),
        given_name: parsed(PersonName::parse(sample.given_name))?.to_string(),
        family_name: parsed(PersonName::parse(sample.family_name))?.to_string(),
        company: sample
            .company
            .map(|name| parsed(CompanyName::parse(name)))
            .transpose()?
            .map(Into::into),
        phone: sample.phone.map(str::to_owned),
        message: sample.message.map(str::to_owned),
        language: sample.language,
        return_to: ReturnTo::or_home(Some(sample.wanted)),
    })
}

#[cfg(test)]
mod tests {
    use super::{super::partner::people as partner, *};
    use crate::passwords::Refused;
    use domain::{
        password,
        settings::PasswordPolicy,
        values::{Message, Phone},
    };

    #[test]
    fn every_sample_could_have_registered() {
        let (rules, refused) = (
            PasswordPolicy::default().rules(false),
            Refused::built_in().unwrap(),
        );
        let check = |about: &[&str]| password::check(&rules, PASSWORD, about, |form| refused.holds(form));
        for sample in CUSTOMERS.iter().chain(partner::CUSTOMERS) {
            let email = Email::parse(sample.email).unwrap();
            assert!(
                PersonName::parse(sample.given_name).is_ok() && PersonName::parse(sample.family_name).is_ok()
            );
            assert!(
                sample.company.is_none_or(|name| CompanyName::parse(name).is_ok()),
                "{email}"
            );
            assert!(
                sample.phone.is_none_or(|phone| Phone::parse(phone).is_ok()),
                "{email}"
            );
            assert!(
                sample.message.is_none_or(|text| Message::parse(text).is_ok()),
                "{email}"
            );
            assert!(ReturnTo::parse(sample.wanted).is_some(), "{email}");
            let about = [sample.email, sample.given_name, sample.family_name, "Tidewater"];
            assert_eq!(check(&about), Ok(()), "{email}");
        }
        for (name, email, _) in STAFF.iter().chain(partner::STAFF) {
            assert!(Email::parse(email).is_ok() && PersonName::parse(name).is_ok());
            assert_eq!(check(&[email, name, "Tidewater"]), Ok(()));
        }
    }

    #[test]
    fn who_is_told_about_can_sign_in() {
        let casts = [
            (PEOPLE, STAFF, CUSTOMERS),
            (partner::PEOPLE, partner::STAFF, partner::CUSTOMERS),
        ];
        for (people, members, samples) in casts {
            for (name, email, password, _) in people {
                let staff = members
                    .iter()
                    .any(|(staff, address, _)| staff == name && address == email);
                let customer = samples.iter().any(|sample| {
                    sample.email == *email
                        && sample.status == CustomerStatus::Active
                        && name.starts_with(sample.given_name)
                });
                assert!(staff || customer, "{name}");
                assert_eq!(*password, PASSWORD);
            }
        }
    }
}
