//! `[[providers]]`: each field of a provider's form under the key that it has in the file.

use super::{
    Refused, Source, differences,
    document::{Fault, Faults, Node, Place, Shape, Table},
    secrets,
};
use crate::{
    services::{
        Trouble,
        providers::apply::{self, Plan, Unplanned, Wanted},
    },
    state::Portico,
};
use domain::{ids::ProviderId, providers::Rule};
use storage::Tx;

/// How a key's value becomes the text of a field.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Truth,
    /// A list of texts, or one text with blanks between them.
    Words,
    /// A table, one `name=value` a line.
    Pairs,
}

/// Key in the file, field of the form, and how the one becomes the other: one line for each.
const KEYS: &[(&str, &str, Kind)] = &[
    ("slug", "slug", Kind::Text),
    ("name", "name", Kind::Text),
    ("labels.en", "label_en", Kind::Text),
    ("labels.de", "label_de", Kind::Text),
    ("labels.el", "label_el", Kind::Text),
    ("domains", "domains", Kind::Words),
    ("issuer", "issuer", Kind::Text),
    ("client_id", "client_id", Kind::Text),
    ("client_auth", "client_auth", Kind::Text),
    ("secret_expires_on", "secret_expires_on", Kind::Text),
    ("scopes", "scopes", Kind::Words),
    ("pkce", "pkce", Kind::Truth),
    ("authorize_parameters", "authorize_parameters", Kind::Pairs),
    ("claims.subject", "claim_subject", Kind::Text),
    ("claims.email", "claim_email", Kind::Text),
    ("claims.given_name", "claim_given_name", Kind::Text),
    ("claims.family_name", "claim_family_name", Kind::Text),
    ("claims.full_name", "claim_full_name", Kind::Text),
    ("claims.phone", "claim_phone", Kind::Text),
    ("claims.language", "claim_language", Kind::Text),
    ("claims.account_code", "claim_account_code", Kind::Text),
    ("rules.email", "rule_email", Kind::Text),
    ("rules.given_name", "rule_given_name", Kind::Text),
    ("rules.family_name", "rule_family_name", Kind::Text),
    ("rules.phone", "rule_phone", Kind::Text),
    ("rules.language", "rule_language", Kind::Text),
    ("account_code_controlled", "account_code_controlled", Kind::Truth),
    ("trusts_email_verified", "trusts_email_verified", Kind::Truth),
];

/// Where the client secret stands.
const SECRET: secrets::Keys = ["client_secret", "client_secret_file", "client_secret_env"];

/// Further keys that are no field of the form.
const FLAGS: [&str; 2] = ["enabled", "visible"];

/// A provider of the file, and where each of its keys stands.
pub struct Named {
    wanted: Wanted,
    places: Vec<(String, Place)>,
    place: Place,
}

impl Named {
    /// The place of a key, or of the whole provider where the key does not stand.
    fn place(&self, key: &str) -> &Place {
        let found = self.places.iter().find(|(own, _)| own == key);
        found.map_or(&self.place, |(_, place)| place)
    }

    /// A fault that the form has beside a field, at the key of that field.
    fn fault(&self, field: &str, fault: domain::values::Fault) -> Fault {
        let known = KEYS
            .iter()
            .find(|(_, own, _)| *own == field)
            .map(|(key, _, _)| *key);
        let key = match known {
            None if field == "client_secret" => SECRET
                .into_iter()
                .find(|key| self.places.iter().any(|(own, _)| own == key))
                .unwrap_or("client_secret"),
            None => field,
            Some(key) => key,
        };
        let place = self.place(key);
        let mut fault = place.fault(words(field, fault));
        if !self.places.iter().any(|(own, _)| own == key) && !key.is_empty() {
            fault.key = format!("{}.{key}", fault.key);
        }
        fault
    }
}

