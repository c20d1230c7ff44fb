//! What staff may do with a customer: one file for each action, one line here.

mod reset_factor;
mod role;
mod send_link;
mod switch;
mod undo_link;

pub use send_link::link_words;

use crate::{api::customers::CustomerDetail, tr};
use leptos::prelude::*;

/// Everything that can be done now. What is refused is told beside its button.
#[component]
pub fn Actions(customer: CustomerDetail) -> impl IntoView {
    let id = customer.row.id;
    view! {
        <section class="card stack" aria-labelledby="actions">
            <h2 id="actions">{tr!(customers.actions)}</h2>
            <send_link::Action id=id.clone() link=customer.link/>
            <undo_link::Action id=id.clone() linked=customer.linked/>
            <role::Action id=id.clone() role=customer.role/>
            <reset_factor::Action id=id.clone() has_factor=customer.has_factor/>
            <switch::Action id status=customer.row.status/>
        </section>
    }
}
