//! The parts of the settings: each is a page with one form.

use crate::{
    tr,
    ui::{Title, use_frame},
};
use leptos::prelude::*;

/// Path and name of each part, in their order: one line each.
fn sections() -> Vec<(&'static str, &'static str)> {
    vec![
        ("/office/settings", tr!(office.settings_ways_in)),
        ("/office/settings/sessions", tr!(sessions.limits_title)),
        ("/office/settings/texts", tr!(texts.title)),
        ("/office/settings/second-factor", tr!(second_factor.settings_name)),
        ("/office/settings/passwords", tr!(passwords.title)),
        ("/office/settings/domains", tr!(domains.title)),
        ("/office/settings/roles", tr!(roles.title)),
        ("/office/settings/bot-check", tr!(bot_check.title)),
    ]
}

/// A page of the settings: heading, the ways to the other parts, and the form.
#[component]
pub fn SettingsSection(
    /// The part's path, one of [`sections`].
    path: &'static str,
    /// A sentence below the heading.
    lead: &'static str,
    children: Children,
) -> impl IntoView {
    let sections = sections();
    let name = sections
        .iter()
        .find(|(own, _)| *own == path)
        .map(|(_, name)| *name);
    let links: Vec<_> = sections
        .iter()
        .map(|(own, name)| {
            let current = (*own == path).then_some("page");
            view! { <li><a class="nav-link" href=*own aria-current=current>{*name}</a></li> }
        })
        .collect();
    let nav = (links.len() > 1).then(|| {
        view! { <nav class="sections" aria-label=tr!(office.settings_sections)><ul role="list">{links}</ul></nav> }
    });
    view! {
        <Title text=format!("{} · {}", name.unwrap_or_default(), tr!(office.settings_title))/>
        {nav}
        <div class="page-head"><h1>{name}</h1><p class="lead">{lead}</p></div>
        <div class="stack">{children()}</div>
    }
}

/// Whether the person may only look at the settings.
pub fn read_only() -> bool {
    !use_frame().staff.is_some_and(|staff| staff.administers)
}
