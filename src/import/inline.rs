//! What stands within a paragraph, and how it is written as CommonMark.
//!
//! Whatever is no markup is escaped, so that the text of the record is the text of the page.

/// A stretch of text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    /// Plain text.
    Text(String),
    /// CommonMark that is kept as it is.
    Raw(String),
    /// Code.
    Code(String),
    /// A mark around other inlines.
    Marked(Mark, Vec<Inline>),
    /// A link.
    Link {
        /// Where it leads.
        url: String,
        /// Its text.
        children: Vec<Inline>,
    },
    /// An image saved beside the record.
    Image {
        /// Its text alternative.
        alt: String,
        /// Its path from the record.
        path: String,
    },
    /// The mark of a footnote.
    Note(String),
    /// A line break that counts.
    Break,
}

/// A mark that CommonMark, or the short list of HTML that records understand, can write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mark {
    /// `*...*`
    Emphasis,
    /// `**...**`
    Strong,
    /// `~~...~~`
    Strike,
    /// `<sup>`
    Superscript,
    /// `<sub>`
    Subscript,
    /// `<span lang="...">`
    Lang(String),
}

/// Returns the words without marks.
#[must_use]
pub fn plain(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_plain(inlines, &mut text);
    text.trim().to_owned()
}

fn push_plain(inlines: &[Inline], text: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(words) | Inline::Code(words) => text.push_str(words),
            Inline::Raw(raw) => text.push_str(&without_markup(raw)),
            Inline::Marked(_, children) | Inline::Link { children, .. } => push_plain(children, text),
            Inline::Break => text.push(' '),
            Inline::Image { .. } | Inline::Note(_) => {}
        }
    }
}

/// Takes the commonest marks off raw Markdown, for comparing.
fn without_markup(raw: &str) -> String {
    let trimmed = raw.trim();
    let inner = ["**", "__", "*", "_"].iter().find_map(|mark| {
        let inner = trimmed.strip_prefix(mark)?.strip_suffix(mark)?;
        (!inner.contains(mark)).then_some(inner)
    });
    inner.unwrap_or(trimmed).replace('\n', " ")
}

/// Tells whether all words stand in one strong mark.
#[must_use]
pub fn is_all_strong(inlines: &[Inline]) -> bool {
    let mut has_strong = false;
    let others = inlines.iter().all(|inline| match inline {
        Inline::Marked(Mark::Strong, children) => {
            has_strong |= !plain(children).is_empty();
            true
        }
        Inline::Marked(Mark::Emphasis | Mark::Lang(_), children) => {
            let strong = is_all_strong(children);
            has_strong |= strong;
            strong
        }
        Inline::Text(text) => text.trim().is_empty(),
        Inline::Raw(raw) => {
            let raw = raw.trim();
            let strong = raw.len() > 4
                && raw
                    .strip_prefix("**")
                    .and_then(|raw| raw.strip_suffix("**"))
                    .is_some_and(|raw| !raw.contains("**"));
            has_strong |= strong;
            strong
        }
        _ => false,
    });
    others && has_strong
}

/// Takes strong marks away, for lines that become headings.
#[must_use]
pub fn without_strong(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut result = Vec::new();
    for inline in inlines {
        match inline {
            Inline::Marked(Mark::Strong, children) => result.extend(without_strong(children)),
            Inline::Marked(mark, children) => result.push(Inline::Marked(mark, without_strong(children))),
            Inline::Raw(raw) => {
                let inner = raw.trim().strip_prefix("**").and_then(|raw| raw.strip_suffix("**"));
                result.push(Inline::Raw(inner.unwrap_or(&raw).to_owned()));
            }
            other => result.push(other),
        }
    }
    tidy(result)
}

/// Joins neighbours of one kind and drops empty ones.
#[must_use]
pub fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut result: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (result.last_mut(), inline) {
            (Some(Inline::Text(before)), Inline::Text(text)) => before.push_str(&text),
            (Some(Inline::Marked(mark, before)), Inline::Marked(same, children)) if *mark == same => {
                let joined = std::mem::take(before).into_iter().chain(children).collect();
                *before = tidy(joined);
            }
            (Some(Inline::Link { url, children: before }), Inline::Link { url: same, children })
                if *url == same =>
            {
                let joined = std::mem::take(before).into_iter().chain(children).collect();
                *before = tidy(joined);
            }
            (_, Inline::Text(text)) if text.is_empty() => {}
            (_, Inline::Marked(_, children)) if children.is_empty() => {}
            (_, other) => result.push(other),
        }
    }
    result
}

