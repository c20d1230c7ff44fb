//! What a sign-in would lead to: the tables of the domain, asked by the readings of the real sign-in.

use crate::{
    services::{
        Outcome, Trouble,
        arrivals::account_match,
        identities::{address_update, decide, owner_of, standing},
    },
    state::Portico,
};
use app::api::{
    ApiError,
    rehearsal::{Filled, Known, LeadsTo, Owner, Person, Vouches, Would},
    visit::Visit,
};
use domain::{
    identities::{AddressBelongsTo, AddressClaim, KnownDecision, LinkDecision, known},
    providers::{
        AddressUpdate, Claimed, Claims, Field, Following, MappedField, Rule, Standing, Update, address_claim,
        follow, rules,
    },
    registration::{AccountMatch, ProviderPlan, provider as provider_plan},
    settings::ShopSettings,
};
use storage::{
    Conn, accounts,
    customers::{self, Customer},
    identities::{self, Identity},
    providers::Provider,
};

/// Whom the claims would meet, and what they would do.
pub(super) async fn person(
    portico: &Portico,
    visit: &Visit,
    provider: &Provider,
    issuer: &str,
    claims: Claims,
) -> Outcome<Person> {
    let mut conn = portico.database.read().await?;
    let settings = storage::settings::load(&mut conn).await?.shop;
    let claim = address_claim(&claims, provider.trusts_email_verified);
    let identity = identities::find(&mut conn, provider.id, issuer, &claims.subject).await?;
    let matched = account_match(&mut conn, provider, &claims).await?;
    let account = match matched {
        AccountMatch::Matched { account, .. } => accounts::by_id(&mut conn, account).await?,
        AccountMatch::None => None,
    };
    let (owner, leads_to, customer) =
        outcome(&mut conn, &settings, &claims, claim, identity.as_ref(), matched).await?;
    let fields = match (&identity, &customer) {
        (Some(identity), Some(customer)) => {
            let address = match &claims.email {
                Some(email) => {
                    Some(address_update(&mut conn, provider, identity, customer, email, claim).await?)
                }
                None => None,
            };
            returning(provider, &claims, customer, address)
        }
        _ => first_time(provider, &claims, visit),
    };
    Ok(Person {
        fields,
        account: account.map(|account| (account.code, account.name)),
        customer: customer.map(|customer| (customer.number, full_name(&customer))),
        owner,
        vouches: match claim {
            AddressClaim::TrustedAndVerified | AddressClaim::ProvenByLink => Vouches::TrustedAndVerified,
            AddressClaim::Unproven => Vouches::Unproven,
            AddressClaim::Missing => Vouches::Missing,
        },
        leads_to,
    })
}

fn full_name(customer: &Customer) -> String {
    format!("{} {}", customer.given_name, customer.family_name)
        .trim()
        .to_owned()
}

/// The row that applies, what it leads to, and whom it is about.
async fn outcome(
    conn: &mut Conn,
    settings: &ShopSettings,
    claims: &Claims,
    claim: AddressClaim,
    identity: Option<&Identity>,
    matched: AccountMatch,
) -> Outcome<(Owner, LeadsTo, Option<Customer>)> {
    if let Some(identity) = identity {
        let customer = customers::by_id(conn, identity.customer_id)
            .await?
            .ok_or(Trouble(ApiError::Internal))?;
        let (stands, leads_to) = match known(customer.status) {
            KnownDecision::SignIn => (Known::Active, LeadsTo::SignIn),
            KnownDecision::ProveAddress | KnownDecision::Waiting => (Known::KeptOut, LeadsTo::Waiting),
            KnownDecision::Declined => (Known::KeptOut, LeadsTo::Declined),
            KnownDecision::Closed => (Known::KeptOut, LeadsTo::Closed),
        };
        return Ok((Owner::Known(stands), leads_to, Some(customer)));
    }
    let (belongs_to, customer) = match &claims.email {
        Some(email) => owner_of(conn, email).await?,
        None => (AddressBelongsTo::Nobody, None),
    };
    let leads_to = match decide(conn, claims.email.as_ref(), belongs_to, claim).await? {
        LinkDecision::Register { address_proven: true } => match provider_plan(settings, matched) {
            ProviderPlan::SignInThenProfile => LeadsTo::Profile,
            ProviderPlan::Wait => LeadsTo::Approval,
            ProviderPlan::Closed => LeadsTo::NoAccounts,
        },
        LinkDecision::Register {
            address_proven: false,
        }
        | LinkDecision::ProveAddress => LeadsTo::ProveAddress,
        LinkDecision::AskForAddress => LeadsTo::AskForAddress,
        LinkDecision::ProveOldAccount | LinkDecision::Connect => LeadsTo::ProveOldAccount,
        LinkDecision::ProveThroughOtherProvider => LeadsTo::ProveThroughOtherProvider,
        LinkDecision::TakeOver => LeadsTo::TakeOver,
        LinkDecision::Waiting => LeadsTo::Waiting,
        LinkDecision::Declined => LeadsTo::Declined,
        LinkDecision::Closed => LeadsTo::Closed,
    };
    let owner = match belongs_to {
        AddressBelongsTo::Nobody => Owner::Nobody,
        AddressBelongsTo::ProvenCustomer => Owner::ProvenCustomer,
        AddressBelongsTo::UnprovenLocalCustomer => Owner::UnprovenLocalCustomer,
        AddressBelongsTo::CustomerOfAnotherProvider => Owner::CustomerOfAnotherProvider,
        AddressBelongsTo::WaitingRequest => Owner::WaitingRequest,
        AddressBelongsTo::RejectedRequest => Owner::RejectedRequest,
        AddressBelongsTo::DisabledCustomer => Owner::DisabledCustomer,
    };
    Ok((owner, leads_to, customer))
}

