//! Adding a provider.

use super::form::ProviderForm;
use crate::{
    api::frame::Screen,
    office::{parts::BackLink, screens::ScreenPage},
    tr,
    ui::{Title, set_status, use_frame},
};
use leptos::prelude::*;

/// `/office/providers/new`: an administrator connects another OpenID provider.
#[component]
pub fn NewPage() -> impl IntoView {
    if !use_frame().staff.is_some_and(|staff| staff.administers) {
        set_status(403);
        return view! { <ScreenPage screen=Screen::Forbidden/> }.into_any();
    }
    view! {
        <Title text=tr!(office.provider_new_title)/>
        <BackLink href="/office/providers" label=tr!(office.providers_heading)/>
        <div class="page-head"><h1>{tr!(office.provider_new_title)}</h1></div>
        <ProviderForm/>
    }
    .into_any()
}
