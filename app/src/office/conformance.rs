//! What is green and what is red about each connection.

use crate::{
    api::conformance::{ConformancePage as Data, Connection, Finding, read_conformance},
    routes::by_id,
    tr,
    ui::{Empty, Icon, Load, Title},
};
use domain::conformance::{Check, Verdict};
use leptos::prelude::*;

/// `/office/conformance`: staff see whether applications and providers are connected as the standards want it.
#[component]
pub fn ConformancePage() -> impl IntoView {
    let page = Resource::new_blocking(|| (), |()| read_conformance());
    view! {
        <Title text=tr!(conformance.title)/>
        <div class="page-head stack tight">
            <h1>{tr!(conformance.title)}</h1>
            <p class="lead">{tr!(conformance.lead)}</p>
        </div>
        <Load from=page show=|page: Data| view! { <Connections page/> }/>
    }
}

#[component]
fn Connections(page: Data) -> impl IntoView {
    if page.clients.is_empty() && page.providers.is_empty() {
        return view! {
            <div class="card">
                <Empty picture="empty" heading=tr!(conformance.empty_heading) text=tr!(conformance.empty_text)
                    second=true/>
            </div>
        }
        .into_any();
    }
    let group = |id, heading, root, connections: Vec<Connection>| {
        (!connections.is_empty()).then(|| view! { <Group id heading root connections/> })
    };
    view! {
        <div class="stack wide-gap">
            {group("clients", tr!(clients.title), "/office/clients", page.clients)}
            {group("providers", tr!(office.nav_providers), "/office/providers", page.providers)}
        </div>
    }
    .into_any()
}

#[component]
fn Group(
    id: &'static str,
    heading: &'static str,
    /// Where the pages of these are.
    root: &'static str,
    connections: Vec<Connection>,
) -> impl IntoView {
    let cards = connections.into_iter().map(|connection| {
        let Connection { id, name, findings } = connection;
        let bad = findings
            .iter()
            .filter(|finding| finding.verdict == Verdict::Bad)
            .count();
        let weak = findings
            .iter()
            .filter(|finding| finding.verdict == Verdict::Weak)
            .count();
        let (tone, badge) = match (bad, weak) {
            (0, 0) => ("success", tr!(conformance.good)),
            (0, _) => ("warning", tr!(conformance.weak)),
            _ => ("danger", tr!(conformance.bad)),
        };
        let lines = findings.into_iter().map(line).collect_view();
        view! {
            <section class="card">
                <div class="page-head with-action">
                    <h3><a href=by_id(root, &id)>{name}</a></h3>
                    <span class=format!("badge {tone}")>{badge}</span>
                </div>
                <ul class="receipt" role="list">{lines}</ul>
            </section>
        }
    });
    view! {
        <section class="stack" aria-labelledby=id>
            <h2 id=id>{heading}</h2>
            {cards.collect_view()}
        </section>
    }
}

fn line(Finding { check, verdict }: Finding) -> impl IntoView {
    let (icon, class) = match verdict {
        Verdict::Good => ("success", "success"),
        Verdict::Weak => ("warning", "warning"),
        Verdict::Bad => ("close", "danger"),
    };
    let words = words(check, verdict);
    view! {
        <li>
            <Icon name=icon class/>
            <div><strong>{name(check)}</strong><span>{words}</span><small>{check.section()}</small></div>
        </li>
    }
}

fn name(check: Check) -> &'static str {
    match check {
        Check::Issuer => tr!(conformance.issuer),
        Check::Discovery => tr!(conformance.discovery),
        Check::Keys => tr!(conformance.keys),
        Check::Redirect => tr!(conformance.redirect),
        Check::Pkce => tr!(conformance.pkce),
        Check::Flows => tr!(conformance.flows),
        Check::Mix => tr!(conformance.mix),
        Check::Logout => tr!(conformance.logout),
        Check::Secret => tr!(conformance.secret),
    }
}

/// What it means, and what to do where something is wrong.
fn words(check: Check, verdict: Verdict) -> &'static str {
    let good = verdict == Verdict::Good;
    match check {
        _ if good => tr!(conformance.in_order),
        Check::Issuer => tr!(conformance.issuer_wrong),
        Check::Discovery if verdict == Verdict::Weak => tr!(conformance.discovery_unknown),
        Check::Discovery => tr!(conformance.discovery_wrong),
        Check::Keys => tr!(conformance.keys_wrong),
        Check::Redirect => tr!(conformance.redirect_wrong),
        Check::Pkce => tr!(conformance.pkce_wrong),
        Check::Flows => tr!(conformance.flows_wrong),
        Check::Mix => tr!(conformance.mix_wrong),
        Check::Logout if verdict == Verdict::Weak => tr!(conformance.logout_weak),
        Check::Logout => tr!(conformance.logout_wrong),
        Check::Secret if verdict == Verdict::Weak => tr!(conformance.secret_weak),
        Check::Secret => tr!(conformance.secret_wrong),
    }
}
