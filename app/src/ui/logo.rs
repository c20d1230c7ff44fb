//! The logo of a provider or an application.

use leptos::prelude::*;

/// A logo on a plate that stays light on dark pages, or the first letter of the name. Its box has the same size in
/// either case, and before the picture has come.
#[component]
pub fn Logo(
    /// Whose it is.
    name: String,
    /// Address of the picture.
    logo: Option<String>,
    /// What it says to those who do not see it; nothing, where the name stands beside it.
    #[prop(default = "")]
    alt: &'static str,
) -> impl IntoView {
    match logo {
        Some(logo) => view! {
            <span class="logo-plate"><img src=logo alt=alt width="40" height="40"/></span>
        }
        .into_any(),
        None => {
            let initial = name.chars().next().map(String::from);
            view! { <span class="logo-plate letter" aria-hidden="true">{initial}</span> }.into_any()
        }
    }
}
