use crate::{
    shop::sessions::SessionWord,
    tr,
    ui::{CloseButton, Dialog, Icon, use_frame},
};
use leptos::prelude::*;

/// *Locally or globally?* over the storefront.
#[component]
pub(crate) fn LogoutDialog(close: Callback<()>) -> impl IntoView {
    let provider = use_frame()
        .customer
        .and_then(|customer| customer.global_logout)
        .unwrap_or_default();
    view! {
        <Dialog class="small" labelled_by="logout-title" closable=true on_close=close>
            <div class="dialog-head">
                <h2 id="logout-title">{tr!(logout.heading)}</h2>
                <CloseButton label=tr!(common.close) cross=true/>
                <p>{tr!(logout.text, provider = provider.clone())}</p>
            </div>
            <Choices provider/>
            <div class="dialog-actions"><CloseButton label=tr!(common.cancel)/></div>
            <SessionWord/>
        </Dialog>
    }
}

/// A plain form: the answer may be a page that leads to the provider.
#[component]
pub(super) fn Choices(
    /// Name of the provider.
    provider: String,
    /// A client asked for it.
    #[prop(optional)]
    asked: bool,
) -> impl IntoView {
    view! {
        <form class="dialog-body choices" method="post" action="/logout">
            {asked.then(|| view! { <Asked/> })}
            <button class="choice" name="choice" value="local">
                <strong>{tr!(logout.locally)}</strong>
                <span>{tr!(logout.locally_hint, provider = provider.clone())}</span>
                <Icon name="chevron-right"/>
            </button>
            <button class="choice" name="choice" value="global">
                <strong>{tr!(logout.globally, provider = provider)}</strong>
                <span>{tr!(logout.globally_hint)}</span>
                <Icon name="chevron-right"/>
            </button>
        </form>
    }
}

/// Marks the answer to a client's question: it leads back to the client.
#[component]
pub(super) fn Asked() -> impl IntoView {
    view! { <input type="hidden" name="asked" value="1"/> }
}
