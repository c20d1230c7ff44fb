//! The list of mails. A test walks it: every mail renders in every language.

use domain::values::Language;

/// The sources of one mail; `source.rs` tells their form.
pub struct Template {
    /// The name, as in [`super::Mail::template`].
    pub name: &'static str,
    en: &'static str,
    de: &'static str,
    el: &'static str,
}

impl Template {
    /// The source in one language.
    pub fn source(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.en,
            Language::De => self.de,
            Language::El => self.el,
        }
    }
}

macro_rules! template {
    ($name:literal) => {
        Template {
            name: $name,
            en: include_str!(concat!("templates/", $name, "/en.txt")),
            de: include_str!(concat!("templates/", $name, "/de.txt")),
            el: include_str!(concat!("templates/", $name, "/el.txt")),
        }
    };
}

/// Every mail.
pub const TEMPLATES: &[Template] = &[
    template!("activate"),
    template!("address_known"),
    template!("reset"),
    template!("request_received"),
    template!("request_new"),
    template!("provider_warning"),
    template!("approved"),
    template!("rejected"),
    template!("prove_address"),
    template!("password_changed"),
    template!("new_device"),
    template!("password_dropped"),
    template!("change_address"),
    template!("address_changed"),
    template!("address_followed"),
    template!("address_differs"),
    template!("login_connected"),
    template!("login_disconnected"),
    template!("application_revoked"),
    template!("password_removed"),
    template!("account_closed"),
    template!("account_opened"),
    template!("second_factor_code"),
    template!("second_factor_changed"),
    template!("way_in"),
    template!("staff_access_changed"),
    template!("staff_invitation"),
];
