//! Names that others chose, inside of our sentences.

use leptos::prelude::*;

/// Stands for the name while a sentence is made: `tr!(consent.heading, client = NAME)`.
pub const NAME: &str = "\u{fffc}";

/// A sentence with a name in it. The name's letters run in their own direction and turn nothing around them.
#[component]
pub fn Named(
    /// The sentence, with `NAME` where the name belongs.
    #[prop(into)]
    sentence: String,
    /// The name.
    #[prop(into)]
    name: String,
) -> impl IntoView {
    let (before, after) = match sentence.split_once(NAME) {
        Some((before, after)) => (before.to_owned(), after.to_owned()),
        None => (sentence, String::new()),
    };
    // An empty text would be rendered as a blank.
    let before = (!before.is_empty()).then_some(before);
    let after = (!after.is_empty()).then_some(after);
    view! { {before}<bdi>{name}</bdi>{after} }
}
