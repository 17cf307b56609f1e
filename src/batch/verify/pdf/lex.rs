//! Tokens of PDF syntax, as content streams and character maps have them (ISO 32000-1, 7.2 and 7.3).

use std::borrow::Cow;

/// A token.
#[derive(Clone, Debug, PartialEq)]
pub enum Token<'a> {
    /// A number.
    Number(f64),
    /// A name, without its solidus; `#` escapes are left as they are.
    Name(&'a [u8]),
    /// A literal or hexadecimal string, decoded.
    Text(Cow<'a, [u8]>),
    /// `[`
    OpenArray,
    /// `]`
    CloseArray,
    /// `<<`
    OpenDictionary,
    /// `>>`
    CloseDictionary,
    /// An operator or another word.
    Word(&'a [u8]),
}

/// Reads tokens off bytes.
pub struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    /// Begins at the first byte.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Returns how many bytes have been read.
    pub fn position(&self) -> usize {
        self.at
    }

    /// Skips the data of an inline image, up to and including `EI`.
    pub fn skip_image_data(&mut self) {
        let rest = &self.bytes[self.at..];
        let end = rest.windows(4).position(|four| {
            four[0].is_ascii_whitespace() && &four[1..3] == b"EI" && four[3].is_ascii_whitespace()
        });
        self.at = end.map_or(self.bytes.len(), |end| self.at + end + 3);
    }

    /// Reads the rest of a number that is whole and short, as most are, from its first byte on.
    fn whole(&mut self, first: u8) -> Option<f64> {
        let rest = &self.bytes[self.at..];
        let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let is_at_end = rest.get(digits).is_none_or(|&byte| KINDS[usize::from(byte)] != KindOfByte::Regular);
        let is_negative = first == b'-';
        if !is_at_end || digits > 8 || (is_negative && digits == 0) {
            return None;
        }
        let first = if is_negative { 0 } else { u32::from(first - b'0') };
        let value = rest[..digits].iter().fold(first, |value, digit| value * 10 + u32::from(digit - b'0'));
        self.at += digits;
        Some(if is_negative { -f64::from(value) } else { f64::from(value) })
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.at += 1;
                }
            } else if KINDS[usize::from(byte)] == KindOfByte::Space {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn regular(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|&&byte| KINDS[usize::from(byte)] == KindOfByte::Regular).count();
        self.at += length;
        &rest[..length]
    }

    fn literal(&mut self) -> Token<'a> {
        // Most strings have neither escapes nor parentheses and are taken as they stand.
        let mut plain = self.plain();
        if self.peek() == Some(b')') {
            self.at += 1;
            return Token::Text(Cow::Borrowed(plain));
        }
        let mut text = Vec::with_capacity(plain.len() + 32);
        let mut depth = 0;
        loop {
            text.extend_from_slice(plain);
            match self.next_byte() {
                None => break,
                Some(b')') if depth == 0 => break,
                Some(b'\\') => self.escape(&mut text),
                Some(b'\r') => {
                    self.skip_if(b'\n');
                    text.push(b'\n');
                }
                Some(parenthesis) => {
                    depth += if parenthesis == b'(' { 1 } else { -1 };
                    text.push(parenthesis);
                }
            }
            plain = self.plain();
        }
        Token::Text(Cow::Owned(text))
    }

    /// Passes what of a literal string stands for itself.
    fn plain(&mut self) -> &'a [u8] {
        let rest = &self.bytes[self.at..];
        let special = rest.iter().position(|byte| matches!(byte, b'(' | b')' | b'\\' | b'\r'));
        let plain = &rest[..special.unwrap_or(rest.len())];
        self.at += plain.len();
        plain
    }

    fn next_byte(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    fn skip_if(&mut self, byte: u8) {
        if self.peek() == Some(byte) {
            self.at += 1;
        }
    }

    fn escape(&mut self, text: &mut Vec<u8>) {
        let Some(byte) = self.next_byte() else { return };
        match byte {
            b'n' => text.push(b'\n'),
            b'r' => text.push(b'\r'),
            b't' => text.push(b'\t'),
            b'b' => text.push(8),
            b'f' => text.push(12),
            b'\n' => {}
            b'\r' => self.skip_if(b'\n'),
            b'0'..=b'7' => {
                let mut value = u32::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    value = value * 8 + u32::from(digit - b'0');
                    self.at += 1;
                }
                text.push(value as u8);
            }
            other => text.push(other),
        }
    }

    fn hexadecimal(&mut self) -> Token<'a> {
        let mut text = Vec::new();
        let mut half = None;
        while let Some(byte) = self.next_byte() {
            if byte == b'>' {
                break;
            }
            let Some(digit) = char::from(byte).to_digit(16) else { continue };
            match half.take() {
                None => half = Some(digit as u8),
                Some(high) => text.push(high << 4 | digit as u8),
            }
        }
        text.extend(half.map(|high| high << 4));
        Token::Text(Cow::Owned(text))
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        self.skip_space();
        let byte = self.peek()?;
        self.at += 1;
        if let b'0'..=b'9' | b'-' = byte
            && let Some(whole) = self.whole(byte)
        {
            return Some(Token::Number(whole));
        }
        Some(match byte {
            b'/' => Token::Name(self.regular()),
            b'(' => self.literal(),
            b'[' => Token::OpenArray,
            b']' => Token::CloseArray,
            b'<' if self.peek() == Some(b'<') => {
                self.at += 1;
                Token::OpenDictionary
            }
            b'<' => self.hexadecimal(),
            b'>' => {
                self.skip_if(b'>');
                Token::CloseDictionary
            }
            b'{' | b'}' | b')' => Token::Word(&self.bytes[self.at - 1..self.at]),
            _ => {
                self.at -= 1;
                let word = self.regular();
                number(word).map_or(Token::Word(word), Token::Number)
            }
        })
    }
}

