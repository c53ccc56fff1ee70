//! Which encoding a file has: byte order mark, UTF-16 by its zeros, strict UTF-8, strict GB18030, then a guess.

use super::error::ImportError;
use super::source::{Progress, Source};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::io::Read;
use std::sync::{Arc, Mutex, PoisonError};

/// How the encoding was recognised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodingBy {
    /// The file begins with a byte order mark.
    Mark,
    /// Every byte of the file is valid in it.
    Strict,
    /// It fits best, but some bytes are not valid in it.
    Guess,
    /// Somebody said so.
    Choice,
}

/// What one pass over the bytes tells.
#[derive(Debug, Clone)]
pub struct Scan {
    /// SHA-256 of the file as it is (packed), in hexadecimal.
    pub sha256: String,
    /// The encoding that was found out.
    pub encoding: &'static Encoding,
    /// How.
    pub by: EncodingBy,
    /// Whether it has nothing but ASCII, which every encoding reads alike.
    pub is_ascii: bool,
    /// Where a guess does not fit: in how many places, and the line of the first.
    pub unfit: Option<(u64, u64)>,
}

/// The encodings that can be chosen, the likely ones first.
pub fn encodings() -> [&'static Encoding; 6] {
    [UTF_8, GB18030, UTF_16LE, UTF_16BE, encoding_rs::BIG5, encoding_rs::WINDOWS_1252]
}

/// An encoding by its name ("gbk" and "gb2312" mean GB18030, which contains both).
pub fn encoding_named(name: &str) -> Option<&'static Encoding> {
    Encoding::for_label(name.trim().as_bytes()).map(|e| if e == encoding_rs::GBK { GB18030 } else { e })
}

/// Bytes of the file that the guess looks at.
const GUESS_BYTES: usize = 1024 * 1024;

impl Scan {
    /// Reads the file once: hash and encoding.
    ///
    /// # Errors
    /// `Unreadable`, `TooLarge`.
    pub fn of(source: &Source) -> Result<Scan, ImportError> {
        let hash = SharedHash::default();
        let progress = Progress::default();
        let packed = Hashing { inner: source.packed(progress.clone())?, hash: hash.clone() };
        let mut bytes = source.unpack(packed, progress)?;
        let mut looks = Looks::new();
        let mut buffer = vec![0; 128 * 1024];
        loop {
            match bytes.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => looks.at(&buffer[..read]),
                Err(e) if e.kind() == std::io::ErrorKind::Interrupted => {}
                Err(e) => return Err(source.unreadable(e)),
            }
        }
        if looks.is_no_text() {
            return Err(ImportError::NoTable { file: source.name().to_owned(), what: "" });
        }
        let is_ascii = looks.utf8.wide == 0;
        let (encoding, by, unfit) = looks.verdict();
        Ok(Scan { sha256: hash.finish(), encoding, by, is_ascii, unfit })
    }
}

/// The candidates, each fed with every byte.
struct Looks {
    start: Vec<u8>,
    utf8: Strict,
    gb18030: Strict,
    detector: EncodingDetector,
    guessed: usize,
}

impl Looks {
    fn new() -> Looks {
        Looks {
            start: Vec::new(),
            utf8: Strict::new(UTF_8),
            gb18030: Strict::new(GB18030),
            detector: EncodingDetector::new(Iso2022JpDetection::Deny),
            guessed: 0,
        }
    }

    fn at(&mut self, bytes: &[u8]) {
        let missing = 4096usize.saturating_sub(self.start.len());
        self.start.extend_from_slice(&bytes[..bytes.len().min(missing)]);
        self.utf8.feed(bytes);
        self.gb18030.feed(bytes);
        let guess = &bytes[..bytes.len().min(GUESS_BYTES - self.guessed)];
        if !guess.is_empty() {
            self.detector.feed(guess, false);
            self.guessed += guess.len();
        }
    }

