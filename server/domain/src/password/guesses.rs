//! What anybody tries first.

use std::collections::BTreeSet;

/// The very first guesses, one to a line, in lower case: what the meter in the browser knows. The server's list has
/// them too, and many more.
const FIRST: &str = include_str!("first_guesses.txt");

/// True if the password, or what is left of it without disguise, is among the first guesses.
pub(super) fn is_first_guess(password: &str) -> bool {
    let forms = forms(password);
    FIRST.lines().any(|guess| forms.iter().any(|form| form == guess))
}

/// The password, and what it is without its disguise: other letter cases, the usual digits for letters, digits and
/// signs at its ends. What is left without them counts only if it is half of the whole: a word in a long number is no
/// word.
pub(super) fn forms(password: &str) -> Vec<String> {
    let lower = password.to_lowercase();
    let core = lower.trim_matches(|c: char| !c.is_alphabetic());
    let mut forms = vec![password.to_owned(), unleet(&lower)];
    if core.chars().count() * 2 >= lower.chars().count() {
        forms.extend([core.to_owned(), unleet(core)]);
    }
    forms.push(lower);
    forms.sort();
    forms.dedup();
    forms
}

fn unleet(text: &str) -> String {
    let plain = |c| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        other => other,
    };
    text.chars().map(plain).collect()
}

/// True for very few characters, one run, or a short piece written several times: `abcabcabc`.
pub(super) fn is_pattern(password: &str) -> bool {
    let lower = password.to_lowercase();
    let different: BTreeSet<char> = lower.chars().collect();
    different.len() < 4 || moves(&lower) <= 2 || repeats(&lower)
}

fn repeats(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    (1..=4).any(|width| {
        chars.len() >= 2 * width && chars.iter().zip(chars.iter().skip(width)).all(|(a, b)| a == b)
    })
}

/// Characters that do not simply repeat the one before or run on from it.
pub(super) fn moves(password: &str) -> u32 {
    let chars: Vec<u32> = password.chars().map(u32::from).collect();
    let fresh = chars
        .windows(2)
        .filter(|pair| pair[0].abs_diff(pair[1]) > 1)
        .count();
    1 + u32::try_from(fresh).unwrap_or(u32::MAX - 1)
}

/// True if little is left of the password once the words about the person are taken out.
pub(super) fn is_personal(password: &str, about: &[&str]) -> bool {
    let mut rest = password.to_lowercase();
    let mut words: Vec<String> = about
        .iter()
        .flat_map(|text| {
            let text = text.trim().to_lowercase();
            let parts: Vec<String> = text
                .split(|c: char| !c.is_alphanumeric())
                .map(str::to_owned)
                .collect();
            std::iter::once(text).chain(parts)
        })
        .filter(|word| word.chars().count() >= 4)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let mut found = false;
    for word in &words {
        found |= rest.contains(word.as_str());
        rest = rest.replace(word.as_str(), "");
    }
    found && rest.chars().filter(|c| c.is_alphanumeric()).count() < 6
}