/// Writes inlines as CommonMark, in one line but for line breaks that count.
#[must_use]
pub fn markdown(inlines: &[Inline]) -> String {
    let mut text = String::new();
    push_markdown(inlines, &mut text, &mut Vec::new());
    let text = text.trim().trim_end_matches("\\\n").trim_end();
    guard_start(text)
}

/// Returns the words whose mark CommonMark cannot write where they stand, so that [`markdown`] leaves it out.
#[must_use]
pub fn unmarkable(inlines: &[Inline]) -> Vec<String> {
    let mut unmarked = Vec::new();
    push_markdown(inlines, &mut String::new(), &mut unmarked);
    unmarked
}

fn push_markdown(inlines: &[Inline], text: &mut String, unmarked: &mut Vec<String>) {
    for (index, inline) in inlines.iter().enumerate() {
        match inline {
            Inline::Text(words) => text.push_str(&escape(words)),
            Inline::Raw(raw) => text.push_str(raw),
            Inline::Code(code) => text.push_str(&code_span(code)),
            Inline::Break => text.push_str("\\\n"),
            Inline::Note(label) => text.push_str(&format!("[^{label}]")),
            Inline::Image { alt, path } => text.push_str(&format!("![{}]({})", escape(alt), target(path))),
            Inline::Link { url, children } => push_link(url, children, text, unmarked),
            Inline::Marked(mark, children) => {
                let next = inlines[index + 1..].iter().find_map(first_char);
                push_marked(mark, children, next, text, unmarked);
            }
        }
    }
}

fn first_char(inline: &Inline) -> Option<char> {
    match inline {
        Inline::Text(text) | Inline::Raw(text) | Inline::Code(text) => text.chars().next(),
        Inline::Marked(_, children) | Inline::Link { children, .. } => children.iter().find_map(first_char),
        Inline::Break => Some(' '),
        Inline::Image { .. } | Inline::Note(_) => Some('['),
    }
}

/// Puts marks around the words and not around the spaces at their ends, where CommonMark would not see them.
fn push_marked(
    mark: &Mark,
    children: &[Inline],
    next: Option<char>,
    text: &mut String,
    unmarked: &mut Vec<String>,
) {
    let mut inner = String::new();
    push_markdown(children, &mut inner, unmarked);
    let words = inner.trim();
    if words.is_empty() {
        text.push_str(&inner);
        return;
    }
    let lead = &inner[..inner.len() - inner.trim_start().len()];
    let trail = &inner[inner.trim_end().len()..];
    text.push_str(lead);
    let before = text.chars().next_back();
    let after = if trail.is_empty() { next } else { Some(' ') };
    let (open, close) = match mark {
        Mark::Emphasis => ("*".to_owned(), "*"),
        Mark::Strong => ("**".to_owned(), "**"),
        Mark::Strike => ("~~".to_owned(), "~~"),
        Mark::Superscript => ("<sup>".to_owned(), "</sup>"),
        Mark::Subscript => ("<sub>".to_owned(), "</sub>"),
        Mark::Lang(tag) => (format!("<span lang=\"{tag}\">"), "</span>"),
    };
    // CommonMark 0.31, 6.2: a run of delimiters opens only where it flanks the word it marks.
    let is_flanking = open.starts_with('<')
        || (flanks(before, words.chars().next()) && flanks(after, words.chars().next_back()));
    if is_flanking {
        text.push_str(&open);
        text.push_str(words);
        text.push_str(close);
    } else {
        text.push_str(words);
        unmarked.push(words.to_owned());
    }
    text.push_str(trail);
}

fn flanks(outer: Option<char>, inner: Option<char>) -> bool {
    let is_open = |c: char| c.is_whitespace() || !c.is_alphanumeric();
    inner.is_some_and(char::is_alphanumeric) || outer.is_none_or(is_open)
}

fn push_link(url: &str, children: &[Inline], text: &mut String, unmarked: &mut Vec<String>) {
    let mut inner = String::new();
    push_markdown(children, &mut inner, unmarked);
    let words = inner.trim();
    if words.is_empty() {
        text.push_str(&inner);
        return;
    }
    let lead = &inner[..inner.len() - inner.trim_start().len()];
    let trail = &inner[inner.trim_end().len()..];
    text.push_str(&format!("{lead}[{words}]({}){trail}", target(url)));
}

