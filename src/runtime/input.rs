//! The input thread: terminal events to the program's own. Press and repeat count, release does not.

use super::run::Event;
use crate::app::key::Held;
use crate::app::mouse::{Mouse, Turn};
use crate::app::{Key, KeyCode};
use crossterm::event::{self, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Size};
use std::sync::mpsc::Sender;
use std::thread;

/// Starts reading the terminal. The thread ends with the program, or when the terminal cannot be read.
pub fn spawn(events: Sender<Event>) {
    thread::spawn(move || {
        while let Ok(event) = event::read() {
            if let Some(event) = translate(event)
                && events.send(event).is_err()
            {
                return;
            }
        }
        let _ = events.send(Event::HangUp);
    });
}

fn translate(event: event::Event) -> Option<Event> {
    match event {
        event::Event::Key(key) if key.kind != KeyEventKind::Release => key_of(key).map(Event::Key),
        event::Event::Mouse(mouse) => mouse_of(mouse).map(Event::Mouse),
        event::Event::Paste(text) => Some(Event::Paste(text.replace("\r\n", "\n").replace('\r', "\n"))),
        event::Event::Resize(width, height) => Some(Event::Resize(Size::new(width, height))),
        _ => None,
    }
}

fn mouse_of(mouse: MouseEvent) -> Option<Mouse> {
    let at = Position::new(mouse.column, mouse.row);
    match mouse.kind {
        MouseEventKind::Down(MouseButton::Left) => Some(Mouse::Click(at)),
        MouseEventKind::ScrollUp => Some(Mouse::Wheel(at, Turn::Up)),
        MouseEventKind::ScrollDown => Some(Mouse::Wheel(at, Turn::Down)),
        _ => None,
    }
}

fn key_of(key: KeyEvent) -> Option<Key> {
    let code = match key.code {
        event::KeyCode::Char(ch) => KeyCode::Char(ch),
        event::KeyCode::F(n) => KeyCode::F(n),
        event::KeyCode::Enter => KeyCode::Enter,
        event::KeyCode::Esc => KeyCode::Esc,
        event::KeyCode::Tab | event::KeyCode::BackTab => KeyCode::Tab,
        event::KeyCode::Backspace => KeyCode::Backspace,
        event::KeyCode::Delete => KeyCode::Delete,
        event::KeyCode::Up => KeyCode::Up,
        event::KeyCode::Down => KeyCode::Down,
        event::KeyCode::Left => KeyCode::Left,
        event::KeyCode::Right => KeyCode::Right,
        event::KeyCode::Home => KeyCode::Home,
        event::KeyCode::End => KeyCode::End,
        event::KeyCode::PageUp => KeyCode::PageUp,
        event::KeyCode::PageDown => KeyCode::PageDown,
        _ => return None,
    };
    let is_shifted = key.modifiers.contains(KeyModifiers::SHIFT) || key.code == event::KeyCode::BackTab;
    let held = if key.modifiers.contains(KeyModifiers::CONTROL) {
        Held::Ctrl
    } else if key.modifiers.contains(KeyModifiers::ALT) {
        Held::Alt
    } else if is_shifted && !matches!(code, KeyCode::Char(_)) {
        Held::Shift
    } else {
        Held::Nothing
    };
    Some(Key { code, held })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pressed(code: event::KeyCode, modifiers: KeyModifiers) -> Option<String> {
        key_of(KeyEvent::new(code, modifiers)).map(|key| key.to_string())
    }

    #[test]
    fn terminal_keys_become_the_programs_keys() {
        use event::KeyCode as C;
        for (code, modifiers, text) in [
            (C::Char('G'), KeyModifiers::SHIFT, "G"),
            (C::Char('q'), KeyModifiers::CONTROL, "<c-q>"),
            (C::BackTab, KeyModifiers::SHIFT, "<s-tab>"),
            (C::BackTab, KeyModifiers::NONE, "<s-tab>"),
            (C::F(1), KeyModifiers::NONE, "<f1>"),
            (C::Char('x'), KeyModifiers::ALT, "<a-x>"),
        ] {
            assert_eq!(pressed(code, modifiers).as_deref(), Some(text));
        }
        assert_eq!(pressed(C::CapsLock, KeyModifiers::NONE), None);
    }

    #[test]
    fn a_release_is_no_key() {
        let release =
            KeyEvent::new_with_kind(event::KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Release);
        assert!(translate(event::Event::Key(release)).is_none());
        let again = KeyEvent::new_with_kind(event::KeyCode::Enter, KeyModifiers::NONE, KeyEventKind::Repeat);
        assert!(translate(event::Event::Key(again)).is_some());
    }

    #[test]
    fn pasted_line_ends_become_newlines() {
        let Some(Event::Paste(text)) = translate(event::Event::Paste("a\r\nb\rc".into())) else { panic!() };
        assert_eq!(text, "a\nb\nc");
    }
}
