use super::form::{ProfileForm, heading, lead};
use crate::{
    api::profile::{Profile, read_profile},
    shop::sessions::SessionWord,
    tr,
    ui::{CloseButton, Dialog, Load, use_frame},
};
use leptos::prelude::*;

/// Where the storefront stands below the dialog.
#[derive(Clone)]
struct Below(String);

/// My Profile over the storefront. While the terms wait to be accepted it can't be closed.
#[component]
pub(crate) fn ProfileDialog(
    /// Path and query of the page below, to stay there.
    next: String,
    close: Callback<()>,
) -> impl IntoView {
    provide_context(Below(next));
    let profile = Resource::new(|| (), |()| read_profile());
    let closable = use_frame().customer.is_none_or(|customer| !customer.terms_due);
    view! {
        <Dialog labelled_by="profile-title" closable on_close=close>
            <Load from=profile show=|profile: Profile| view! { <Content profile/> }/>
            <SessionWord/>
        </Dialog>
    }
}

#[component]
fn Content(profile: Profile) -> impl IntoView {
    let next = use_context::<Below>().map(|Below(next)| next);
    let closable = !profile.terms_due;
    let cross = closable.then(|| view! { <CloseButton label=tr!(common.close) cross=true/> });
    let cancel = closable.then(|| view! { <CloseButton label=tr!(common.cancel)/> }.into_any());
    view! {
        <div class="dialog-head">
            <h2 id="profile-title">{heading(&profile)}</h2>
            {cross}
            {lead(&profile).map(|lead| view! { <p>{lead}</p> })}
        </div>
        <ProfileForm profile next cancel/>
    }
}
