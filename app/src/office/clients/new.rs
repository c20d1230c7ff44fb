//! Adding an application.

use super::form::ClientFields;
use crate::{
    api::frame::Screen,
    office::{parts::BackLink, screens::ScreenPage},
    tr,
    ui::{Title, set_status, use_frame},
};
use domain::clients::form::ClientForm;
use leptos::prelude::*;

/// `/office/clients/new`: an administrator lets another application sign its users in here.
#[component]
pub fn NewPage() -> impl IntoView {
    if !use_frame().staff.is_some_and(|staff| staff.administers) {
        set_status(403);
        return view! { <ScreenPage screen=Screen::Forbidden/> }.into_any();
    }
    view! {
        <Title text=tr!(clients.new)/>
        <BackLink href="/office/clients" label=tr!(clients.title)/>
        <div class="page-head"><h1>{tr!(clients.new)}</h1></div>
        <ClientFields form=ClientForm::fresh()/>
    }
    .into_any()
}
