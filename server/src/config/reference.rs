//! Every key with its default and meaning, written from the list that the program itself uses.

use std::fmt::Write;

use super::keys::{Key, Kind, SECTIONS, variable};

const INTRODUCTION: &str = "\
# Configuration

`portico.toml` (or the file named by `--config`), and over it variables `PORTICO_<SECTION>__<KEY>`.
Unknown keys are errors. `portico config check` names file and key of each fault; this page is what
`portico config reference` prints.

*Development* means that the public URL is loopback: `localhost`, `127.0.0.0/8` or `::1`.
";

/// Every key with its default and meaning as Markdown, ending with a line break. `docs/configuration.md` is a copy.
pub fn reference() -> String {
    let mut text = INTRODUCTION.to_owned();
    for section in SECTIONS {
        // Writing into a string cannot fail.
        let _ = write!(text, "\n## [{}]\n\n{}\n\n", section.name, section.meaning);
        text.push_str("| key | variable | default | meaning |\n|---|---|---|---|\n");
        for key in section.keys {
            let (name, variable, default) = (key.name, variable(section, key), default(key));
            let _ = writeln!(
                text,
                "| `{name}` | `{variable}` | `{default}` | {} |",
                key.meaning
            );
        }
    }
    text
}

/// The default as it stands in the file.
fn default(key: &Key) -> String {
    match key.kind {
        Kind::Text => format!("\"{}\"", key.default),
        Kind::Number => key.default.to_owned(),
        Kind::List => "[]".to_owned(),
    }
}