    /// Whether the start is full of control characters, as no text of a known encoding is.
    fn is_no_text(&self) -> bool {
        let is_marked = Encoding::for_bom(&self.start).is_some() || wide(&self.start).is_some();
        let is_control = |byte: &&u8| **byte < 0x20 && !matches!(**byte, b'\t' | b'\n' | b'\r' | 0x0c | 0x1a);
        let controls = self.start.iter().filter(is_control).count();
        !is_marked && controls > 8 && controls * 20 > self.start.len()
    }

    fn verdict(mut self) -> (&'static Encoding, EncodingBy, Option<(u64, u64)>) {
        if let Some((encoding, _)) = Encoding::for_bom(&self.start) {
            return (encoding, EncodingBy::Mark, None);
        }
        if let Some(encoding) = wide(&self.start) {
            return (encoding, EncodingBy::Strict, None);
        }
        self.utf8.end();
        self.gb18030.end();
        if self.utf8.faults == 0 {
            return (UTF_8, EncodingBy::Strict, None);
        }
        // A file with a few damaged places (cut off in the middle of a character, a row of another system) keeps its
        // encoding.
        if self.utf8.is_nearly() || self.utf8.is_mostly() {
            return (UTF_8, EncodingBy::Guess, self.utf8.unfit());
        }
        if self.gb18030.faults == 0 {
            return (GB18030, EncodingBy::Strict, None);
        }
        if self.gb18030.is_nearly() {
            return (GB18030, EncodingBy::Guess, self.gb18030.unfit());
        }
        self.detector.feed(&[], true);
        let guess = self.detector.guess(Some(b"cn"), Utf8Detection::Allow);
        (if guess == encoding_rs::GBK { GB18030 } else { guess }, EncodingBy::Guess, None)
    }
}

