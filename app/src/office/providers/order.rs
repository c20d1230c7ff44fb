//! The place of a provider on the login page.

use crate::{
    api::providers::{MoveProvider, ProviderRow},
    tr,
    ui::{Form, Hidden, Icon},
};
use leptos::prelude::*;

/// Moves one provider up or down.
#[component]
pub fn OrderButtons(
    /// The provider.
    row: ProviderRow,
    /// Whether it is the first.
    first: bool,
    /// Whether it is the last.
    last: bool,
) -> impl IntoView {
    let up = tr!(office_providers.move_up, provider = row.name.clone());
    let down = tr!(office_providers.move_down, provider = row.name);
    view! {
        <Form<MoveProvider> only=("id", row.id.clone())>
            <Hidden name="id" value=row.id/>
            <div class="cluster">
                {(!first).then(|| view! { <MoveButton direction="up" icon="chevron-up" label=up/> })}
                {(!last).then(|| view! { <MoveButton direction="down" icon="chevron-down" label=down/> })}
            </div>
        </Form<MoveProvider>>
    }
}

#[component]
fn MoveButton(direction: &'static str, icon: &'static str, label: String) -> impl IntoView {
    view! {
        <button type="submit" class="icon-button" name="direction" value=direction aria-label=label.clone() title=label>
            <Icon name=icon/>
        </button>
    }
}
