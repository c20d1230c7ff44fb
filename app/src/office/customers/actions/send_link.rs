//! Sending the link that helps now.

use crate::{
    api::customers::{LinkOnOffer, SendLink},
    tr,
    ui::{Form, Hidden, PostedFault, SubmitButton},
};
use leptos::prelude::*;

/// What the button says.
pub fn link_words(link: LinkOnOffer) -> &'static str {
    match link {
        LinkOnOffer::Activate => tr!(customers.link_activate),
        LinkOnOffer::Finish => tr!(customers.link_finish),
        LinkOnOffer::Reset => tr!(customers.link_reset),
    }
}

/// The button, if there is a link to send.
#[component]
pub fn Action(id: String, link: Option<LinkOnOffer>) -> impl IntoView {
    let Some(link) = link else {
        return view! { <PostedFault<SendLink>/> }.into_any();
    };
    view! {
        <Form<SendLink>>
            <Hidden name="id" value=id/>
            <SubmitButton label=link_words(link) class="full"/>
            <p class="hint">{tr!(customers.link_hint)}</p>
        </Form<SendLink>>
    }
    .into_any()
}
