//! A form that works before WebAssembly. Its `action` is the server function's own path: without JavaScript the
//! browser posts there and gets a 303, or the page again with 422; hydrated, the same component calls the server
//! function and shows the same answer without leaving the page.

use super::{Icon, Notice, fault_text};
use crate::api::{Answer, ApiError, PageForm, Problems, answer::Posted};
use crate::frame::posted;
use domain::values::Fault;
use leptos::{ev::SubmitEvent, prelude::*};
use std::marker::PhantomData;
#[cfg(feature = "hydrate")]
use std::time::Duration;

/// What the fields of a form share.
#[derive(Clone, Copy)]
pub struct FormState {
    /// Faults of the last submission.
    pub problems: RwSignal<Problems>,
    /// A fault that no field can mend.
    pub failed: RwSignal<Option<ApiError>>,
    /// Whether an answer is awaited.
    pub pending: RwSignal<bool>,
    /// Whether the page still works out what a field of its own will say; the form is sent after that.
    pub busy: StoredValue<bool>,
    values: StoredValue<Vec<(String, String)>>,
}

impl FormState {
    /// The state of a form that was posted and is shown again, or of one that is new.
    pub(super) fn of(posted: Option<Posted>) -> Self {
        let (values, problems) = posted.map(|p| (p.values, p.problems)).unwrap_or_default();
        Self {
            problems: RwSignal::new(problems),
            failed: RwSignal::new(None),
            pending: RwSignal::new(false),
            busy: StoredValue::new(false),
            values: StoredValue::new(values),
        }
    }

    /// What was typed into a field before, when the page was rendered again; else `or`.
    pub fn value(&self, name: &str, or: &str) -> String {
        self.values.with_value(|values| {
            let typed = values
                .iter()
                .find(|(field, _)| field == name)
                .map(|(_, value)| value.clone());
            typed.unwrap_or_else(|| or.to_owned())
        })
    }

    /// Whether a checkbox is ticked: as it was posted, or `or` when nothing was posted.
    pub fn ticked(&self, name: &str, or: bool) -> bool {
        self.values.with_value(|values| {
            if values.is_empty() {
                or
            } else {
                values.iter().any(|(field, _)| field == name)
            }
        })
    }

    /// Whether one of several boxes of the same name was ticked when the form was posted.
    pub fn chosen(&self, name: &str, value: &str) -> bool {
        self.values.with_value(|values| {
            values
                .iter()
                .any(|(field, ticked)| field == name && ticked == value)
        })
    }

    /// The fault beside a field.
    pub fn fault(&self, name: &'static str) -> Signal<Option<Fault>> {
        let problems = self.problems;
        Signal::derive(move || problems.with(|p| p.of(name)))
    }
}

