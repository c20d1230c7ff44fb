//! The native dialog. It opens in the browser only; each one has a page of its own for those without scripts.

use super::Icon;
use leptos::{ev, html, prelude::*};

/// The dialog around a button that closes it.
#[derive(Clone, Copy)]
struct Around(NodeRef<html::Dialog>);

/// A modal dialog, open from the moment it is there.
#[component]
pub fn Dialog(
    /// Its class beside `dialog`.
    #[prop(default = "")]
    class: &'static str,
    /// Id of its heading.
    labelled_by: &'static str,
    /// Whether it may be closed without an answer.
    #[prop(into)]
    closable: Signal<bool>,
    /// Is told when it was closed.
    on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    provide_context(Around(node));
    let show = move || {
        if let Some(dialog) = node.get() {
            // Refused only when it is open already.
            let _ = dialog.show_modal();
        }
    };
    Effect::new(move |_| show());
    let on_cancel = move |event: ev::Event| {
        if !closable.get_untracked() {
            event.prevent_default();
        }
    };
    let on_closed = move |_| {
        if closable.get_untracked() {
            on_close.run(());
        } else {
            show();
        }
    };
    view! {
        <dialog class=format!("dialog {class}") aria-labelledby=labelled_by node_ref=node
            on:cancel=on_cancel on:close=on_closed>
            {children()}
        </dialog>
    }
}

/// Closes the dialog around it.
#[component]
pub fn CloseButton(
    /// What it says, or is called when it shows a cross.
    #[prop(into)]
    label: String,
    /// Whether it shows a cross instead of words.
    #[prop(default = false)]
    cross: bool,
) -> impl IntoView {
    let around = use_context::<Around>();
    let close = move |_| {
        if let Some(dialog) = around.and_then(|Around(node)| node.get_untracked()) {
            dialog.close();
        }
    };
    if cross {
        view! { <button class="icon-button" type="button" aria-label=label on:click=close><Icon name="close"/></button> }
            .into_any()
    } else {
        view! { <button class="button" type="button" on:click=close>{label}</button> }.into_any()
    }
}
