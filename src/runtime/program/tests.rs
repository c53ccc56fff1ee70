//! What is typed before an answer came, on a desk that answers when it is told to.

use super::*;
use crate::app::Screen;
use crate::app::model::Modes;
use crate::domain::CustomerId;
use crate::screens::call::{Stage, Way};
use crate::store::protocol::{FailureKind, Request};
use crate::testing::{keys, small_answers, tuesday};
use std::sync::{Arc, Mutex};
use std::time::Duration;

type Asked = Arc<Mutex<Vec<(RequestId, Request)>>>;

/// Notes what it is asked.
struct Notes(Asked);

impl Desk for Notes {
    fn send(&mut self, id: RequestId, request: Request) {
        self.0.lock().unwrap().push((id, request));
    }
}

/// A program on the small book, on its call screen.
fn program() -> (Program, Asked) {
    let asked = Asked::default();
    let setup = Setup {
        start: Start::Book(Modes::default()),
        book_path: String::new(),
        settings: Settings::default(),
        keymap: Keymap::embedded(),
        theme: Theme::plain(),
        lang: SharedLang::default(),
        problems: Vec::new(),
        left_over: Vec::new(),
    };
    let backing = Backing {
        desk: Box::new(Notes(Arc::clone(&asked))),
        searcher: Searcher::spawn(Box::new(|_, _| {})),
        drafts: None,
        memory: None,
        dial: None,
    };
    let mut program = Program::new(setup, Size::new(80, 24), Time::stepped(tuesday()), backing);
    answer_all(&mut program, &asked);
    type_in(&mut program, "2c");
    answer_all(&mut program, &asked);
    assert_eq!(program.model.nav.current(), Screen::Call);
    (program, asked)
}

fn answer_all(program: &mut Program, asked: &Asked) {
    loop {
        let waiting = std::mem::take(&mut *asked.lock().unwrap());
        if waiting.is_empty() {
            return;
        }
        for (id, request) in waiting {
            program.answer(id, small_answers(&request));
        }
    }
}

fn type_in(program: &mut Program, script: &str) {
    for key in keys(script) {
        program.key(key);
    }
}

fn refuse_undo(program: &mut Program, asked: &Asked) {
    let (id, request) = asked.lock().unwrap().pop().unwrap();
    assert!(matches!(request, Request::FindUndo(_)), "{request:?}");
    let failure = Failure {
        kind: FailureKind::Refused,
        sentence: "nothing to undo".to_owned(),
        hint: None,
        cause: None,
    };
    program.answer(id, Err(failure));
}

fn stage(program: &Program) -> Stage {
    program.model.call.stage
}

#[test]
fn what_is_typed_behind_an_undo_waits_for_it_and_acts_in_order() {
    let (mut program, asked) = program();
    type_in(&mut program, "u1k");
    assert_eq!(stage(&program), Stage::Reach, "the codes wait");
    refuse_undo(&mut program, &asked);
    assert_eq!(program.model.call.way, Way::Call);
    assert_ne!(stage(&program), Stage::Reach, "then they act");
}

#[test]
fn an_undo_that_takes_long_blocks_no_key() {
    let (mut program, _asked) = program();
    type_in(&mut program, "u1");
    program.time().step(Duration::from_millis(199));
    program.message(Msg::Tick);
    assert_eq!(stage(&program), Stage::Reach);
    program.time().step(Duration::from_millis(1));
    program.message(Msg::Tick);
    assert_eq!(stage(&program), Stage::Results);
    let shown: Option<CustomerId> = program.model.call.trail.customer();
    assert!(shown.is_some());
}

#[test]
fn nothing_that_waits_is_done_after_the_end() {
    let (mut program, asked) = program();
    type_in(&mut program, "u1");
    program.message(Msg::Terminate(Exit::HangUp));
    refuse_undo(&mut program, &asked);
    assert_eq!(stage(&program), Stage::Reach);
}
