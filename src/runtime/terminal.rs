//! The terminal guard: the one owner of every mode. Whatever ends the program, the modes are given back.

use crate::settings::Switch;
use crossterm::cursor::{Hide, Show};
use crossterm::event::{
    DisableBracketedPaste, DisableMouseCapture, EnableBracketedPaste, EnableMouseCapture,
};
use crossterm::style::Print;
use crossterm::terminal::{
    EnterAlternateScreen, LeaveAlternateScreen, SetTitle, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use std::io::{self, Stdout, Write};
use std::mem::ManuallyDrop;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the modes are ours now. The panic hook and the signal thread have no other way to know.
static ENTERED: AtomicBool = AtomicBool::new(false);

/// Keep and bring back the window's title, where the terminal can.
const PUSH_TITLE: &str = "\x1b[22;2t";
const POP_TITLE: &str = "\x1b[23;2t";

/// The terminal while the program has it.
pub struct Guard {
    /// What is drawn on. Never dropped: its drop writes to stderr where the cursor cannot be shown, and with a dead
    /// terminal that write is a panic. [`restore`] shows the cursor.
    pub terminal: ManuallyDrop<Terminal<CrosstermBackend<Stdout>>>,
    mouse: Switch,
}

impl Guard {
    /// Takes the terminal. A panic gives it back before its message is written.
    pub fn enter(mouse: Switch) -> io::Result<Guard> {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |info| {
            restore();
            before(info);
        }));
        take(mouse).inspect_err(|_| restore())?;
        let terminal = Terminal::new(CrosstermBackend::new(io::stdout())).inspect_err(|_| restore())?;
        Ok(Guard { terminal: ManuallyDrop::new(terminal), mouse })
    }

    /// Takes the terminal again after a stop, and forgets what was drawn.
    pub fn reenter(&mut self) -> io::Result<()> {
        take(self.mouse)?;
        self.forget()
    }

    /// Draws everything anew next time. (`Terminal::clear` would ask the terminal where its cursor is, and the input
    /// thread would take the answer.)
    pub fn forget(&mut self) -> io::Result<()> {
        let size = self.terminal.size()?;
        self.terminal.resize(Rect::from(size))
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        restore();
    }
}

fn take(mouse: Switch) -> io::Result<()> {
    enable_raw_mode()?;
    ENTERED.store(true, Ordering::SeqCst);
    let mut out = io::stdout();
    queue!(out, Print(PUSH_TITLE), SetTitle("callbook"), EnterAlternateScreen, EnableBracketedPaste, Hide)?;
    if mouse == Switch::On {
        queue!(out, EnableMouseCapture)?;
    }
    out.flush()
}

/// Gives every mode back, once. What cannot be written cannot be mended: the terminal is gone.
pub fn restore() {
    if ENTERED.swap(false, Ordering::SeqCst) {
        let mut out = io::stdout();
        let _ = execute!(
            out,
            DisableMouseCapture,
            DisableBracketedPaste,
            LeaveAlternateScreen,
            Show,
            Print(POP_TITLE)
        );
        let _ = disable_raw_mode();
    }
}
