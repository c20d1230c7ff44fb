//! By which words a request is found.

use std::collections::BTreeSet;

/// Words of a search that count; more narrow nothing down.
pub const SEARCH_WORDS: usize = 4;
/// Characters of a word that count, when it is kept and when it is looked for.
const WORD: usize = 40;

/// The words under which a text is found, folded: letters and digits in a row. An e-mail address is found by its parts
/// and as a whole.
pub fn words_of<'a>(texts: impl IntoIterator<Item = &'a str>) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for text in texts {
        words.extend(split(text));
        if text.contains('@') {
            words.insert(short(&fold(text.trim())));
        }
    }
    words
}

/// What somebody looks for, folded; each word may be the beginning of one that is kept. Whatever was typed, there are
/// at most [`SEARCH_WORDS`]; none if nothing can be looked for.
pub fn search_words(typed: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for piece in typed.split_whitespace().take(SEARCH_WORDS) {
        if piece.find('@').is_some_and(|at| at > 0) {
            words.push(short(&fold(piece)));
        } else {
            words.extend(split(piece));
        }
    }
    words.retain(|word| !word.is_empty() && !word.contains('\0'));
    words.truncate(SEARCH_WORDS);
    words
}

fn split(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(short)
        .collect::<Vec<_>>()
        .into_iter()
}

fn short(word: &str) -> String {
    word.chars().take(WORD).collect()
}

/// Lower case without accents, so that nobody has to type them: `Müller` as `muller`, `Ελένη` as `ελενη`. Letters
/// outside of the languages around here stay as they are.
pub(super) fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars().flat_map(char::to_lowercase) {
        match plain(c) {
            Some(letters) => folded.push_str(letters),
            // Accents that stand by themselves (U+0300 to U+036F) are left out.
            None if matches!(c, '\u{0300}'..='\u{036F}') => {}
            None => folded.push(c),
        }
    }
    folded
}

/// The letters without their accents, for the Latin letters of Europe and for Greek.
const fn plain(c: char) -> Option<&'static str> {
    Some(match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'ď' | 'đ' | 'ð' => "d",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'ĥ' | 'ħ' => "h",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ĵ' => "j",
        'ķ' => "k",
        'ĺ' | 'ļ' | 'ľ' | 'ł' => "l",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'œ' => "oe",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'ś' | 'ŝ' | 'ş' | 'š' | 'ș' => "s",
        'ß' => "ss",
        'ţ' | 'ť' | 'ŧ' | 'ț' => "t",
        'þ' => "th",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ŵ' => "w",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'ź' | 'ż' | 'ž' => "z",
        'ά' => "α",
        'έ' => "ε",
        'ή' => "η",
        'ί' | 'ϊ' | 'ΐ' => "ι",
        'ό' => "ο",
        'ύ' | 'ϋ' | 'ΰ' => "υ",
        'ώ' => "ω",
        'ς' => "σ",
        _ => return None,
    })
}
