//! Customers and staff as this area sees them: people who sign in with a password.

use crate::{
    crypto::sha256_hex,
    mail::{FactorChange, Letter, Mail},
    services::{
        Outcome,
        audit::{self, Actor, Deed},
    },
    state::Portico,
};
use app::api::visit::Visit;
use domain::{
    second_factor::{Duty, Owner},
    settings::SecondFactorPolicy,
    time::Timestamp,
    values::Language,
};
use serde_json::Value;
use storage::{
    Conn, Tx,
    customers::{self, Customer},
    staff::{self, Staff},
};

/// A person.
pub struct Person {
    /// Whose factor it is.
    pub owner: Owner,
    /// What a mail greets with.
    pub greeting: String,
    /// The whole name.
    pub name: String,
    /// Address, if mails reach the person there.
    pub email: Option<String>,
    /// Language of their mails.
    pub language: Language,
    /// The time zone that they chose, an IANA name; staff choose none.
    pub time_zone: Option<String>,
    /// What the shop asks of them now.
    pub duty: Duty,
    /// Whether codes by mail may be set up: they are for customers only.
    pub may_mail: bool,
    /// Whether they sign in with a password at all.
    pub has_password: bool,
    /// Stands for the password, and tells nothing about it: the hash, which has a salt, hashed once more.
    pub mark: String,
}

impl Person {
    /// A customer.
    pub fn customer(customer: &Customer, policy: &SecondFactorPolicy, now: Timestamp) -> Self {
        let proven = customer.address_proven_at.is_some();
        Self {
            owner: Owner::Customer(customer.id),
            greeting: customer.given_name.clone(),
            name: format!("{} {}", customer.given_name, customer.family_name),
            email: customer.email.clone().filter(|_| proven),
            language: customer.language,
            time_zone: customer.time_zone.clone(),
            duty: policy.of_customers(now),
            may_mail: policy.factor_mail && proven,
            has_password: customer.password_hash.is_some(),
            mark: mark(customer.password_hash.as_deref()),
        }
    }

    /// A member of staff.
    pub fn staff(member: &Staff, policy: &SecondFactorPolicy) -> Self {
        Self {
            owner: Owner::Staff(member.id),
            greeting: member.name.clone(),
            name: member.name.clone(),
            email: Some(member.email.clone()),
            language: member.language,
            time_zone: None,
            duty: policy.of_staff(&member.roles),
            may_mail: false,
            has_password: member.password_hash.is_some(),
            mark: mark(member.password_hash.as_deref()),
        }
    }

    /// The person as they are now; none when they are gone.
    pub async fn load(
        conn: &mut Conn,
        owner: Owner,
        policy: &SecondFactorPolicy,
        now: Timestamp,
    ) -> Outcome<Option<Self>> {
        Ok(match owner {
            Owner::Customer(id) => customers::by_id(conn, id)
                .await?
                .map(|customer| Self::customer(&customer, policy, now)),
            Owner::Staff(id) => staff::by_id(conn, id)
                .await?
                .map(|member| Self::staff(&member, policy)),
        })
    }

    /// As the history names them.
    pub fn actor(&self) -> Actor<'_> {
        match self.owner {
            Owner::Customer(id) => Actor::Customer(id, &self.name),
            Owner::Staff(id) => Actor::Staff(id, &self.name),
        }
    }

    /// Writes what was done to the person's factor to the history.
    pub async fn note(
        &self,
        portico: &Portico,
        tx: &mut Tx,
        visit: &Visit,
        (actor, action): (Actor<'_>, &str),
        new: Option<Value>,
    ) -> Outcome<()> {
        let (subject_kind, subject_id) = subject(self.owner);
        let deed = Deed {
            action,
            subject_kind,
            subject_id: &subject_id,
            old: None,
            new,
        };
        audit::note(portico, tx, visit, actor, deed).await
    }

    /// Queues the mail that tells the person of a change.
    pub async fn tell(&self, portico: &Portico, tx: &mut Tx, change: FactorChange) -> Outcome<()> {
        let Some(to) = self.email.as_deref() else {
            return Ok(());
        };
        let (customer_id, staff) = match self.owner {
            Owner::Customer(id) => (Some(id), false),
            Owner::Staff(_) => (None, true),
        };
        let mail = Mail::SecondFactorChanged {
            name: self.greeting.clone(),
            change,
            staff,
        };
        let letter = Letter {
            mail: &mail,
            to,
            language: self.language,
            customer_id,
        };
        portico.outbox.enqueue(tx, portico.now(), letter).await?;
        Ok(())
    }
}

/// What the history calls the owner of a factor.
pub(super) fn subject(owner: Owner) -> (&'static str, String) {
    match owner {
        Owner::Customer(id) => ("customer", id.to_string()),
        Owner::Staff(id) => ("staff", id.to_string()),
    }
}

fn mark(password_hash: Option<&str>) -> String {
    sha256_hex(password_hash.unwrap_or_default().as_bytes())
}
