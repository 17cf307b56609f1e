//! What the codes of a font say: its `ToUnicode` map (ISO 32000-1, 9.10.3).

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use lopdf::Stream;
use rustc_hash::FxHashMap;

use super::file::{unfold, utf16};
use super::lex::{Lexer, Token};

/// The most codes a range may have; codes have two bytes.
const MOST: u32 = 0x1_0000;

/// How many maps a thread keeps.
const KEPT: usize = 64;

/// What each code says, from code 0 on.
type Map = Rc<[Option<String>]>;

thread_local! {
    /// The maps that were read, by their packed bytes: those of the files of a run are mostly the same.
    static READ: RefCell<FxHashMap<Vec<u8>, Map>> = RefCell::default();
}

/// Reads the character map of a stream.
pub fn of_stream(stream: &Stream) -> Result<Map, String> {
    let is_packed = matches!(stream.dict.get(b"Filter").and_then(lopdf::Object::as_name), Ok(b"FlateDecode"));
    let known = || READ.with_borrow(|known| known.get(&stream.content).cloned());
    if let Some(map) = is_packed.then(known).flatten() {
        return Ok(map);
    }
    let map: Map = read(&unfold(stream)?).into();
    if is_packed {
        READ.with_borrow_mut(|known| {
            if known.len() >= KEPT {
                known.clear();
            }
            known.insert(stream.content.clone(), Rc::clone(&map));
        });
    }
    Ok(map)
}

/// Reads a character map; what each code says, from code 0 on.
fn read(bytes: &[u8]) -> Vec<Option<String>> {
    let codes = gather(bytes);
    let last = codes.range(..MOST).next_back().map_or(0, |(&code, _)| code as usize + 1);
    let mut map = vec![None; last];
    for (code, text) in codes.into_iter().take_while(|&(code, _)| code < MOST) {
        map[code as usize] = Some(text);
    }
    map
}

fn gather(bytes: &[u8]) -> BTreeMap<u32, String> {
    let mut map = BTreeMap::new();
    let mut operands: Vec<Token<'_>> = Vec::new();
    for token in Lexer::new(bytes) {
        let Token::Word(word) = token else {
            operands.push(token);
            continue;
        };
        match word {
            b"endbfchar" => characters(&operands, &mut map),
            b"endbfrange" => ranges(&operands, &mut map),
            _ => {}
        }
        operands.clear();
    }
    map
}

fn characters(operands: &[Token<'_>], map: &mut BTreeMap<u32, String>) {
    for pair in operands.chunks_exact(2) {
        if let [Token::Text(code), Token::Text(text)] = pair {
            map.insert(number(code), utf16(text));
        }
    }
}

fn ranges(operands: &[Token<'_>], map: &mut BTreeMap<u32, String>) {
    let mut rest = operands;
    while let [Token::Text(first), Token::Text(last), after @ ..] = rest {
        let (first, last) = (number(first), number(last));
        match after {
            [Token::Text(text), after @ ..] => {
                for nth in 0..=last.saturating_sub(first).min(MOST) {
                    map.insert(first.saturating_add(nth), utf16(&raised(text, nth)));
                }
                rest = after;
            }
            [Token::OpenArray, after @ ..] => {
                let texts = after.iter().take_while(|token| **token != Token::CloseArray);
                let mut count = 0;
                for (nth, token) in (0..).zip(texts) {
                    if let Token::Text(text) = token {
                        map.insert(first.saturating_add(nth), utf16(text));
                    }
                    count += 1;
                }
                rest = after.get(count + 1..).unwrap_or_default();
            }
            _ => return,
        }
    }
}

/// Adds to the last two bytes of a text.
fn raised(text: &[u8], by: u32) -> Vec<u8> {
    let mut text = text.to_vec();
    if let [.., high, low] = text.as_mut_slice() {
        let raised = (u32::from(*high) << 8 | u32::from(*low)) + by;
        (*high, *low) = ((raised >> 8) as u8, raised as u8);
    }
    text
}

fn number(code: &[u8]) -> u32 {
    code.iter().take(4).fold(0, |number, &byte| number << 8 | u32::from(byte))
}

#[cfg(test)]
mod tests {
    #[test]
    fn characters_ranges_and_ligatures() {
        let map = super::gather(
            b"2 beginbfchar <0001> <0041> <0002> <00660066> endbfchar \
              2 beginbfrange <0010> <0012> <0061> <0020> <0021> [<0078> <D83DDE00>] endbfrange",
        );
        let said: Vec<(u32, &str)> = map.iter().map(|(&code, text)| (code, text.as_str())).collect();
        assert_eq!(said, [(1, "A"), (2, "ff"), (16, "a"), (17, "b"), (18, "c"), (32, "x"), (33, "😀")]);
    }
}
