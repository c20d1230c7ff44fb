use crate::{
    api::frame::{CustomerBadge, Frame},
    tr,
    ui::use_frame,
};

/// A page of the account, as the navigation and the customer's menu link to it.
#[derive(Clone, Copy)]
pub(in crate::shop) struct AccountPage {
    /// Its path.
    pub(in crate::shop) path: &'static str,
    /// Its icon.
    pub(in crate::shop) icon: &'static str,
    /// What a link to it says.
    pub(in crate::shop) label: fn() -> &'static str,
    /// Whether it has something to say to this customer, as the shop is set now.
    shown: fn(&CustomerBadge) -> bool,
}

/// Every page in the order of its links: one line each.
#[rustfmt::skip]
const PAGES: &[AccountPage] = &[
    AccountPage { path: "/account/profile", icon: "account", label: || tr!(common.my_profile), shown: |_| true },
    AccountPage { path: "/account/security", icon: "key", label: || tr!(security.title), shown: |_| true },
    AccountPage { path: "/account/logins", icon: "link", label: || tr!(identities.logins_title), shown: |customer| customer.login_options },
    AccountPage { path: "/account/sessions", icon: "device", label: || tr!(sessions.title), shown: |_| true },
    AccountPage { path: "/account/applications", icon: "apps", label: || tr!(consent.applications_title), shown: |customer| customer.applications },
];

/// The pages that this customer sees. Only My Profile while the terms wait to be accepted.
pub(in crate::shop) fn account_pages() -> Vec<AccountPage> {
    let Frame {
        customer: Some(customer),
        ..
    } = use_frame()
    else {
        return Vec::new();
    };
    let shown = |page: &&AccountPage| {
        (!customer.terms_due || page.path == "/account/profile") && (page.shown)(&customer)
    };
    PAGES.iter().filter(shown).copied().collect()
}
