//! Forms as the standards have them (RFC 6749 appendix B), read strictly: what is no UTF-8 is refused, not mended.

/// One value of `application/x-www-form-urlencoded`; none for what is not UTF-8 or has a broken percent sign.
pub fn decoded(text: &str) -> Option<String> {
    let bytes = text.as_bytes();
    let broken = text.match_indices('%').any(|(at, _)| {
        let digits = bytes.get(at + 1..at + 3);
        !digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    });
    if broken {
        return None;
    }
    let spaced = text.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&spaced).decode_utf8().ok()?;
    Some(decoded.into_owned())
}

/// Names and values of a query or a body, in their order; none if any of them can't be read.
pub fn pairs(text: &[u8]) -> Option<Vec<(String, String)>> {
    let text = std::str::from_utf8(text).ok()?;
    let parts = text.split('&').filter(|part| !part.is_empty());
    let read = |part: &str| {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        Some((decoded(name)?, decoded(value)?))
    };
    parts.map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::empty("", &[])]
    #[case::several("a=1&b=2&a=3", &[("a", "1"), ("b", "2"), ("a", "3")])]
    #[case::without_a_value("a&b=", &[("a", ""), ("b", "")])]
    #[case::equals_sign_inside("a=b=c", &[("a", "b=c")])]
    #[case::encoded("a%3D=%C3%A9+%2B", &[("a=", "é +")])]
    fn read(#[case] text: &str, #[case] expected: &[(&str, &str)]) {
        let own = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        assert_eq!(pairs(text.as_bytes()), Some(expected.iter().map(own).collect()));
    }

    #[rstest]
    #[case::raw_octet(b"a=\xff")]
    #[case::encoded_octet(b"a=%ff")]
    #[case::half_a_percent_sign(b"a=%4")]
    #[case::no_hexadecimal(b"a=%zz")]
    fn refused(#[case] text: &[u8]) {
        assert_eq!(pairs(text), None);
    }
}
