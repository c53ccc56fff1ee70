//! Bytes of any encoding as clean UTF-8 for the CSV reader: no mark, no zeros, `\n` as the only newline, a newline
//! at the end, and a limit to what one row may take.

use encoding_rs::{CoderResult, Decoder, Encoding};
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// The most bytes of one row; beyond it a quote was never closed.
pub(crate) const ROW_LIMIT: u64 = 4 * 1024 * 1024;

/// Marks the error of a row without end.
#[derive(Debug, thiserror::Error)]
#[error("a row never ends")]
pub(crate) struct RowTooLong;

/// What one row has taken so far, which the reader of rows sets back after each; and whether the end was told.
#[derive(Debug, Clone, Default)]
pub(crate) struct Budget(Rc<Cell<(u64, bool)>>);

impl Budget {
    /// A row begins.
    pub(crate) fn begin(&self) {
        self.0.set((0, self.is_at_end()));
    }

    /// Whether the reader above was told that there is no more.
    pub(crate) fn is_at_end(&self) -> bool {
        self.0.get().1
    }

    /// So many bytes were taken; whether one row may take so much.
    fn take(&self, count: u64) -> bool {
        let (taken, is_at_end) = self.0.get();
        self.0.set((taken + count, is_at_end || count == 0));
        taken + count <= ROW_LIMIT
    }
}

/// Decodes as it is read.
pub(crate) struct TextReader<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_from: usize,
    raw_to: usize,
    text: Vec<u8>,
    text_from: usize,
    text_to: usize,
    is_at_end: bool,
    is_after_return: bool,
    ends_with_newline: bool,
    budget: Budget,
}

impl<R: Read> TextReader<R> {
    pub(crate) fn new(inner: R, encoding: &'static Encoding, budget: Budget) -> TextReader<R> {
        TextReader {
            inner,
            decoder: encoding.new_decoder_with_bom_removal(),
            raw: vec![0; 64 * 1024],
            raw_from: 0,
            raw_to: 0,
            text: vec![0; 128 * 1024],
            text_from: 0,
            text_to: 0,
            is_at_end: false,
            is_after_return: false,
            ends_with_newline: true,
            budget,
        }
    }

    /// Decodes the next piece into `text`; it stays empty only at the end of the file.
    fn refill(&mut self) -> io::Result<()> {
        while self.text_from == self.text_to && !self.is_at_end {
            if self.raw_from == self.raw_to {
                self.raw_from = 0;
                self.raw_to = read_some(&mut self.inner, &mut self.raw)?;
            }
            let last = self.raw_to == 0;
            let room = self.text.len() - 1;
            let (result, read, written, _) = self.decoder.decode_to_utf8(
                &self.raw[self.raw_from..self.raw_to],
                &mut self.text[..room],
                last,
            );
            self.raw_from += read;
            self.is_at_end = last && result == CoderResult::InputEmpty;
            self.text_from = 0;
            self.text_to = self.tidy(written);
            if self.is_at_end && !self.ends_with_newline {
                self.text[self.text_to] = b'\n';
                self.text_to += 1;
            }
        }
        Ok(())
    }

    /// Drops zeros and makes newlines one, in place; the new length.
    fn tidy(&mut self, written: usize) -> usize {
        let mut to = 0;
        for from in 0..written {
            let byte = match self.text[from] {
                0 => continue,
                b'\n' if self.is_after_return => {
                    self.is_after_return = false;
                    continue;
                }
                b'\r' => {
                    self.is_after_return = true;
                    b'\n'
                }
                byte => {
                    self.is_after_return = false;
                    byte
                }
            };
            self.text[to] = byte;
            to += 1;
        }
        if to > 0 {
            self.ends_with_newline = self.text[to - 1] == b'\n';
        }
        to
    }
}

fn read_some(inner: &mut impl Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match inner.read(buffer) {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
            other => return other,
        }
    }
}

impl<R: Read> Read for TextReader<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.refill()?;
        let count = buf.len().min(self.text_to - self.text_from);
        buf[..count].copy_from_slice(&self.text[self.text_from..self.text_from + count]);
        self.text_from += count;
        if !buf.is_empty() && !self.budget.take(count as u64) {
            return Err(io::Error::new(io::ErrorKind::InvalidData, RowTooLong));
        }
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::{UTF_8, UTF_16LE};

    fn text(bytes: &[u8], encoding: &'static Encoding) -> String {
        let mut out = String::new();
        TextReader::new(bytes, encoding, Budget::default()).read_to_string(&mut out).unwrap();
        out
    }

    #[test]
    fn newlines_zeros_and_marks_are_tidied() {
        assert_eq!(text(b"\xef\xbb\xbfa\r\nb\rc\n\nd", UTF_8), "a\nb\nc\n\nd\n");
        assert_eq!(text(b"a\0b\n", UTF_8), "ab\n");
        assert_eq!(text(b"", UTF_8), "");
        let wide: Vec<u8> = "\u{feff}客\t1\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&wide, UTF_16LE), "客\t1\n");
    }

    #[test]
    fn pieces_of_a_character_across_reads_come_together() {
        let long = "客户经理工作台\r\n".repeat(30_000);
        assert_eq!(text(long.as_bytes(), UTF_8), long.replace("\r\n", "\n"));
    }
}
