//! A query's words.

use super::Operator;

/// A word of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A name or a bare value: letters, digits, and what numbers and dates are written with.
    Word(String),
    /// A text in quotes, without them.
    Text(String),
    /// A sign that compares.
    Sign(Operator),
    /// `(`
    Open,
    /// `)`
    Close,
    /// `,`
    Comma,
    /// A text whose closing quote is missing.
    Unclosed,
    /// A character that has no meaning here.
    Stray(char),
}

/// A word and where it stands, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spanned {
    /// The word.
    pub token: Token,
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// Parts a query into words. Nothing is lost: what has no meaning is a word of its own.
pub fn lex(text: &str) -> Vec<Spanned> {
    let mut words = Vec::new();
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.chars().next() else { break };
        let start = text.len() - rest.len();
        let (token, length) = next(rest, first);
        rest = &rest[length..];
        words.push(Spanned { token, start, end: start + length });
    }
    words
}

fn next(rest: &str, first: char) -> (Token, usize) {
    for (sign, operator) in [
        ("!=", Operator::IsNot),
        ("<>", Operator::IsNot),
        ("<=", Operator::BeforeOrIs),
        (">=", Operator::AfterOrIs),
        ("==", Operator::Is),
        ("=", Operator::Is),
        ("<", Operator::Before),
        (">", Operator::After),
    ] {
        if rest.starts_with(sign) {
            return (Token::Sign(operator), sign.len());
        }
    }
    match first {
        '(' => (Token::Open, 1),
        ')' => (Token::Close, 1),
        ',' => (Token::Comma, 1),
        '"' | '\'' => quoted(rest, first),
        _ if is_word(first) => {
            let length = rest.find(|c: char| !is_word(c)).unwrap_or(rest.len());
            (Token::Word(rest[..length].to_owned()), length)
        }
        stray => (Token::Stray(stray), stray.len_utf8()),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':')
}

/// A backslash takes the meaning from a quote or a backslash after it.
fn quoted(rest: &str, quote: char) -> (Token, usize) {
    let mut text = String::new();
    let mut is_escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if is_escaped => {
                if c != '\\' && c != '"' && c != '\'' {
                    text.push('\\');
                }
                text.push(c);
                is_escaped = false;
            }
            '\\' => is_escaped = true,
            _ if c == quote => return (Token::Text(text), at + c.len_utf8()),
            _ => text.push(c),
        }
    }
    (Token::Unclosed, rest.len())
}
