//! Whether the terminal shows line glyphs one column wide: U+2502 is written and the cursor's column read back.
//!
//! Asked once, before anything reads keys; a terminal that does not answer in time gets ASCII.

#[cfg(unix)]
use crossterm::cursor::MoveTo;
#[cfg(unix)]
use crossterm::style::Print;
#[cfg(unix)]
use crossterm::terminal::{Clear, ClearType};

/// Whether line glyphs keep their columns here.
#[cfg(not(unix))]
pub fn are_narrow() -> bool {
    false
}

/// Whether line glyphs keep their columns here.
#[cfg(unix)]
pub fn are_narrow() -> bool {
    use std::io::Write;
    let mut out = std::io::stdout();
    let asked = crossterm::queue!(out, MoveTo(0, 0), Print("\u{2502}\x1b[6n")).is_ok() && out.flush().is_ok();
    let column = if asked { unix::answered_column() } else { None };
    let _ = crossterm::execute!(out, Clear(ClearType::All));
    column == Some(2)
}

/// The column in an answer such as `ESC [ 1 ; 2 R`, from 1.
fn column_of(answer: &[u8]) -> Option<u16> {
    let text = std::str::from_utf8(answer).ok()?;
    let (_, report) = text.rsplit_once("\x1b[")?;
    let (_, column) = report.strip_suffix('R')?.split_once(';')?;
    column.parse().ok()
}

#[cfg(unix)]
mod unix {
    use super::column_of;
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::time::{Duration, Instant};

    /// The longest wait for an answer.
    const WAIT: Duration = Duration::from_millis(100);
    /// The longest answer that is read.
    const MOST: usize = 64;

    pub fn answered_column() -> Option<u16> {
        let stdin = std::io::stdin();
        let (start, mut answer) = (Instant::now(), Vec::new());
        while answer.len() < MOST && !answer.ends_with(b"R") {
            let left = WAIT.checked_sub(start.elapsed())?;
            let timeout = Timespec::try_from(left).ok()?;
            let mut watched = [PollFd::new(&stdin, PollFlags::IN)];
            if poll(&mut watched, Some(&timeout)).ok()? == 0 {
                return None;
            }
            let mut byte = [0];
            if rustix::io::read(&stdin, &mut byte).ok()? == 0 {
                return None;
            }
            answer.push(byte[0]);
        }
        column_of(&answer)
    }
}

#[cfg(test)]
mod tests {
    use super::column_of;

    #[test]
    fn the_column_stands_in_the_answer() {
        assert_eq!(column_of(b"\x1b[1;2R"), Some(2));
        assert_eq!(column_of(b"jj\x1b[24;3R"), Some(3));
        assert_eq!(column_of(b"\x1b[1;2"), None);
        assert_eq!(column_of(b"R"), None);
    }
}
