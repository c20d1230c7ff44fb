//! The sign-outs that an application was told of.

use crate::{api::clients::LogoutRow, tr};
use domain::logout::Telling;
use leptos::prelude::*;

/// The latest of them, with what became of each. Nothing where there was none.
#[component]
pub fn Logouts(logouts: Vec<LogoutRow>) -> impl IntoView {
    let rows: Vec<_> = logouts.into_iter().map(|row| view! { <Row row/> }).collect();
    (!rows.is_empty()).then(|| {
        view! {
            <section class="card stack" aria-labelledby="logouts">
                <h2 id="logouts">{tr!(clients.logouts)}</h2>
                <table class="table">
                    <thead>
                        <tr>
                            <th scope="col">{tr!(clients.logout_at)}</th>
                            <th scope="col">{tr!(clients.logout_state)}</th>
                            <th scope="col">{tr!(clients.logout_tries)}</th>
                            <th scope="col">{tr!(clients.logout_trouble)}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </section>
        }
    })
}

#[component]
fn Row(row: LogoutRow) -> impl IntoView {
    let (tone, words) = match row.telling {
        Telling::Told => ("success", tr!(clients.logout_told)),
        Telling::Waiting => ("", tr!(clients.logout_waiting)),
        Telling::GivenUp => ("danger", tr!(clients.logout_given_up)),
    };
    let trouble = match row.trouble {
        Some(trouble) => view! { <span lang="en">{trouble}</span> }.into_any(),
        None => "–".into_any(),
    };
    view! {
        <tr>
            <th scope="row">{row.at}</th>
            <td data-label=tr!(clients.logout_state)><span class=format!("badge {tone}")>{words}</span></td>
            <td data-label=tr!(clients.logout_tries)>{row.tries}</td>
            <td data-label=tr!(clients.logout_trouble)>{trouble}</td>
        </tr>
    }
}
