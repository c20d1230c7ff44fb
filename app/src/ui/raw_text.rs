//! Text for the two elements whose content Leptos writes as it is: `<textarea>` (tachys 0.2 does not escape its
//! children) and `<title>` (leptos_meta 0.8). In the browser both take plain text, so only the server escapes.

/// What stands in a `<textarea>`. HTML leaves a first line break out, so it
/// is written twice.
pub(super) fn textarea_text(text: String) -> String {
    let first_break = cfg!(feature = "ssr") && text.starts_with('\n');
    let text = escaped(text);
    if first_break { format!("\n{text}") } else { text }
}

/// What stands in the `<title>`.
pub(super) fn title_text(text: String) -> String {
    escaped(text)
}

fn escaped(text: String) -> String {
    if cfg!(feature = "ssr") {
        text.replace('&', "&amp;").replace('<', "&lt;")
    } else {
        text
    }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::{textarea_text, title_text};

    #[test]
    fn text_does_not_leave_its_element() {
        assert_eq!(
            textarea_text("</textarea><b>&".to_owned()),
            "&lt;/textarea>&lt;b>&amp;"
        );
        assert_eq!(
            title_text("</title><script>".to_owned()),
            "&lt;/title>&lt;script>"
        );
    }

    #[test]
    fn a_first_line_break_stays() {
        assert_eq!(textarea_text("\na".to_owned()), "\n\na");
    }
}
