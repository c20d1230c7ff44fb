//! What other mail servers read about the sender's domain before they believe its mails: who may send (SPF, RFC 7208),
//! what signs (DKIM, RFC 6376), and what becomes of a mail that is neither (DMARC, RFC 7489).

use super::{Finding, Texts};

/// The first word of a record, which says what it is.
fn begins(text: &str, version: &str) -> bool {
    let first = text.split([' ', ';']).next().unwrap_or_default();
    first.trim().eq_ignore_ascii_case(version)
}

/// Judges the texts at the domain.
pub fn spf(domain: &str, texts: &Texts) -> Finding {
    let records: Vec<_> = texts.all().iter().filter(|text| begins(text, "v=spf1")).collect();
    let [record] = records.as_slice() else {
        return match records.len() {
            0 => Finding::warning(
                "mail SPF",
                format!("{domain} has no record: publish `v=spf1 … -all` that names your mail server"),
            ),
            // Section 4.5: receivers treat several as an error.
            many => Finding::warning(
                "mail SPF",
                format!("{domain} has {many} records, which counts as none: leave one"),
            ),
        };
    };
    let mut terms = record.split_ascii_whitespace().map(str::to_ascii_lowercase);
    if terms.any(|term| term == "+all" || term == "all") {
        let text = format!("{domain} lets every server send: end the record with `-all` or `~all`");
        return Finding::warning("mail SPF", text);
    }
    Finding::ok("mail SPF", format!("{domain}: {record}"))
}

/// Judges what stands at `_domainkey.` before the domain. The name of a key is the mail server's, so that only whether
/// there are any shows from here.
pub fn dkim(domain: &str, below: &Texts) -> Finding {
    match below {
        Texts::NoSuchName => Finding::warning(
            "mail DKIM",
            format!(
                "{domain} has no key: let your mail server sign, and publish its key below _domainkey.{domain}"
            ),
        ),
        Texts::Here(_) | Texts::None => Finding::ok(
            "mail DKIM",
            format!(
                "{domain} has keys; `dkim=pass` in the header of a mail that arrived says that one is used"
            ),
        ),
    }
}

/// Judges the texts at `_dmarc.` before the domain, or before the nearest domain above it that has some.
pub fn dmarc(domain: &str, texts: &Texts) -> Finding {
    let record = texts.all().iter().find(|text| begins(text, "v=DMARC1"));
    let Some(record) = record else {
        let text = format!(
            "{domain} has no record: publish `v=DMARC1; p=quarantine; rua=mailto:…` at _dmarc.{domain}"
        );
        return Finding::warning("mail DMARC", text);
    };
    let tags = record.split(';').filter_map(|tag| tag.split_once('='));
    let policy = tags
        .map(|(name, value)| (name.trim(), value.trim()))
        .find(|(name, _)| name.eq_ignore_ascii_case("p"));
    match policy.map(|(_, policy)| policy.to_ascii_lowercase()).as_deref() {
        Some("quarantine" | "reject") => Finding::ok("mail DMARC", format!("{domain}: {record}")),
        Some("none") => Finding::warning(
            "mail DMARC",
            format!(
                "{domain} only watches: `p=quarantine` or `p=reject`, once the reports show nothing of your own"
            ),
        ),
        _ => Finding::warning(
            "mail DMARC",
            format!("{domain} has a record without a policy: `p=none`, `p=quarantine` or `p=reject`"),
        ),
    }
}
