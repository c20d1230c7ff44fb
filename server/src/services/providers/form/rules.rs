//! When a claim changes its field.

use app::api::{Problems, providers};
use domain::{
    providers::{ClaimMapping, Field, Rule},
    values::Fault,
};

/// The rules of the form.
pub(super) struct Parsed {
    email: Rule,
    given_name: Rule,
    family_name: Rule,
    phone: Rule,
    language: Rule,
}

/// Reads the rules; a field that the form does not have keeps the mildest one.
pub(super) fn parse(form: &providers::ClaimRules, problems: &mut Problems) -> Option<Parsed> {
    let mut rule = |name: &str, text: &str| {
        let parsed = match text {
            "" => Ok(Rule::default()),
            text => text.parse::<Rule>().map_err(|_| Fault::Unknown),
        };
        problems.take(name, parsed)
    };
    let email = rule("rule_email", &form.rule_email);
    let given_name = rule("rule_given_name", &form.rule_given_name);
    let family_name = rule("rule_family_name", &form.rule_family_name);
    let phone = rule("rule_phone", &form.rule_phone);
    let language = rule("rule_language", &form.rule_language);
    Some(Parsed {
        email: email?,
        given_name: given_name?,
        family_name: family_name?,
        phone: phone?,
        language: language?,
    })
}

impl Parsed {
    /// The mapping with these rules. A full name follows the rule of the given name.
    pub(super) fn given_to(&self, mapping: ClaimMapping) -> ClaimMapping {
        let with = |field: Option<Field>, rule| field.map(|field| Field { rule, ..field });
        ClaimMapping {
            email: with(mapping.email, self.email),
            given_name: with(mapping.given_name, self.given_name),
            family_name: with(mapping.family_name, self.family_name),
            full_name: with(mapping.full_name, self.given_name),
            phone: with(mapping.phone, self.phone),
            language: with(mapping.language, self.language),
            ..mapping
        }
    }
}
