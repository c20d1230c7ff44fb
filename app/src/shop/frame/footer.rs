use crate::{tr, ui::use_frame};
use leptos::prelude::*;

/// The shop, and its legal texts.
#[component]
pub(crate) fn Footer() -> impl IntoView {
    view! {
        <footer class="site-footer">
            <div class="wide">
                <p>{use_frame().shop_name}</p>
                <nav aria-label=tr!(common.legal_navigation)>
                    <ul role="list">
                        <li><a href="/terms">{tr!(common.terms)}</a></li>
                        <li><a href="/privacy">{tr!(common.privacy)}</a></li>
                        <li><a href="/imprint">{tr!(common.imprint)}</a></li>
                    </ul>
                </nav>
            </div>
        </footer>
    }
}