/// The form of server function `F`.
#[component]
pub fn Form<F>(
    /// Nothing to pass: the server function is named as `<Form<SignIn>>`.
    #[prop(optional)]
    function: PhantomData<F>,
    /// Further classes.
    #[prop(default = "")]
    class: &'static str,
    /// A hidden field and its value that tell this form from others of `F` on the page.
    #[prop(optional)]
    only: Option<(&'static str, String)>,
    children: Children,
) -> impl IntoView
where
    F: PageForm + server_fn::ServerFn + serde::Serialize + Send + 'static,
{
    let PhantomData = function;
    let state = FormState::of(posted(F::PATH).filter(|posted| is_meant(posted, only)));
    provide_context(state);
    let class = format!("form {class}");
    let on_submit = move |event| submit::<F>(event, state);
    view! {
        <form method="post" action=F::PATH class=class novalidate=true on:submit=on_submit>
            <FormFault state/>
            {children()}
        </form>
    }
}

/// The fault of a form of `F` that was posted here and that the page shows no more, since all is decided already.
#[component]
pub fn PostedFault<F>(
    /// Nothing to pass: the server function is named as `<PostedFault<Decide>/>`.
    #[prop(optional)]
    function: PhantomData<F>,
) -> impl IntoView
where
    F: PageForm + Send + 'static,
{
    let PhantomData = function;
    let posted = posted(F::PATH);
    let fault = posted.and_then(|posted| posted.problems.form.map(|fault| (fault, posted.problems.detail)));
    fault.map(|fault| view! { <Notice tone="danger"><p>{text_of(fault)}</p></Notice> })
}

pub(super) fn is_meant(posted: &Posted, only: Option<(&'static str, String)>) -> bool {
    only.is_none_or(|(name, value)| posted.values.iter().any(|(n, v)| n == name && *v == value))
}

/// The fault of the whole form, announced when it appears.
#[component]
pub(super) fn FormFault(state: FormState) -> impl IntoView {
    let text = move || {
        let failed = state.failed.get().map(failure_text);
        failed.or_else(|| state.problems.with(problems_text))
    };
    // What the page holds is out of date then, and so would be what it sends next.
    let outdated = move || {
        state
            .problems
            .with(|problems| matches!(problems.form, Some(Fault::Stale | Fault::TermsChanged)))
    };
    let again = move || {
        outdated().then(|| view! { <p><a href="" rel="external">{crate::tr!(common.load_again)}</a></p> })
    };
    view! {
        <div role="alert" class="form-fault">
            {move || text().map(|text| view! {
                <div class="notice danger"><Icon name="alert"/><div><p>{text}</p>{again()}</div></div>
            })}
        </div>
    }
}

fn problems_text(problems: &Problems) -> Option<String> {
    match problems.form {
        Some(fault) => Some(text_of((fault, problems.detail.clone()))),
        None => (!problems.fields.is_empty()).then(|| crate::tr!(common.check_fields).to_owned()),
    }
}

fn text_of((fault, detail): (Fault, Option<String>)) -> String {
    let text = fault_text(fault);
    match detail {
        Some(detail) => format!("{text} {detail}"),
        None => text,
    }
}

fn failure_text(error: ApiError) -> String {
    match error {
        ApiError::Busy | ApiError::Unavailable => crate::tr!(common.unavailable_try_again).to_owned(),
        ApiError::TooManyRequests => crate::tr!(common.too_many_requests).to_owned(),
        ApiError::SignInNeeded => crate::tr!(common.sign_in_again).to_owned(),
        _ => crate::tr!(common.could_not_do).to_owned(),
    }
}

/// A field that the person does not see.
#[component]
pub fn Hidden(name: &'static str, #[prop(into)] value: String) -> impl IntoView {
    view! { <input type="hidden" name=name value=value/> }
}

/// The button that sends the form; says so while it waits.
#[component]
pub fn SubmitButton(
    /// What the button says.
    #[prop(into)]
    label: String,
    /// `primary` unless told otherwise.
    #[prop(default = "primary")]
    class: &'static str,
    /// Name and value to send with it, when the form has several buttons.
    #[prop(optional)]
    name: Option<(&'static str, &'static str)>,
    /// What it is about, for those who hear the button alone, when the page has several that say the same.
    #[prop(into, optional)]
    about: Option<String>,
) -> impl IntoView {
    let state = expect_context::<FormState>();
    let busy = move || state.pending.get().then_some("true");
    view! {
        <button type="submit" class=format!("button {class}") aria-busy=busy aria-disabled=busy
            name=name.map(|n| n.0) value=name.map(|n| n.1)>
            {label}
            {about.map(|about| view! { <span class="visually-hidden">" " {about}</span> })}
        </button>
    }
}

#[cfg(feature = "hydrate")]
fn submit<F>(event: SubmitEvent, state: FormState)
where
    F: PageForm + Send + 'static,
{
    use leptos::form::FromFormData;

    event.prevent_default();
    if state.pending.get_untracked() {
        return;
    }
    state.pending.set(true);
    let send = move || {
        let Ok(form) = F::from_event(&event) else {
            state.pending.set(false);
            state.failed.set(Some(ApiError::Malformed));
            return;
        };
        leptos::task::spawn_local(async move {
            let answer = form.run_on_client().await;
            state.pending.set(false);
            show(answer, state);
        });
    };
    once_idle(state, LONGEST_WAIT, Box::new(send));
}

/// How long a form that is sent waits for the page's own work, and how often it looks.
#[cfg(feature = "hydrate")]
const LONGEST_WAIT: Duration = Duration::from_secs(10);
#[cfg(feature = "hydrate")]
const LOOK_AGAIN: Duration = Duration::from_millis(50);

/// Sends as soon as the page has finished its own work, or has had time enough.
#[cfg(feature = "hydrate")]
fn once_idle(state: FormState, left: Duration, send: Box<dyn FnOnce()>) {
    // A form that is gone has nothing left to send.
    match state.busy.try_get_value() {
        None => {}
        Some(true) if !left.is_zero() => {
            let left = left.saturating_sub(LOOK_AGAIN);
            set_timeout(move || once_idle(state, left, send), LOOK_AGAIN);
        }
        Some(_) => send(),
    }
}

#[cfg(not(feature = "hydrate"))]
fn submit<F>(_event: SubmitEvent, _state: FormState) {}

#[cfg(feature = "hydrate")]
fn show(answer: Result<Answer, ApiError>, state: FormState) {
    match answer {
        Ok(Answer::Go(path)) => {
            state.pending.set(true);
            if let Some(window) = web_sys::window() {
                // A full load: header, language and cookies are those of the new page.
                let _ = window.location().assign(&path);
            }
        }
        Ok(Answer::Problems(problems)) => {
            state.failed.set(None);
            let first = problems.fields.first().map(|(name, _)| name.clone());
            state.problems.set(problems);
            focus(first);
        }
        Err(error) => state.failed.set(Some(error)),
    }
}

/// Puts the cursor into the first field that has a fault.
#[cfg(feature = "hydrate")]
fn focus(name: Option<String>) {
    use wasm_bindgen::JsCast;

    let Some(name) = name else { return };
    let field = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id(&super::field::id_of(&name)))
        .and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(field) = field {
        let _ = field.focus();
    }
}

#[cfg(not(feature = "hydrate"))]
#[allow(dead_code, reason = "keeps the answer's type in use on both sides")]
fn show(_answer: Result<Answer, ApiError>, _state: FormState) {}
