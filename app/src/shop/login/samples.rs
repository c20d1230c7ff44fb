use crate::{
    api::login::{Part, Samples},
    tr,
};
use leptos::prelude::*;

/// Who can sign in to a demonstration.
#[component]
pub(super) fn SamplePeople(samples: Samples) -> impl IntoView {
    let Samples { password, people } = samples;
    let rows = people.into_iter().map(|(email, part)| {
        view! { <li><code>{email}</code><br/>{part_words(part)}</li> }
    });
    view! {
        <details class="disclosure">
            <summary class="button quiet">{tr!(login.samples)}</summary>
            <div class="stack small copyable">
                <p>{tr!(login.samples_password)} " " <code>{password}</code></p>
                <ul class="stack tight" role="list">{rows.collect_view()}</ul>
            </div>
        </details>
    }
}

fn part_words(part: Part) -> &'static str {
    match part {
        Part::Customer => tr!(login.sample_customer),
        Part::Operations => tr!(login.sample_operations),
        Part::Administrator => tr!(login.sample_administrator),
        Part::Stranger => tr!(login.sample_stranger),
        Part::Namesake => tr!(login.sample_namesake),
    }
}
