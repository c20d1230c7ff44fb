//! A button that opens a small panel: `<details>`, so it works without scripts. Hydrated, it closes by a click
//! anywhere else and by Escape.

use super::{Icon, use_frame};
use crate::tr;
use domain::values::Language;
use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;

/// The menu around something that can be chosen.
#[derive(Clone, Copy)]
pub struct MenuState(NodeRef<html::Details>);

impl MenuState {
    /// Closes the panel and gives the focus back to the button.
    pub fn close(self) {
        self.fold();
        if let Some(button) = self.button() {
            // Nothing is lost when the browser refuses.
            let _ = button.focus();
        }
    }

    fn fold(self) {
        if let Some(details) = self.0.get_untracked() {
            details.set_open(false);
        }
    }

    fn button(self) -> Option<web_sys::HtmlElement> {
        self.0.get_untracked()?.first_element_child()?.dyn_into().ok()
    }

    fn is_on_button(self, event: &ev::MouseEvent) -> bool {
        let target = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        self.button()
            .is_some_and(|button| button.contains(target.as_ref()))
    }
}

/// A menu. Its panel closes when something in it was chosen.
#[component]
pub fn Menu(
    /// Its class beside `menu`.
    class: &'static str,
    /// What the button is called when the picture alone would not tell.
    #[prop(into)]
    label: String,
    /// What the button shows.
    button: AnyView,
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Details>::new();
    let state = MenuState(node);
    provide_context(state);
    let on_key = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" {
            state.close();
        }
    };
    Effect::new(move |_| {
        let handle = window_event_listener(ev::click, move |event| {
            if !state.is_on_button(&event) {
                state.fold();
            }
        });
        on_cleanup(move || handle.remove());
    });
    view! {
        <details class=format!("menu {class}") name="header" node_ref=node on:keydown=on_key>
            <summary class="button quiet" aria-label=label>{button}</summary>
            <div class="menu-panel">{children()}</div>
        </details>
    }
}

/// Chooses the language of this browser: a plain form, since the page is loaded again in the new one.
#[component]
pub fn LanguageMenu(
    /// Path and query of this page, to come back to.
    #[prop(into)]
    path: Signal<String>,
) -> impl IntoView {
    let current = use_frame().language;
    let button =
        view! { <Icon name="globe"/><span aria-hidden="true">{current.as_str().to_uppercase()}</span> };
    let choices = Language::ALL.iter().map(move |language| {
        let code = language.as_str();
        view! {
            <button class="menu-item" name="language" value=code lang=code
                aria-current=(*language == current).then_some("true")>
                {language.native_name()}
            </button>
        }
    });
    view! {
        <Menu class="language-menu" label=tr!(common.change_language, language = current.native_name())
            button=button.into_any()>
            <form method="post" action="/language">
                <input type="hidden" name="next" value=move || path.get()/>
                {choices.collect_view()}
            </form>
        </Menu>
    }
}
