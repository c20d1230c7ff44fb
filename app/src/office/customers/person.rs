//! Who a customer is, and by which ways they come in.

use crate::{
    api::customers::{CustomerDetail, CustomerIdentity},
    office::parts::Fact,
    routes::by_id,
    tr,
};
use leptos::prelude::*;

/// What the customer, or somebody for them, told.
#[component]
pub fn Person(customer: CustomerDetail) -> impl IntoView {
    let CustomerDetail {
        row,
        phone,
        role,
        language,
        company,
        activated,
        terms,
        request,
        ..
    } = customer;
    let proven = if row.proven {
        view! { <span class="badge success">{tr!(office.request_email_proven)}</span> }
    } else {
        view! { <span class="badge">{tr!(office.request_email_unproven)}</span> }
    };
    let account = match row.account {
        Some((code, name)) if company => format!("{name} ({code})"),
        Some((code, _)) => tr!(customers.personal_account, code = code),
        None => tr!(customers.no_account).to_owned(),
    };
    let terms = terms.map(|(version, date)| tr!(customers.terms_accepted, version = version, date = date));
    let request = request.map(|(id, _)| {
        view! {
            <Fact term=tr!(customers.request)>
                <a href=by_id("/office/requests", &id)>{tr!(customers.request_see)}</a>
            </Fact>
        }
    });
    let never = || tr!(customers.never).to_owned();
    view! {
        <section class="card" aria-labelledby="person">
            <h2 id="person">{tr!(customers.person)}</h2>
            <dl class="facts">
                {row.email.map(|email| view! { <Fact term=tr!(common.email)>{email} " " {proven}</Fact> })}
                {phone.map(|phone| view! { <Fact term=tr!(common.phone)>{phone}</Fact> })}
                <Fact term=tr!(customers.number)>{row.number}</Fact>
                <Fact term=tr!(customers.column_account)>{account}</Fact>
                <Fact term=tr!(roles.of_customer)>{role.name()}</Fact>
                <Fact term=tr!(office.request_language)>{language}</Fact>
                <Fact term=tr!(customers.since)>{row.since}</Fact>
                <Fact term=tr!(customers.activated)>{activated.unwrap_or_else(never)}</Fact>
                <Fact term=tr!(customers.terms)>{terms.unwrap_or_else(never)}</Fact>
                {request}
            </dl>
        </section>
    }
}

/// Password and connected logins.
#[component]
pub fn WaysIn(has_password: bool, identities: Vec<CustomerIdentity>) -> impl IntoView {
    let password = if has_password {
        tr!(customers.password_set)
    } else {
        tr!(customers.password_none)
    };
    let identities: Vec<_> = identities
        .into_iter()
        .map(|identity| view! { <Identity identity/> })
        .collect();
    view! {
        <section class="card" aria-labelledby="ways-in">
            <h2 id="ways-in">{tr!(customers.ways_in)}</h2>
            <dl class="facts">
                <Fact term=tr!(customers.password)>{password}</Fact>
                {identities}
            </dl>
        </section>
    }
}

#[component]
fn Identity(identity: CustomerIdentity) -> impl IntoView {
    let used = identity
        .last_used
        .unwrap_or_else(|| tr!(customers.never).to_owned());
    let lines = [
        (tr!(customers.identity_connected), identity.connected),
        (tr!(customers.last_used), used),
    ];
    let lines =
        lines.map(|(term, at)| view! { <span class="line quiet-text">{format!("{term}: {at}")}</span> });
    view! {
        <Fact term=identity.provider>
            {identity.email.map(|email| view! { <span class="line">{email}</span> })}
            <span class="line">{tr!(customers.identity_subject)}": "<code>{identity.subject}</code></span>
            {lines}
        </Fact>
    }
}