fn number(word: &[u8]) -> Option<f64> {
    let is_number = word.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.'));
    is_number.then(|| std::str::from_utf8(word).ok()?.parse().ok()).flatten()
}

/// What a byte is (7.2.2).
#[derive(Clone, Copy, PartialEq)]
enum KindOfByte {
    Space,
    Delimiter,
    Regular,
}

/// Looked up for every byte of every page.
const KINDS: [KindOfByte; 256] = {
    let mut kinds = [KindOfByte::Regular; 256];
    let mut byte = 0;
    while byte < kinds.len() {
        kinds[byte] = match byte as u8 {
            0 | 9 | 10 | 12 | 13 | 32 => KindOfByte::Space,
            b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%' => KindOfByte::Delimiter,
            _ => KindOfByte::Regular,
        };
        byte += 1;
    }
    kinds
};

#[cfg(test)]
mod tests {
    use super::{Lexer, Token};

    #[test]
    fn a_stretch_of_content_is_read() {
        let tokens: Vec<_> =
            Lexer::new(b"/P <</MCID 0>>BDC[(a\\051\\n(b))-12.5<00 41>]TJ % rest\nEMC").collect();
        let text = |bytes: &[u8]| Token::Text(bytes.to_vec().into());
        let wanted = [
            Token::Name(b"P"),
            Token::OpenDictionary,
            Token::Name(b"MCID"),
            Token::Number(0.0),
            Token::CloseDictionary,
            Token::Word(b"BDC"),
            Token::OpenArray,
            text(b"a)\n(b)"),
            Token::Number(-12.5),
            text(b"\0A"),
            Token::CloseArray,
            Token::Word(b"TJ"),
            Token::Word(b"EMC"),
        ];
        assert_eq!(tokens, wanted);
    }

    #[test]
    fn cut_off_strings_end_with_the_bytes() {
        assert_eq!(Lexer::new(b"(abc\\").count(), 1);
        assert_eq!(Lexer::new(b"<4").collect::<Vec<_>>(), [Token::Text(vec![0x40].into())]);
    }
}