/// What the claims would do to a customer who comes back.
fn returning(
    provider: &Provider,
    claims: &Claims,
    customer: &Customer,
    address: Option<AddressUpdate>,
) -> Vec<Filled> {
    let following = follow(&provider.claims, &standing(customer), Claimed::from(claims));
    let address = match address {
        Some(AddressUpdate::Follow) => Would::Set,
        Some(AddressUpdate::KeepAndTellStaff) => Would::TellStaff,
        Some(AddressUpdate::Keep) | None => Would::Keep,
    };
    fields(provider, claims, &following, address)
}

/// What they would do to a new customer, who always takes a name and an address.
fn first_time(provider: &Provider, claims: &Claims, visit: &Visit) -> Vec<Filled> {
    let standing = Standing {
        language: visit.facts().language,
        ..Standing::default()
    };
    let mut following = follow(&provider.claims, &standing, Claimed::from(claims));
    following.given_name = taken(following.given_name);
    following.family_name = taken(following.family_name);
    fields(provider, claims, &following, Would::Set)
}

fn taken<T>(update: Update<T>) -> Update<T> {
    match update {
        Update::Suggest(value) => Update::Set(value),
        other => other,
    }
}

fn fields(provider: &Provider, claims: &Claims, following: &Following, address: Would) -> Vec<Filled> {
    let mapping = &provider.claims;
    let rules = rules(mapping);
    let email_rule = mapping.email.as_ref().map(|field| field.rule).unwrap_or_default();
    let row = |field: MappedField,
               mapped: &Option<Field>,
               rule: Option<Rule>,
               value: Option<String>,
               would: Would| {
        let mapped = mapped.as_ref()?;
        let would = match value {
            None if claims.ignored.contains(&field) => Would::Unusable,
            None => Would::Missing,
            Some(_) => would,
        };
        Some(Filled {
            field,
            claim: mapped.claim.clone(),
            rule,
            value,
            would,
        })
    };
    let text = |value: Option<&dyn ToString>| value.map(ToString::to_string);
    let email = text(claims.email.as_ref().map(|it| it as _));
    let given = text(claims.given_name.as_ref().map(|it| it as _));
    let family = text(claims.family_name.as_ref().map(|it| it as _));
    let phone = text(claims.phone.as_ref().map(|it| it as _));
    let language = claims.language.map(|language| language.native_name().to_owned());
    let given_from = mapping.given_name.clone().or(mapping.full_name.clone());
    let family_from = mapping.family_name.clone().or(mapping.full_name.clone());
    let account = claims.account_code.clone();
    [
        row(
            MappedField::Email,
            &mapping.email,
            Some(email_rule),
            email,
            address,
        ),
        row(
            MappedField::GivenName,
            &given_from,
            Some(rules.given_name),
            given,
            would(&following.given_name),
        ),
        row(
            MappedField::FamilyName,
            &family_from,
            Some(rules.family_name),
            family,
            would(&following.family_name),
        ),
        row(
            MappedField::Phone,
            &mapping.phone,
            Some(rules.phone),
            phone,
            would(&following.phone),
        ),
        row(
            MappedField::Language,
            &mapping.language,
            Some(rules.language),
            language,
            would(&following.language),
        ),
        row(
            MappedField::AccountCode,
            &mapping.account_code,
            None,
            account,
            Would::Set,
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn would<T>(update: &Update<T>) -> Would {
    match update {
        Update::Keep => Would::Keep,
        Update::Set(_) => Would::Set,
        Update::Suggest(_) => Would::Suggest,
    }
}