/// UTF-16 without a mark: tables have ASCII in them, so every other byte of the start is often zero.
fn wide(start: &[u8]) -> Option<&'static Encoding> {
    let zeros = |odd: usize| start.iter().skip(odd).step_by(2).filter(|b| **b == 0).count();
    let (even, odd, enough) = (zeros(0), zeros(1), start.len() / 8);
    if start.len() < 4 {
        None
    } else if odd > enough && even * 8 < odd {
        Some(UTF_16LE)
    } else if even > enough && odd * 8 < even {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// A decoder that counts what does not fit.
struct Strict {
    decoder: encoding_rs::Decoder,
    scratch: Vec<u8>,
    faults: u64,
    wide: u64,
    line: u64,
    first_fault: Option<u64>,
}

impl Strict {
    fn new(encoding: &'static Encoding) -> Strict {
        let decoder = encoding.new_decoder_without_bom_handling();
        Strict { decoder, scratch: vec![0; 16 * 1024], faults: 0, wide: 0, line: 1, first_fault: None }
    }

    fn feed(&mut self, bytes: &[u8]) {
        self.wide += bytes.iter().filter(|b| **b >= 0x80).count() as u64;
        self.run(bytes, false);
    }

    fn is_nearly(&self) -> bool {
        self.faults <= self.wide / 500
    }

    /// Text of another encoding fails in UTF-8 at two of five of its wide bytes; what fails at one of five is UTF-8 with
    /// a few rows of something else.
    fn is_mostly(&self) -> bool {
        self.wide >= 24 && self.faults * 5 <= self.wide
    }

    fn unfit(&self) -> Option<(u64, u64)> {
        self.first_fault.map(|line| (self.faults, line))
    }

    fn end(&mut self) {
        self.run(&[], true);
    }

    fn run(&mut self, mut bytes: &[u8], last: bool) {
        loop {
            let (result, read, _) =
                self.decoder.decode_to_utf8_without_replacement(bytes, &mut self.scratch, last);
            if self.first_fault.is_none() {
                self.line += line_breaks(&bytes[..read]);
            }
            bytes = &bytes[read..];
            match result {
                DecoderResult::InputEmpty => return,
                DecoderResult::OutputFull => {}
                DecoderResult::Malformed(..) => {
                    self.faults += 1;
                    self.first_fault = self.first_fault.or(Some(self.line));
                }
            }
        }
    }
}

fn line_breaks(bytes: &[u8]) -> u64 {
    bytes.split(|byte| *byte == b'\n').count().saturating_sub(1) as u64
}

/// A hash that the reader at the bottom of a stack feeds.
#[derive(Clone, Default)]
struct SharedHash(Arc<Mutex<Sha256>>);

impl SharedHash {
    fn update(&self, bytes: &[u8]) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).update(bytes);
    }

    fn finish(&self) -> String {
        let hash = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone().finalize();
        hash.iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

struct Hashing<R> {
    inner: R,
    hash: SharedHash,
}

impl<R: Read> Read for Hashing<R> {
    fn read(&mut self, buf: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buf)?;
        self.hash.update(&buf[..read]);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(bytes: &[u8]) -> (&'static str, EncodingBy) {
        let scan = Scan::of(&Source::of_bytes("t.csv", bytes)).unwrap();
        (scan.encoding.name(), scan.by)
    }

    fn wide_bytes(text: &str, order: fn(u16) -> [u8; 2]) -> Vec<u8> {
        text.encode_utf16().flat_map(order).collect()
    }

    #[test]
    fn each_encoding_is_found_out() {
        let text = "客户号,姓名\n1,欧阳娜\n";
        let (gb, _, _) = GB18030.encode(text);
        assert_eq!(found(text.as_bytes()), ("UTF-8", EncodingBy::Strict));
        assert_eq!(found(b"customer_no,name\n1,\n"), ("UTF-8", EncodingBy::Strict));
        assert_eq!(found(&gb), ("gb18030", EncodingBy::Strict));
        assert_eq!(found(&[b"\xef\xbb\xbf", text.as_bytes()].concat()), ("UTF-8", EncodingBy::Mark));
        assert_eq!(
            found(&[&[0xff, 0xfe][..], &wide_bytes(text, u16::to_le_bytes)].concat()),
            ("UTF-16LE", EncodingBy::Mark)
        );
        assert_eq!(found(&wide_bytes(text, u16::to_le_bytes)), ("UTF-16LE", EncodingBy::Strict));
        assert_eq!(found(&wide_bytes(text, u16::to_be_bytes)), ("UTF-16BE", EncodingBy::Strict));
        assert_eq!(found(b""), ("UTF-8", EncodingBy::Strict));
    }

    #[test]
    fn a_late_chinese_byte_still_decides_and_a_cut_end_does_not() {
        let mut bytes = b"1,abc\n".repeat(400_000);
        bytes.extend_from_slice(&GB18030.encode("2,张三\n").0);
        assert_eq!(found(&bytes).0, "gb18030");
        let mut cut = "张三,李四\n".repeat(2000).into_bytes();
        cut.extend_from_slice(&"王".as_bytes()[..2]);
        assert_eq!(found(&cut), ("UTF-8", EncodingBy::Guess));
    }

    #[test]
    fn a_row_of_another_encoding_does_not_turn_the_whole_file_and_is_named() {
        let mut bytes = "客户号,姓名\n1,张三\n".as_bytes().to_vec();
        bytes.extend_from_slice(&GB18030.encode("2,李四\n").0);
        let scan = Scan::of(&Source::of_bytes("t.csv", bytes)).unwrap();
        assert_eq!((scan.encoding.name(), scan.by), ("UTF-8", EncodingBy::Guess));
        assert_eq!(scan.unfit.map(|(_, line)| line), Some(3));
        let all = GB18030.encode("客户号,姓名\n1,张三\n2,李四\n3,王五\n").0;
        assert_eq!(found(&all).0, "gb18030");
    }

    #[test]
    fn a_bomb_is_refused_before_it_unpacks() {
        use flate2::{Compression, write::GzEncoder};
        use std::io::Write as _;
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        let zeros = vec![b'0'; 1024 * 1024];
        for _ in 0..100 {
            packer.write_all(&zeros).unwrap();
        }
        let error = Scan::of(&Source::of_bytes("b.gz", packer.finish().unwrap())).unwrap_err();
        assert!(matches!(error, ImportError::TooLarge { .. }), "{error:?}");
    }
}
