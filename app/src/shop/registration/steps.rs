use crate::{tr, ui::Icon};
use leptos::prelude::*;

/// How far a step has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// Behind.
    Done,
    /// Under way.
    Now,
    /// To come.
    Open,
    /// Did not work out.
    Failed,
}

impl Step {
    fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Now => "now",
            Self::Open => "",
            Self::Failed => "failed",
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Done => tr!(registration.step_done),
            Self::Now => tr!(registration.step_now),
            Self::Open => tr!(registration.step_open),
            Self::Failed => tr!(registration.step_failed),
        }
    }

    fn icon(self) -> Option<&'static str> {
        match self {
            Self::Done => Some("check"),
            Self::Failed => Some("close"),
            Self::Now | Self::Open => None,
        }
    }
}

/// The way of a registration, in order, each step with the moment in which it was done, where one is known.
#[component]
pub(crate) fn Steps(steps: Vec<(Step, &'static str, Option<String>)>) -> impl IntoView {
    let steps = steps.into_iter().map(|(step, label, at)| {
        let words = match at {
            Some(at) => format!("{}, {at}", step.words()),
            None => step.words().to_owned(),
        };
        view! {
            <li class=step.class() aria-current=(step == Step::Now).then_some("step")>
                <span class="dot" aria-hidden="true">{step.icon().map(|name| view! { <Icon name/> })}</span>
                <div><strong>{label}</strong><span>{words}</span></div>
            </li>
        }
    });
    view! {
        <section class="card" aria-label=tr!(registration.progress)>
            <ol class="steps" role="list">{steps.collect_view()}</ol>
        </section>
    }
}
