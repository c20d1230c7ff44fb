use super::form::{ProfileForm, heading, lead};
use crate::{
    api::profile::{Profile, read_profile},
    shop::{account::AccountFrame, query, wanted},
    tr,
    ui::{Load, Notice, Title},
};
use leptos::prelude::*;

/// `/account/profile`: a customer looks through their data and accepts the terms. `next` is where they go
/// afterwards, `done=saved` tells that it was saved.
#[component]
pub(crate) fn ProfilePage() -> impl IntoView {
    let profile = Resource::new_blocking(|| (), |()| read_profile());
    view! {
        <Title text=tr!(profile.title)/>
        <AccountFrame current="/account/profile">
            <Load from=profile show=|profile: Profile| view! { <Page profile/> }/>
        </AccountFrame>
    }
}

#[component]
fn Page(profile: Profile) -> impl IntoView {
    let saved = query("done").map(|_| view! { <Notice tone="success"><p>{tr!(profile.saved)}</p></Notice> });
    let next = wanted();
    let cancel = (!profile.terms_due).then(|| {
        let back = next.clone().unwrap_or_else(|| "/".to_owned());
        view! { <a class="button" href=back>{tr!(common.cancel)}</a> }.into_any()
    });
    view! {
        <div class="stack">
            {saved}
            <div class="dialog-page">
                <div class="dialog-head">
                    <h1>{heading(&profile)}</h1>
                    {lead(&profile).map(|lead| view! { <p>{lead}</p> })}
                </div>
                <ProfileForm profile next cancel/>
            </div>
        </div>
    }
}
