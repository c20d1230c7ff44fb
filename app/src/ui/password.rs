//! A password field whose letters can be shown. The button appears once the page is hydrated: without JavaScript
//! it could do nothing.

use super::{
    FormState, Icon,
    field::{FieldFault, Label, described_by, id_of},
};
use domain::password::{Rules, Strength, strength};
use leptos::prelude::*;

/// A password. What was typed is never sent back.
#[component]
pub fn PasswordField(
    /// Name in the form.
    name: &'static str,
    /// What stands above it.
    #[prop(into)]
    label: String,
    /// `current-password` or `new-password`; `off` for a secret that is not a person's.
    autocomplete: &'static str,
    /// A sentence below the label.
    #[prop(into, optional)]
    hint: Option<String>,
    /// Whether it must be filled.
    #[prop(default = true)]
    required: bool,
    /// A link beside the label: path and words.
    #[prop(optional)]
    link: Option<(String, &'static str)>,
    /// Whether its strength is shown while it is typed.
    #[prop(default = false)]
    strength: bool,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let fault = state.fault(name);
    let described_by = described_by(name, hint.is_some(), fault);
    let shown = RwSignal::new(false);
    let typed = RwSignal::new(String::new());
    let hydrated = RwSignal::new(false);
    Effect::new(move |_| hydrated.set(true));
    view! {
        <div class="field">
            <div class="label-line">
                <Label name label required/>
                {link.map(|(path, words)| view! { <a href=path>{words}</a> })}
            </div>
            {hint.map(|hint| view! { <p class="hint" id=format!("hint-{name}")>{hint}</p> })}
            <div class="password">
                <input class="input" id=id_of(name) name=name autocomplete=autocomplete required=required spellcheck="false"
                    autocapitalize="none"
                    type=move || if shown.get() { "text" } else { "password" }
                    on:input=move |event| if strength { typed.set(event_target_value(&event)) }
                    aria-invalid=move || fault.get().map(|_| "true")
                    aria-describedby=move || described_by.get()/>
                <button type="button" class="icon-button reveal" hidden=move || !hydrated.get()
                    aria-label=crate::tr!(common.show_password)
                    aria-pressed=move || if shown.get() { "true" } else { "false" }
                    on:click=move |_| shown.update(|s| *s = !*s)>
                    <Icon name="eye" class="show"/>
                    <Icon name="eye-off" class="hide"/>
                </button>
            </div>
            <FieldFault name fault/>
            {strength.then(|| view! { <StrengthMeter typed/> })}
        </div>
    }
}

/// How hard the password is to guess, in colour and in words. Keeps its place while it is empty, so that nothing
/// moves with the first letter.
#[component]
fn StrengthMeter(typed: RwSignal<String>) -> impl IntoView {
    let meter = move || {
        let (value, words) = match typed.with(|typed| (!typed.is_empty()).then(|| strength(typed)))? {
            Strength::Weak => ("1", crate::tr!(common.strength_weak)),
            Strength::Fair => ("2", crate::tr!(common.strength_fair)),
            Strength::Good => ("3", crate::tr!(common.strength_good)),
            Strength::Strong => ("4", crate::tr!(common.strength_strong)),
        };
        Some(view! {
            <meter min="0" max="4" low="2" high="3" optimum="4" value=value aria-label=crate::tr!(common.strength)></meter>
            <span>{words}</span>
        })
    };
    view! { <p class="strength" aria-live="polite">{meter}</p> }
}

/// What a new password must be, told before it is typed.
pub fn password_hint(rules: &Rules) -> String {
    let kinds = [
        (rules.upper, crate::tr!(common.password_upper)),
        (rules.lower, crate::tr!(common.password_lower)),
        (rules.digit, crate::tr!(common.password_digit)),
        (rules.special, crate::tr!(common.password_special)),
    ];
    let kinds: Vec<_> = kinds
        .into_iter()
        .filter_map(|(wanted, words)| wanted.then_some(words))
        .collect();
    let least = crate::tr!(common.password_least, min = rules.min);
    let content = if kinds.is_empty() {
        crate::tr!(common.password_words).to_owned()
    } else {
        crate::tr!(common.password_with, kinds = kinds.join(", "))
    };
    let common = rules
        .refuse_common
        .then(|| crate::tr!(common.password_not_common));
    format!("{least} {content} {}", common.unwrap_or_default())
        .trim_end()
        .to_owned()
}
