//! Who looks into a request.

use crate::{
    api::approvals::{Assign, RequestDetail},
    tr,
    ui::{Form, Hidden, SubmitButton},
};
use leptos::prelude::*;

/// Who has taken the request on, and the button to do so or to give it back. It keeps nobody from deciding.
#[component]
pub fn TakenCard(request: RequestDetail) -> impl IntoView {
    let mine = request.assigned_to_me;
    let text = match request.row.assigned_to {
        Some(name) => tr!(requests.assigned_to, name = name),
        None => tr!(requests.assigned_to_nobody).to_owned(),
    };
    let (to, label) = if mine {
        ("nobody", tr!(requests.give_back))
    } else {
        ("me", tr!(requests.take_on))
    };
    let form = request.may_assign.then(|| {
        view! {
            <Form<Assign>>
                <Hidden name="id" value=request.row.id.clone()/>
                <Hidden name="to" value=to/>
                <SubmitButton label class="full"/>
            </Form<Assign>>
        }
    });
    view! {
        <section class="card stack" aria-labelledby="taken">
            <h2 id="taken">{tr!(requests.assigned)}</h2>
            <p>{text}</p>
            {form}
        </section>
    }
}
