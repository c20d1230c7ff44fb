use crate::api::shop::TextBlock;
use leptos::prelude::*;

/// The pieces of one of the shop's texts.
#[component]
pub fn Blocks(blocks: Vec<TextBlock>) -> impl IntoView {
    let blocks = blocks.into_iter().map(|block| match block {
        TextBlock::Heading(text) => view! { <h2>{text}</h2> }.into_any(),
        TextBlock::Paragraph(text) => view! { <p>{text}</p> }.into_any(),
        TextBlock::List(items) => {
            let items = items
                .into_iter()
                .map(|item| view! { <li>{item}</li> })
                .collect_view();
            view! { <ul>{items}</ul> }.into_any()
        }
    });
    blocks.collect_view()
}