/// What is wrong with a field, and what it takes.
fn words(field: &str, fault: domain::values::Fault) -> String {
    let allowed = match field {
        "client_auth" => {
            let all: Vec<_> = domain::providers::ClientAuth::ALL
                .iter()
                .map(|auth| auth.as_str())
                .collect();
            format!("; allowed: {}", all.join(", "))
        }
        rule if rule.starts_with("rule_") => {
            let all: Vec<_> = Rule::ALL.iter().map(|rule| rule.as_str()).collect();
            format!("; allowed: {}", all.join(", "))
        }
        "client_secret" => "; write client_secret_file or client_secret_env".to_owned(),
        "secret_expires_on" => "; a day as 2027-01-31".to_owned(),
        _ => String::new(),
    };
    format!("{fault}{allowed}")
}

/// Reads the providers of the file.
pub fn read(whole: &Table, source: &Source<'_>) -> Result<Vec<Named>, Faults> {
    let (mut named, mut faults) = (Vec::<Named>::new(), Vec::new());
    for table in whole.list("providers")? {
        match one(table, source) {
            Ok(provider)
                if named
                    .iter()
                    .any(|other| other.wanted.slug == provider.wanted.slug) =>
            {
                faults.push(provider.place("slug").fault("stands in the file twice"));
            }
            Ok(provider) => named.push(provider),
            Err(Faults(own)) => faults.extend(own),
        }
    }
    if faults.is_empty() {
        Ok(named)
    } else {
        Err(Faults(faults))
    }
}

fn one(table: &Table, source: &Source<'_>) -> Result<Named, Faults> {
    let mut flat = Vec::new();
    flatten(table, "", &mut flat);
    let mut faults = Vec::new();
    let mut named = Named {
        wanted: Wanted::default(),
        places: Vec::new(),
        place: table.place.clone(),
    };
    for (key, node) in flat {
        let known = KEYS.iter().find(|(own, _, _)| *own == key);
        let read = match known {
            Some((_, field, kind)) => text(node, *kind).map(|text| match text {
                Some(text) if *field == "slug" => named.wanted.slug = text,
                text => named.wanted.fields.push(((*field).to_owned(), text)),
            }),
            None => other(&mut named.wanted, &key, node),
        };
        faults.extend(read.err());
        named.places.push((key, node.place.clone()));
    }
    if named.wanted.slug.is_empty() {
        faults.push(
            named
                .place
                .fault("slug is missing: the provider's short name, as in its addresses"),
        );
    }
    match secrets::read(table, SECRET, source) {
        Ok(secret) => named.wanted.secret = secret.map(|(secret, _)| secret),
        Err(fault) => faults.push(fault),
    }
    if faults.is_empty() {
        Ok(named)
    } else {
        Err(Faults(faults))
    }
}

/// Keys with their values, `labels.en` for what stands in a table. A table that is a value of its own stays whole.
fn flatten<'a>(table: &'a Table, before: &str, flat: &mut Vec<(String, &'a Node)>) {
    for (name, node) in &table.entries {
        let key = format!("{before}{name}");
        let whole = KEYS
            .iter()
            .any(|(own, _, kind)| *own == key && *kind == Kind::Pairs);
        match &node.value {
            Shape::Table(inner) if !whole => flatten(inner, &format!("{key}."), flat),
            _ => flat.push((key, node)),
        }
    }
}

