//! The form of a mail's source: one text from which both the plain and the HTML part are made.
//!
//! The first line is `Subject: …`. Blocks follow, separated by empty lines:
//!
//! | block | becomes |
//! |---|---|
//! | `[Label]({{ link }})` | a button; in plain text the label and the URL below it |
//! | `> text` | a quotation; line breaks stay |
//! | `-- text` | small print |
//! | anything else | a paragraph |
//!
//! Blocks are cut out before MiniJinja fills them, so a parameter cannot make one. An empty block is left out.

/// One block; the texts are MiniJinja templates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Block {
    Paragraph(&'static str),
    Button { label: &'static str, url: &'static str },
    Quote(&'static str),
    Small(&'static str),
}

/// Subject and blocks of one source.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Source {
    pub subject: &'static str,
    pub blocks: Vec<Block>,
}

/// Cuts a source into subject and blocks; none when it does not begin with a subject.
pub(super) fn parse(source: &'static str) -> Option<Source> {
    let (first, rest) = source.split_once('\n')?;
    let subject = first.strip_prefix("Subject: ")?.trim();
    let blocks = rest
        .split("\n\n")
        .map(str::trim)
        .filter(|text| !text.is_empty())
        .map(block);
    Some(Source {
        subject,
        blocks: blocks.collect(),
    })
}

fn block(text: &'static str) -> Block {
    if let Some(text) = text.strip_prefix("> ") {
        return Block::Quote(text);
    }
    if let Some(text) = text.strip_prefix("-- ") {
        return Block::Small(text);
    }
    let button = text
        .strip_prefix('[')
        .and_then(|text| text.strip_suffix(')'))
        .and_then(|text| text.rsplit_once("]("));
    match button {
        Some((label, url)) => Block::Button { label, url },
        None => Block::Paragraph(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_cut_into_blocks() {
        let source =
            parse("Subject: Hi\n\nOne\nline.\n\n[Go [on]]({{ link }})\n\n> {{ said }}\n\n-- Small.\n")
                .unwrap();
        assert_eq!(source.subject, "Hi");
        assert_eq!(
            source.blocks,
            [
                Block::Paragraph("One\nline."),
                Block::Button {
                    label: "Go [on]",
                    url: "{{ link }}"
                },
                Block::Quote("{{ said }}"),
                Block::Small("Small."),
            ]
        );
        assert_eq!(parse("Hello\n\nNo subject."), None);
    }
}
