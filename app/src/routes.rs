//! The paths of the app's pages, and how parameters are put into them.

pub mod flow;

/// Longest token that a page passes on; longer ones are not ours.
const TOKEN_LENGTH: usize = 200;

/// `path?token=…`, with a token of ours; anything else is left out.
pub fn with_token(path: &str, token: &str) -> String {
    if is_token(token) {
        format!("{path}?token={token}")
    } else {
        path.to_owned()
    }
}

/// The private page of a registration request.
pub fn status(token: &str) -> String {
    if is_token(token) {
        format!("/register/status/{token}")
    } else {
        "/register".to_owned()
    }
}

/// `path/{id}`, with an id of ours; anything else is left out.
pub fn by_id(path: &str, id: &str) -> String {
    let ours = id.len() == 36 && id.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    if ours {
        format!("{path}/{id}")
    } else {
        path.to_owned()
    }
}

/// The queue of requests as it was looked at; `back` is a path of ours with its filter, anything else is left out.
pub fn queue(back: &str) -> String {
    let path = "/office/requests";
    let filter = back.strip_prefix(path).and_then(|rest| rest.strip_prefix('?'));
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-_.~%=&+".contains(&b);
    match filter {
        Some(filter) if filter.bytes().all(plain) => format!("{path}?{filter}"),
        _ => path.to_owned(),
    }
}

/// What became of requests that were decided together at a moment in milliseconds.
pub fn results(ids: &[String], at: i64) -> String {
    format!("/office/requests/results?at={at}&ids={}", encode(&ids.join(",")))
}

fn is_token(token: &str) -> bool {
    token.len() <= TOKEN_LENGTH
        && token
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
}

/// `path?next=…`, percent-encoded; without `next` the path alone.
pub fn with_next(path: &str, next: Option<&str>) -> String {
    match next {
        Some(next) if !next.is_empty() && next != "/" => format!("{path}?next={}", encode(next)),
        _ => path.to_owned(),
    }
}

/// `path` with one more parameter, percent-encoded.
pub fn with(path: &str, name: &str, value: &str) -> String {
    let mark = if path.contains('?') { '&' } else { '?' };
    format!("{path}{mark}{name}={}", encode(value))
}

/// The login page that asks for the password, where the address alone comes first.
pub fn password_step(next: Option<&str>) -> String {
    with(&with_next("/login", next), "step", "password")
}

/// The login page for somebody who came by a mailed link, which stops before a second factor; it says so.
pub fn sign_in_with_factor(next: &str) -> String {
    with(&with_next("/login", Some(next)), "factor", "1")
}

/// The page where a person who is signed in already signs in once more, and goes on at `next`: a sensitive change asks
/// for it.
pub fn sign_in_again(login: &str, next: &str) -> String {
    format!("{login}?again=1&next={}", encode(next))
}

/// Percent-encodes all that is not unreserved (RFC 3986, section 2.3).
pub fn encode(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
