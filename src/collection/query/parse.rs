//! From words to a [`Query`].
//!
//! ```text
//! query      = both { "or" both }
//! both       = one { "and" one }
//! one        = "not" one | "(" query ")" | comparison
//! comparison = field sign value
//!            | field [ "not" ] "in" "(" value { "," value } ")"
//!            | field "contains" text
//! ```
//!
//! The parser ends at the first word it cannot place, for what follows would be a guess; wrong types and
//! unknown fields are told together.

use super::field::{Field, Kind};
use super::lex::{Spanned, Token, lex};
use super::{Operator, Query, Test, Value};
use crate::diagnostics::Code;
use crate::diagnostics::codes::collection as codes;
use crate::record::{nearest, parse_date};

/// The most bytes a query may have.
pub const BYTES: usize = 16 << 10;
/// How deep parentheses and `not` may nest.
pub const DEPTH: usize = 64;

/// What is wrong with a query.
#[derive(Clone, Debug)]
pub struct Fault {
    /// Its code.
    pub code: Code,
    /// What was found, and what is wanted.
    pub message: String,
    /// What to do.
    pub hints: Vec<String>,
    /// Its first byte in the query.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
}

/// Parses a query.
///
/// # Errors
///
/// Everything that is wrong with it, in the order of the text.
pub fn parse(text: &str) -> Result<Query, Vec<Fault>> {
    if text.len() > BYTES {
        let message = format!("the query is {} bytes long, at most {BYTES} are allowed", text.len());
        return Err(vec![fault(&codes::QUERY_TOO_MUCH, message, 0, 0)]);
    }
    let mut parser =
        Parser { words: lex(text), at: 0, end: text.trim_end().len(), depth: 0, faults: Vec::new() };
    let query = parser.query();
    if query.is_some()
        && let Some(left) = parser.peek().cloned()
    {
        parser.unexpected(&left, "`and`, `or` or the end of the query");
    }
    match query {
        Some(query) if parser.faults.is_empty() => Ok(query),
        _ => Err(parser.faults),
    }
}

fn fault(code: Code, message: impl Into<String>, start: usize, end: usize) -> Fault {
    Fault { code, message: message.into(), hints: Vec::new(), start, end }
}

struct Parser {
    words: Vec<Spanned>,
    at: usize,
    end: usize,
    depth: usize,
    faults: Vec<Fault>,
}

/// What a comparison wants, where there may be no field to tell: unknown fields take any value.
type Wanted = Option<Field>;

impl Parser {
    fn peek(&self) -> Option<&Spanned> {
        self.words.get(self.at)
    }

    fn take(&mut self) -> Option<Spanned> {
        let word = self.words.get(self.at).cloned();
        self.at += usize::from(word.is_some());
        word
    }

    /// Takes a keyword, in any case.
    fn takes(&mut self, keyword: &str) -> bool {
        let is_there = self.peek().is_some_and(
            |word| matches!(&word.token, Token::Word(found) if found.eq_ignore_ascii_case(keyword)),
        );
        self.at += usize::from(is_there);
        is_there
    }

    fn tell(&mut self, code: Code, message: impl Into<String>, at: &Spanned) -> &mut Fault {
        self.faults.push(fault(code, message, at.start, at.end));
        let last = self.faults.len() - 1;
        &mut self.faults[last]
    }

    fn unexpected(&mut self, found: &Spanned, wanted: &str) {
        let code = &codes::QUERY_BROKEN;
        match &found.token {
            Token::Unclosed => {
                self.tell(code, "a text has no closing quote", found);
            }
            Token::Stray(stray) => {
                let message = format!("`{}` has no meaning here, expected {wanted}", stray.escape_debug());
                let told = self.tell(code, message, found);
                if matches!(stray, '“' | '”' | '‘' | '’' | '«' | '»') {
                    told.hints.push("write straight quotes: \"…\"".to_owned());
                } else if matches!(stray, '&' | '|' | '!') {
                    told.hints.push("write `and`, `or` and `not` as words".to_owned());
                }
            }
            token => {
                let message = format!("found {}, expected {wanted}", shown(token));
                self.tell(code, message, found);
            }
        }
    }

    /// Tells that the query ends too early.
    fn ended(&mut self, wanted: &str) {
        let at = self.end;
        self.faults.push(fault(
            &codes::QUERY_BROKEN,
            format!("the query ends where {wanted} should follow"),
            at,
            at,
        ));
    }

