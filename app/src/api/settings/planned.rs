//! A change of the ways in that an administrator thinks about before it is made.

use serde::{Deserialize, Serialize};

/// The form of the settings, or of a provider's switch, as a page's address bears it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PlannedChange {
    /// Version of the settings or of the provider that the person saw: a text, since a form's flattened fields are.
    pub version: String,
    /// Id of the provider; empty for the settings.
    pub provider: String,
    /// What is done to the provider: `disable`, `hide` or `take_domains`.
    pub switch: String,
    /// Ticked boxes of the settings.
    pub customer_accounts: Option<String>,
    /// The same.
    pub local_sign_in: Option<String>,
    /// The same.
    pub local_registration: Option<String>,
    /// The same.
    pub approval: Option<String>,
    /// How many customers the person saw losing their last way in, when the number has changed since; else empty.
    pub seen: String,
}

/// Where a change is looked at before it is made.
pub const PREVIEW_PAGE: &str = "/office/settings/preview";

impl PlannedChange {
    /// Names and values of the form's fields that are filled in.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let text = |name, value: &str| (!value.is_empty()).then(|| (name, value.to_owned()));
        let ticked = |name, value: &Option<String>| value.as_ref().map(|_| (name, "on".to_owned()));
        let fields = [
            Some(("version", self.version.clone())),
            text("provider", &self.provider),
            text("switch", &self.switch),
            ticked("customer_accounts", &self.customer_accounts),
            ticked("local_sign_in", &self.local_sign_in),
            ticked("local_registration", &self.local_registration),
            ticked("approval", &self.approval),
        ];
        fields.into_iter().flatten().collect()
    }

    /// The page on which it is looked at.
    pub fn page(&self) -> String {
        let seen = (!self.seen.is_empty()).then(|| ("seen", self.seen.clone()));
        let fields = self.fields().into_iter().chain(seen);
        let query: Vec<_> = fields
            .map(|(name, value)| format!("{name}={}", crate::routes::encode(&value)))
            .collect();
        format!("{PREVIEW_PAGE}?{}", query.join("&"))
    }

    /// Reads it back from the page's address.
    pub fn read(named: impl Fn(&str) -> Option<String>) -> Self {
        Self {
            version: named("version")
                .filter(|text| text.parse::<i64>().is_ok())
                .unwrap_or_else(|| "0".to_owned()),
            provider: named("provider").unwrap_or_default(),
            switch: named("switch").unwrap_or_default(),
            customer_accounts: named("customer_accounts"),
            local_sign_in: named("local_sign_in"),
            local_registration: named("local_registration"),
            approval: named("approval"),
            seen: named("seen")
                .filter(|text| text.parse::<u64>().is_ok())
                .unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_read_back_from_its_page() {
        let change = PlannedChange {
            version: "7".to_owned(),
            provider: "01890a5d".to_owned(),
            switch: "hide&more".to_owned(),
            approval: Some("on".to_owned()),
            seen: "3".to_owned(),
            ..PlannedChange::default()
        };
        assert_eq!(
            change.page(),
            "/office/settings/preview?version=7&provider=01890a5d&switch=hide%26more&approval=on&seen=3"
        );
        let mut fields = change.fields();
        fields.push(("seen", change.seen.clone()));
        let named = |name: &str| {
            fields
                .iter()
                .find(|(own, _)| *own == name)
                .map(|(_, value)| value.clone())
        };
        assert_eq!(PlannedChange::read(named), change);
    }
}
