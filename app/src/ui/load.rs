//! Waiting for data, and saying so when it does not come.

use super::{Icon, set_status};
use crate::api::{ApiError, Reply};
use leptos::prelude::*;

/// Shows what a server function answered. Rendered on the server it is part of the first page; in the browser it
/// keeps its place while it waits.
#[component]
pub fn Load<T, V>(
    /// The answer that is awaited.
    from: Resource<Reply<T>>,
    /// Renders it.
    show: fn(T) -> V,
) -> impl IntoView
where
    T: Clone + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <Suspense fallback=|| view! { <div class="skeleton" aria-hidden="true"></div> }>
            {move || Suspend::new(async move {
                match from.await {
                    Ok(value) => show(value).into_any(),
                    Err(error) => view! { <Failure error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// A sentence with a tone: `info`, `success`, `warning` or `danger`.
#[component]
pub fn Notice(
    /// Its class.
    tone: &'static str,
    children: Children,
) -> impl IntoView {
    let icon = match tone {
        "success" => "success",
        "warning" => "warning",
        "danger" => "alert",
        _ => "info",
    };
    let role = if tone == "danger" { "alert" } else { "status" };
    view! { <div class=format!("notice {tone}") role=role><Icon name=icon/><div>{children()}</div></div> }
}

/// Why there is no answer, and what to do.
#[component]
fn Failure(error: ApiError) -> impl IntoView {
    set_status(error.status());
    let text = match error {
        ApiError::NotFound => crate::tr!(common.not_found_here),
        ApiError::SignInNeeded => crate::tr!(common.sign_in_again),
        ApiError::Forbidden => crate::tr!(common.forbidden),
        ApiError::Unavailable | ApiError::Busy => crate::tr!(common.unavailable_try_again),
        _ => crate::tr!(common.could_not_do),
    };
    view! { <div class="page narrow"><Notice tone="danger"><p>{text}</p></Notice></div> }
}
