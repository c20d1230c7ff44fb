//! Which e-mail domains customers may have.

use serde::{Deserialize, Serialize};

use super::Policy;
use crate::values::{AddressKey, MailDomain};

/// Domains that are let in and domains that are kept out. Each stands for itself and
/// everything below it: `example.org` for `mail.example.org` as well, not for `myexample.org`.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EmailDomains {
    /// Only these; all when there are none.
    pub allow: Vec<MailDomain>,
    /// Never these, although they are let in above.
    pub deny: Vec<MailDomain>,
}

impl Policy for EmailDomains {
    const NAME: &'static str = "email_domains";
}

impl EmailDomains {
    /// Whether an address with this key may register, be given after a provider's sign-in, or take another one's place.
    pub fn admit(&self, key: &AddressKey) -> bool {
        let domain = key.as_str().rsplit_once('@').map_or("", |(_, domain)| domain);
        let among = |list: &[MailDomain]| list.iter().any(|entry| is_within(domain, entry.as_str()));
        !among(&self.deny) && (self.allow.is_empty() || among(&self.allow))
    }
}

fn is_within(domain: &str, entry: &str) -> bool {
    domain
        .strip_suffix(entry)
        .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
