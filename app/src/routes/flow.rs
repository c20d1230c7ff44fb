//! A flow of a client: it sent a person here, and its request waits under a token until it is answered.

use super::is_token;

/// Where every form and every sign-in in a flow leads: a page that goes on by itself. A redirect out of a POST to the
/// client would be stopped by `form-action`.
pub fn go_on(request: &str) -> String {
    with_request("/oauth2/v1/continue", request)
}

/// Where the next step is decided, and the client answered.
pub fn resume(request: &str) -> String {
    with_request("/oauth2/v1/resume", request)
}

/// Where the client hears that the person does not want to.
pub fn cancel(request: &str) -> String {
    super::with(&resume(request), "cancel", "1")
}

/// Where the person is asked what the client may know.
pub fn consent(request: &str) -> String {
    with_request("/oauth2/v1/consent", request)
}

/// Where the person is asked with which account to go on.
pub fn account(request: &str) -> String {
    with_request("/oauth2/v1/account", request)
}

/// The page of a question, which says that somebody else is asked now than the one who answered it.
pub fn for_another(question: &str) -> String {
    super::with(question, "other", "1")
}

/// The way to sign in with another account, and back to the flow.
pub fn another(request: &str) -> String {
    with_request("/oauth2/v1/another", request)
}

fn with_request(path: &str, request: &str) -> String {
    if !request.is_empty() && is_token(request) {
        format!("{path}?request={request}")
    } else {
        path.to_owned()
    }
}
