//! One customer.

use super::{
    actions::Actions,
    person::{Person, WaysIn},
    status::CustomerBadge,
};
use crate::{
    api::{
        ApiError,
        customers::{CustomerDetail, CustomerMail, EndSessions, read_customer},
        settings::History,
    },
    office::{
        history::{Entries, about},
        mails::{MailBadge, template_name},
        parts::{BackLink, Pager},
        screens::NotFound,
        sessions::Sessions,
    },
    routes::by_id,
    tr,
    ui::{Load, Notice, Title, found},
};
use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};

/// `/office/customers/:id?before=`: staff see all about one customer, and act.
#[component]
pub fn DetailPage() -> impl IntoView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id")).unwrap_or_default();
    let customer = Resource::new_blocking(
        move || (id(), before()),
        |(id, before)| async move {
            let id = id.parse().map_err(|_| ApiError::NotFound);
            found(match id {
                Ok(id) => read_customer(id, before).await,
                Err(error) => Err(error),
            })
        },
    );
    view! {
        <Title text=tr!(customers.title)/>
        <BackLink href="/office/customers" label=tr!(customers.heading)/>
        <Load from=customer show=|customer| match customer {
            Some(customer) => view! { <Page customer/> }.into_any(),
            None => view! { <NotFound/> }.into_any(),
        }/>
    }
}

/// The key that this page's history begins behind.
fn before() -> Option<String> {
    use_query_map().with(|query| query.get("before"))
}

#[component]
fn Page(customer: CustomerDetail) -> impl IntoView {
    let (id, name) = (customer.row.id.clone(), customer.row.name.clone());
    let (history, mails) = (customer.history.clone(), customer.mails.clone());
    let open: Vec<_> = customer.sessions.iter().cloned().map(Into::into).collect();
    view! {
        <Title text=name.clone()/>
        <div class="page-head with-action"><h1>{name}</h1><CustomerBadge status=customer.row.status.clone()/></div>
        <div class="stack">
            <Done/>
            <div class="two-columns">
                <div class="stack">
                    <Person customer=customer.clone()/>
                    <WaysIn has_password=customer.has_password identities=customer.identities.clone()/>
                    <Sessions<EndSessions> id=id.clone() sessions=open may_edit=customer.may_edit/>
                </div>
                {customer.may_edit.then(|| view! { <Actions customer=customer.clone()/> })}
            </div>
            <Mails mails/>
            <Happened id history/>
        </div>
    }
}

/// What was done just now.
#[component]
fn Done() -> impl IntoView {
    let done = use_query_map().with_untracked(|query| query.get("done"));
    let text = match done.as_deref()? {
        "disabled" => tr!(customers.done_disabled),
        "enabled" => tr!(customers.done_enabled),
        "sessions" => tr!(customers.done_sessions),
        "link" => tr!(customers.done_link),
        "account-unlinked" => tr!(identities.account_unlinked),
        "factor" => tr!(second_factor.reset_done),
        "role" => tr!(roles.given),
        _ => return None,
    };
    Some(view! { <Notice tone="success"><p>{text}</p></Notice> })
}

#[component]
fn Mails(mails: Vec<CustomerMail>) -> impl IntoView {
    let body = if mails.is_empty() {
        view! { <p class="quiet-text">{tr!(customers.mails_none)}</p> }.into_any()
    } else {
        let rows: Vec<_> = mails.into_iter().map(|mail| view! { <MailRow mail/> }).collect();
        view! {
            <div class="card flush">
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{tr!(customers.mail_what)}</th>
                            <th scope="col">{tr!(customers.mail_written)}</th>
                            <th scope="col">{tr!(office.column_status)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    view! {
        <section class="stack tight" aria-labelledby="mails">
            <h2 id="mails">{tr!(customers.mails)}</h2>
            {body}
        </section>
    }
}

#[component]
fn MailRow(mail: CustomerMail) -> impl IntoView {
    let error = mail
        .error
        .map(|error| view! { <span class="under">{error}</span> });
    view! {
        <tr>
            <th scope="row">
                <a href=by_id("/office/mails", &mail.id)>{template_name(mail.template)}</a>
                <span class="under">{mail.to}</span>
            </th>
            <td class="when" data-label=tr!(customers.mail_written)>{mail.written}</td>
            <td data-label=tr!(office.column_status)><span><MailBadge status=mail.status/>{error}</span></td>
        </tr>
    }
}

#[component]
fn Happened(id: String, history: History) -> impl IntoView {
    let base = by_id("/office/customers", &id);
    let whole = about("customer", &id);
    view! {
        <section class="stack tight" aria-labelledby="history">
            <h2 id="history">{tr!(customers.history)}</h2>
            <Entries rows=history.rows/>
            <Pager base key="before" later=untrack(before).is_some() next=history.older
                first_label=tr!(office.history_newest) next_label=tr!(office.history_older)/>
            <p><a href=whole>{tr!(history.search_this)}</a></p>
        </section>
    }
}
