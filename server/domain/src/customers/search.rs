//! By which words staff find a customer: both databases keep these words and compare nothing else.

use std::collections::BTreeSet;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::approvals::phone;
use crate::values::AddressKey;

/// Raised whenever `words` makes other words for the same facts: what is stored is then made anew.
pub const WORDS_VERSION: i64 = 2;
/// Characters of a word; what is longer is cut, in what is stored and in what is asked.
const LONGEST: usize = 60;
/// How many words of a question count.
const ASKED: usize = 4;

/// What staff know a customer by.
#[derive(Clone, Copy, Debug)]
pub struct Findable<'a> {
    /// The customer's number.
    pub number: i64,
    /// Key of the address.
    pub address: Option<&'a AddressKey>,
    /// Given name.
    pub given_name: &'a str,
    /// Family name.
    pub family_name: &'a str,
    /// Telephone number.
    pub phone: Option<&'a str>,
    /// Code of the account.
    pub account_code: Option<&'a str>,
}

/// The words of a customer, folded. What stands between blanks is one word and so is each part of it that has no
/// punctuation; of an address the whole, the domain and the parts of what stands before it.
pub fn words(customer: &Findable<'_>) -> BTreeSet<String> {
    let mut words = BTreeSet::from([customer.number.to_string()]);
    let texts = [
        customer.given_name,
        customer.family_name,
        customer.account_code.unwrap_or_default(),
    ];
    for text in texts {
        for token in text.split_whitespace() {
            add(&mut words, token);
        }
    }
    if let Some((local, domain)) = customer.address.and_then(|key| key.as_str().rsplit_once('@')) {
        add(&mut words, local);
        words.extend([cut(&fold(domain)), cut(&fold(&format!("{local}@{domain}")))]);
    }
    words.extend(customer.phone.and_then(phone_word));
    words.remove("");
    words
}

/// The word of a telephone number, however it is written. It begins as no question does: it is for comparing customers
/// with applicants.
pub fn phone_word(number: &str) -> Option<String> {
    phone(number).map(|digits| format!("#{digits}"))
}

fn add(words: &mut BTreeSet<String>, token: &str) {
    let token = fold(token);
    words.extend(token.split(|c: char| !c.is_alphanumeric()).map(cut));
    words.insert(cut(token.trim_matches(|c: char| !c.is_alphanumeric())));
}

/// The beginnings of words that a question names, the longest first: it promises the fewest customers. Each must be
/// found. Empty for a question that names none.
pub fn prefixes(question: &str) -> Vec<String> {
    let folded = fold(question);
    let asked: BTreeSet<String> = folded
        .split_whitespace()
        .map(|token| cut(token.trim_matches(|c: char| !c.is_alphanumeric())))
        .filter(|token| !token.is_empty())
        .collect();
    let mut asked: Vec<_> = asked.into_iter().collect();
    asked.sort_by_key(|token| std::cmp::Reverse(token.chars().count()));
    asked.truncate(ASKED);
    asked
}

/// The first text behind all words that begin with the prefix, compared octet by octet: no word holds the last
/// character of Unicode.
pub fn behind(prefix: &str) -> String {
    format!("{prefix}\u{10FFFF}")
}

/// Lower case without accents: how people type a name is not how it is written.
fn fold(text: &str) -> String {
    let lower = text
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase);
    let mut folded = String::with_capacity(text.len());
    for c in lower.filter(|c| !c.is_control() || c.is_whitespace()) {
        match c {
            'ß' => folded.push_str("ss"),
            'ς' => folded.push('σ'),
            c => folded.push(c),
        }
    }
    folded
}

fn cut(word: &str) -> String {
    word.chars().take(LONGEST).collect()
}
