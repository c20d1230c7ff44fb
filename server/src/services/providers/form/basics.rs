//! What customers see of a provider.

use app::api::{Problems, providers};
use domain::values::{CompanyName, MailDomain, Slug, optional};
use storage::{ByLanguage, providers::Provider};

/// The section, parsed.
#[derive(Debug)]
pub struct Basics {
    pub slug: String,
    pub name: String,
    pub labels: ByLanguage<String>,
    pub domains: Vec<MailDomain>,
}

/// Reads the section. The slug of a provider that exists stays as it is: it is part of the redirect URI that is
/// registered at the provider.
pub(super) fn parse(
    form: &providers::Basics,
    stored: Option<&Provider>,
    problems: &mut Problems,
) -> Option<Basics> {
    let name = problems.take("name", CompanyName::parse(&form.name));
    let slug = match stored {
        Some(provider) => Some(provider.slug.clone()),
        None => problems
            .take("slug", Slug::parse(&form.slug))
            .map(|slug| slug.to_string()),
    };
    let mut label = |field: &str, text: &str| {
        let label = problems.take(field, optional(text, CompanyName::parse)).flatten();
        label.map(|label| label.to_string()).unwrap_or_default()
    };
    let labels = ByLanguage {
        en: label("label_en", &form.label_en),
        de: label("label_de", &form.label_de),
        el: label("label_el", &form.label_el),
    };
    let domains = problems.take("domains", MailDomain::parse_list(&form.domains));
    Some(Basics {
        slug: slug?,
        name: name?.to_string(),
        labels,
        domains: domains?,
    })
}
