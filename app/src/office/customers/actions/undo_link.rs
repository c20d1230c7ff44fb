//! Undoing a link to an account that a sign-in made by itself.

use crate::{
    api::customers::UndoAccountLink,
    tr,
    ui::{Form, Hidden, PostedFault, SubmitButton},
};
use leptos::prelude::*;

/// When the link was made, and the button, if there is one to undo.
#[component]
pub fn Action(id: String, linked: Option<String>) -> impl IntoView {
    let Some(linked) = linked else {
        return view! { <PostedFault<UndoAccountLink>/> }.into_any();
    };
    let text = tr!(identities.account_linked_on, date = linked).to_string();
    view! {
        <Form<UndoAccountLink>>
            <p class="small">{text}</p>
            <Hidden name="id" value=id/>
            <SubmitButton label=tr!(identities.account_link_undo) class="full"/>
        </Form<UndoAccountLink>>
    }
    .into_any()
}
