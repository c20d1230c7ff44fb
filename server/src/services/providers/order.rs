//! The order of the providers on the login page.

use crate::{
    services::{
        Outcome, Trouble,
        audit::{self, Deed},
        staff,
    },
    state::Portico,
};
use app::api::{Answer, ApiError, providers::MoveProvider, visit::Visit};
use domain::staff::Permission;
use serde_json::json;
use storage::providers;

/// Moves a provider one place up or down. At the end of the list nothing happens.
pub async fn reorder(portico: &Portico, visit: &Visit, form: MoveProvider) -> Outcome<Answer> {
    let member = staff::needed(portico, visit, Permission::EditProviders).await?;
    let mut tx = portico.database.begin().await?;
    // Two who move at once take turns.
    storage::settings::guard(&mut tx).await?;
    let mut list = providers::list(&mut tx).await?;
    let found = list
        .iter()
        .position(|provider| provider.id.to_string() == form.id);
    let from = found.ok_or(Trouble(ApiError::NotFound))?;
    let to = match form.direction.as_str() {
        "up" => from.saturating_sub(1),
        "down" => (from + 1).min(list.len() - 1),
        _ => return Err(Trouble(ApiError::Malformed)),
    };
    if from != to {
        list.swap(from, to);
        for (position, provider) in (0..).zip(&list) {
            if provider.position != position {
                providers::set_position(&mut tx, provider.id, position).await?;
            }
        }
        let place = |at: usize| json!({ "name": list[to].name, "position": at + 1 });
        let deed = Deed {
            action: "provider.moved",
            subject_kind: "provider",
            subject_id: &form.id,
            old: Some(place(from)),
            new: Some(place(to)),
        };
        audit::note(portico, &mut tx, visit, member.actor(), deed).await?;
        tx.commit().await?;
    }
    Ok(Answer::go("/office/providers"))
}