    fn query(&mut self) -> Option<Query> {
        let mut parts = vec![self.both()?];
        while self.takes("or") {
            parts.push(self.both()?);
        }
        Some(one_or(parts, Query::Or))
    }

    fn both(&mut self) -> Option<Query> {
        let mut parts = vec![self.one()?];
        while self.takes("and") {
            parts.push(self.one()?);
        }
        Some(one_or(parts, Query::And))
    }

    fn one(&mut self) -> Option<Query> {
        let Some(first) = self.peek().cloned() else {
            self.ended("a comparison such as `year = 2012`");
            return None;
        };
        let is_not = self.takes("not");
        if !is_not && first.token != Token::Open {
            return self.comparison();
        }
        self.depth += 1;
        if self.depth > DEPTH {
            self.tell(&codes::QUERY_TOO_MUCH, format!("the query nests deeper than {DEPTH} levels"), &first);
            return None;
        }
        let inner = if is_not {
            self.one().map(|inner| Query::Not(Box::new(inner)))
        } else {
            self.at += 1;
            self.in_parentheses(&first)
        };
        self.depth -= 1;
        inner
    }

    fn in_parentheses(&mut self, opened: &Spanned) -> Option<Query> {
        let inner = self.query()?;
        match self.take() {
            Some(Spanned { token: Token::Close, .. }) => Some(inner),
            Some(found) => {
                self.unexpected(&found, "`and`, `or` or `)`");
                None
            }
            None => {
                self.tell(&codes::QUERY_BROKEN, "this `(` is never closed", opened);
                None
            }
        }
    }

    fn comparison(&mut self) -> Option<Query> {
        let name = self.take()?;
        let Token::Word(word) = &name.token else {
            self.unexpected(&name, "a field");
            return None;
        };
        let field = Field::find(word);
        if field.is_none() {
            self.unknown_field(word, &name);
        }
        let is_not = self.takes("not");
        let (operator, sign) = self.operator(is_not)?;
        if let Some(field) = field {
            self.check_operator(field, operator, &sign);
        }
        let values = if operator == Operator::In { self.list(field)? } else { vec![self.value(field)?] };
        let values: Vec<Value> = values.into_iter().flatten().collect();
        let test = Query::Test(Test { field: field.unwrap_or(Field::Number), operator, values });
        Some(if is_not { Query::Not(Box::new(test)) } else { test })
    }

    fn unknown_field(&mut self, word: &str, name: &Spanned) {
        let told = self.tell(&codes::UNKNOWN_QUERY_FIELD, format!("records have no field `{word}`"), name);
        match Field::nearest(word) {
            Some(near) => told.hints.push(format!("did you mean `{near}`?")),
            None => {
                let names: Vec<String> = super::FIELDS.iter().map(|field| format!("`{field}`")).collect();
                told.hints.push(format!("fields are {}", names.join(", ")));
            }
        }
    }

    fn operator(&mut self, is_not: bool) -> Option<(Operator, Spanned)> {
        let wanted = if is_not {
            "`in` after `not`"
        } else {
            "a comparison: `=`, `!=`, `<`, `<=`, `>`, `>=`, `in` or `contains`"
        };
        let Some(word) = self.take() else {
            self.ended(wanted);
            return None;
        };
        let operator = match &word.token {
            Token::Sign(operator) if !is_not => Some(*operator),
            Token::Word(name) if name.eq_ignore_ascii_case("in") => Some(Operator::In),
            Token::Word(name) if name.eq_ignore_ascii_case("contains") && !is_not => Some(Operator::Contains),
            _ => None,
        };
        if operator.is_none() {
            self.unexpected(&word, wanted);
            if let Token::Word(name) = &word.token
                && let Some(near) = nearest(name, ["in", "contains"].into_iter())
                && let Some(told) = self.faults.last_mut()
            {
                told.hints.push(format!("did you mean `{near}`?"));
            }
        }
        operator.map(|operator| (operator, word))
    }

    fn check_operator(&mut self, field: Field, operator: Operator, sign: &Spanned) {
        let allowed = field.kind().operators();
        if allowed.contains(&operator) {
            return;
        }
        let message = format!("`{field}` cannot be compared with `{}`", operator.sign());
        let signs: Vec<String> = allowed.iter().map(|operator| format!("`{}`", operator.sign())).collect();
        self.tell(&codes::WRONG_OPERATOR, message, sign)
            .hints
            .push(format!("`{field}` takes {}", signs.join(", ")));
    }