/// Writes where a link leads, in angle brackets where its characters ask for them.
fn target(url: &str) -> String {
    let url = url.trim().replace(['\n', '\r', '\t'], "");
    let depth_is_even = url.matches('(').count() == url.matches(')').count();
    if url.is_empty() || url.contains([' ', '<', '>']) || !depth_is_even {
        return format!("<{}>", url.replace('<', "%3C").replace('>', "%3E").replace(' ', "%20"));
    }
    url.replace('\\', "%5C")
}

fn code_span(code: &str) -> String {
    let code = code.replace('\n', " ");
    let mut fence = "`".to_owned();
    while code.contains(&fence) {
        fence.push('`');
    }
    let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
    if code.trim().is_empty() { code } else { format!("{fence}{pad}{code}{pad}{fence}") }
}

/// Escapes what CommonMark would read as markup.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 8);
    let mut before: Option<char> = None;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map(|&(_, next)| next);
        let is_markup = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '~' => true,
            // An underscore within a word never marks.
            '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
            '&' => is_reference(&text[at..]),
            '|' => true,
            _ => false,
        };
        if is_markup {
            escaped.push('\\');
        }
        escaped.push(c);
        before = Some(c);
    }
    escaped
}

/// Tells whether a text starts with something like `&amp;`.
fn is_reference(text: &str) -> bool {
    let Some(end) = text.find(';') else { return false };
    end > 1 && text[1..end].bytes().all(|b| b.is_ascii_alphanumeric() || b == b'#')
}

/// Escapes a start that would make a line a heading, a list, a quotation or a rule.
fn guard_start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &text[digits..];
    if (1..=9).contains(&digits) && rest.starts_with(['.', ')']) {
        let after = rest[1..].chars().next();
        if after.is_none_or(char::is_whitespace) {
            return format!("{}\\{rest}", &text[..digits]);
        }
    }
    let needs = match text.chars().next() {
        Some('#') => text.trim_start_matches('#').chars().next().is_none_or(char::is_whitespace),
        Some('>' | '=') => true,
        Some('-' | '+') => {
            text[1..].chars().next().is_none_or(char::is_whitespace)
                || text.chars().all(|c| c == '-' || c.is_whitespace())
        }
        Some(':') => true,
        _ => false,
    };
    if needs { format!("\\{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str) -> Inline {
        Inline::Text(words.to_owned())
    }

    #[test]
    fn text_stays_text() {
        for (given, written) in [
            ("2 * 3 [sic] <b>", "2 \\* 3 \\[sic\\] \\<b>"),
            ("snake_case and _this_", "snake_case and \\_this\\_"),
            ("AT&T &amp; R&D", "AT&T \\&amp; R&D"),
            ("1. First", "1\\. First"),
            ("2014. A year", "2014\\. A year"),
            ("# no heading", "\\# no heading"),
            ("#hashtag", "#hashtag"),
            ("- no item", "\\- no item"),
            ("-5 degrees", "-5 degrees"),
        ] {
            assert_eq!(markdown(&[text(given)]), written);
        }
    }

    #[test]
    fn marks_flank_their_words() {
        let em = |words: &str| Inline::Marked(Mark::Emphasis, vec![text(words)]);
        assert_eq!(markdown(&[text("the"), em(" Times "), text("said")]), "the *Times* said");
        // `a*“b”*c` would show its asterisks.
        let lost = [text("a"), em("“b”"), text("c")];
        assert_eq!(markdown(&lost), "a“b”c");
        assert_eq!(unmarkable(&lost), ["“b”"]);
        assert!(unmarkable(&[text("a "), em("“b”"), text(", c")]).is_empty());
        assert_eq!(markdown(&[text("a "), em("“b”"), text(", c")]), "a *“b”*, c");
    }

    #[test]
    fn neighbours_of_one_kind_are_one() {
        let bold = |words: &str| Inline::Marked(Mark::Strong, vec![text(words)]);
        let inlines = tidy(vec![bold("Div"), bold("ision")]);
        assert_eq!(markdown(&inlines), "**Division**");
        assert!(is_all_strong(&inlines));
        assert_eq!(without_strong(inlines), vec![text("Division")]);
    }
}
