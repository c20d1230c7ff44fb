//! How a client looks on the pages that are about it.

use super::Logo;
use crate::api::consent::ClientFace;
use leptos::prelude::*;

/// What is about a client, in its colour where it has one.
#[component]
pub fn Tinted(
    /// The client; none where there is no client.
    client: Option<ClientFace>,
    children: Children,
) -> impl IntoView {
    match client.and_then(|client| client.colours) {
        Some(href) => view! {
            <link rel="stylesheet" href=href/>
            <div class="tinted">{children()}</div>
        }
        .into_any(),
        None => children(),
    }
}

/// Words that name a client, beside its logo.
#[component]
pub fn BesideLogo(
    /// The client.
    client: ClientFace,
    children: Children,
) -> impl IntoView {
    let ClientFace { name, logo, .. } = client;
    view! { <div class="beside-logo"><Logo name logo/>{children()}</div> }
}