    fn list(&mut self, field: Wanted) -> Option<Vec<Option<Value>>> {
        let opened = self.take();
        match &opened {
            Some(Spanned { token: Token::Open, .. }) => {}
            Some(found) => {
                self.unexpected(&found.clone(), "a list in parentheses, such as `(2011, 2012)`");
                return None;
            }
            None => {
                self.ended("a list in parentheses");
                return None;
            }
        }
        let mut values = vec![self.value(field)?];
        loop {
            match self.take() {
                Some(Spanned { token: Token::Comma, .. }) => values.push(self.value(field)?),
                Some(Spanned { token: Token::Close, .. }) => return Some(values),
                Some(found) => {
                    self.unexpected(&found, "`,` or `)`");
                    return None;
                }
                None => {
                    self.ended("`)`");
                    return None;
                }
            }
        }
    }

    /// Takes a value. One of the wrong type is told and left out; a word that is none at all ends the query.
    #[expect(clippy::option_option, reason = "the outer says whether to go on, the inner whether it fits")]
    fn value(&mut self, field: Wanted) -> Option<Option<Value>> {
        let noun = field.map_or("a value", |field| field.kind().noun());
        let Some(word) = self.take() else {
            self.ended(noun);
            return None;
        };
        let (text, is_quoted) = match &word.token {
            Token::Text(text) => (text.clone(), true),
            Token::Word(text) => (text.clone(), false),
            _ => {
                self.unexpected(&word, noun);
                return None;
            }
        };
        let Some(field) = field else { return Some(None) };
        match typed(field.kind(), &text, is_quoted) {
            Ok(value) => Some(Some(value)),
            Err(hint) => {
                let message =
                    format!("`{field}` is compared with `{}`, expected {noun}", text.escape_debug());
                self.tell(&codes::WRONG_VALUE, message, &word).hints.extend(hint);
                Some(None)
            }
        }
    }
}

/// Makes a value of a word; the error may hold a hint.
fn typed(kind: Kind, text: &str, is_quoted: bool) -> Result<Value, Option<String>> {
    match kind {
        Kind::Year => {
            let is_year = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
            let year = if is_year { text.parse().ok() } else { None };
            year.map(Value::Year).ok_or(None)
        }
        Kind::Date => match parse_date(text) {
            Ok(date) => Ok(Value::Date(date)),
            Err(_) if text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) => {
                Err(Some(format!("to compare years, write `year` in place of `date`: `year = {text}`")))
            }
            Err(hint) => Err(hint),
        },
        Kind::Word(words) => {
            let found = words.iter().find(|word| word.eq_ignore_ascii_case(text));
            let near = || nearest(text, words.iter().copied()).map(|near| format!("did you mean `{near}`?"));
            found.map(|word| Value::Text((*word).to_owned())).ok_or_else(near)
        }
        // An identifier without a space is plain as it stands.
        Kind::Number if !text.is_empty() => Ok(Value::Text(text.to_owned())),
        Kind::Text | Kind::Texts | Kind::Number if is_quoted && !text.trim().is_empty() => {
            Ok(Value::Text(text.to_owned()))
        }
        Kind::Text | Kind::Texts | Kind::Number if is_quoted => {
            Err(Some("write what it is to be compared with".to_owned()))
        }
        Kind::Text | Kind::Texts | Kind::Number => Err(Some(format!("write it in quotes: `\"{text}\"`"))),
    }
}

fn one_or(mut parts: Vec<Query>, join: fn(Vec<Query>) -> Query) -> Query {
    match parts.len() {
        1 => parts.remove(0),
        _ => join(parts),
    }
}

fn shown(token: &Token) -> String {
    match token {
        Token::Word(word) => format!("`{}`", word.escape_debug()),
        Token::Text(text) => format!("the text `{}`", text.escape_debug()),
        Token::Sign(operator) => format!("`{}`", operator.sign()),
        Token::Open => "`(`".to_owned(),
        Token::Close => "`)`".to_owned(),
        Token::Comma => "`,`".to_owned(),
        Token::Unclosed => "a text without a closing quote".to_owned(),
        Token::Stray(stray) => format!("`{}`", stray.escape_debug()),
    }
}