/// The text of a field; none for a box that is not ticked.
fn text(node: &Node, kind: Kind) -> Result<Option<String>, Fault> {
    match (&node.value, kind) {
        (_, Kind::Text) | (Shape::Text(_), Kind::Words) => node.text().map(|text| Some(text.to_owned())),
        (_, Kind::Truth) => node.truth().map(|truth| truth.then(|| "on".to_owned())),
        (Shape::List(list), Kind::Words) => {
            let words: Option<Vec<_>> = list.iter().map(|word| word.text().ok()).collect();
            words
                .map(|words| Some(words.join(" ")))
                .ok_or_else(|| node.place.fault("takes a list of texts"))
        }
        (Shape::Table(table), Kind::Pairs) => {
            let pairs = table
                .entries
                .iter()
                .map(|(name, node)| Some(format!("{name}={}", node.text().ok()?)));
            let pairs: Option<Vec<_>> = pairs.collect();
            pairs
                .map(|pairs| Some(pairs.join("\n")))
                .ok_or_else(|| node.place.fault("takes texts only"))
        }
        (_, Kind::Words) => Err(node.place.fault("takes a list of texts")),
        (_, Kind::Pairs) => Err(node.place.fault("takes a table of texts")),
    }
}

/// A key that is no field of the form. The secret is read by itself.
fn other(wanted: &mut Wanted, key: &str, node: &Node) -> Result<(), Fault> {
    match key {
        "enabled" => wanted.enabled = Some(node.truth()?),
        "visible" => wanted.visible = Some(node.truth()?),
        _ if SECRET.contains(&key) => {}
        _ => {
            let keys = KEYS.iter().map(|(key, _, _)| *key).chain(SECRET).chain(FLAGS);
            let allowed = keys.collect::<Vec<_>>().join(", ");
            return Err(node.place.fault(format!("unknown key; allowed: {allowed}")));
        }
    }
    Ok(())
}

/// What is to be done about each provider of the file.
pub struct Planned<'a> {
    named: &'a Named,
    plan: Plan,
}

/// Reads what is stored, and fetches the discovery documents of what is new or changed.
pub async fn plan<'a>(portico: &Portico, named: &'a [Named]) -> Result<Vec<Planned<'a>>, Refused> {
    let (mut plans, mut faults) = (Vec::new(), Vec::new());
    for named in named {
        match apply::plan(portico, &named.wanted).await {
            Ok(plan) => plans.push(Planned { named, plan }),
            Err(Unplanned::Problems(problems)) => faults.extend(told(named, &problems)),
            Err(Unplanned::Trouble(trouble)) => return Err(trouble.into()),
        }
    }
    if faults.is_empty() {
        Ok(plans)
    } else {
        Err(Faults(faults).into())
    }
}

fn told(named: &Named, problems: &app::api::Problems) -> Vec<Fault> {
    let of_form = problems.form.map(|fault| named.fault("", fault));
    let of_fields = problems
        .fields
        .iter()
        .map(|(field, fault)| named.fault(field, *fault));
    of_form.into_iter().chain(of_fields).collect()
}

impl Planned<'_> {
    /// The provider.
    pub fn id(&self) -> ProviderId {
        self.plan.id
    }

    /// Writes it, and answers a line for each change.
    pub async fn carry_out(self, portico: &Portico, tx: &mut Tx) -> Result<Vec<String>, Refused> {
        let what = format!("providers.{}", self.named.wanted.slug);
        match apply::carry_out(portico, tx, self.plan).await {
            Ok(None) => Ok(Vec::new()),
            Ok(Some(change)) => Ok(differences(&what, change.old.as_ref(), &change.new)),
            Err(Unplanned::Problems(problems)) => Err(Faults(told(self.named, &problems)).into()),
            Err(Unplanned::Trouble(trouble)) => Err(trouble.into()),
        }
    }
}

/// Disables and hides the providers that the file does not name. They stay, with the people who are connected.
pub async fn prune(portico: &Portico, tx: &mut Tx, named: &[ProviderId]) -> Result<Vec<String>, Refused> {
    let mut lines = Vec::new();
    for provider in storage::providers::list(tx).await.map_err(Trouble::from)? {
        if named.contains(&provider.id) || !(provider.enabled || provider.visible) {
            continue;
        }
        apply::switch(portico, tx, &provider, false, false).await?;
        lines.push(format!(
            "providers.{}: disabled and hidden, since the file does not name it",
            provider.slug
        ));
    }
    Ok(lines)
}
