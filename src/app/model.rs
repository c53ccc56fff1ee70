//! Everything the program knows while it runs. Screens read all of it and change their own slice.

use super::book::BookState;
use super::ctx::Uptime;
use super::draft::Draft;
use super::finder::Finder;
use super::key::Key;
use super::nav::{Nav, Screen};
use super::recompute;
use super::requests::Requests;
use super::status::Status;
use super::timers::Timers;
use crate::overlays::Overlays;
use crate::overlays::remark::Remark;
use crate::screens::{call, card, customers, edit, first_run, import, queues, today};
use crate::settings::Settings;
use crate::store::protocol::Overview;
use crate::ui::canvas::Veil;

/// The whole state.
#[derive(Debug, Clone)]
pub struct Model {
    /// Where the person is.
    pub nav: Nav,
    /// What lies over the screen.
    pub overlays: Overlays,
    /// The status line.
    pub status: Status,
    /// What the book was asked.
    pub requests: Requests,
    /// What is to happen later.
    pub timers: Timers,
    /// What holds for this run.
    pub session: Session,
    /// Every customer, and the figures of Today.
    pub book: BookState,
    /// The recomputation of the whole book.
    pub recompute: recompute::State,
    /// Searches, and the customers opened last.
    pub finder: Finder,
    /// The first start.
    pub first_run: first_run::State,
    /// 今日
    pub today: today::State,
    /// 客户
    pub customers: customers::State,
    /// 跟进
    pub queues: queues::State,
    /// The card.
    pub card: card::State,
    /// The forms.
    pub edit: edit::State,
    /// The call screen.
    pub call: call::State,
    /// Reading files into the book.
    pub import: import::State,
}

/// What holds for this run, on every screen.
#[derive(Debug, Clone, Default)]
pub struct Session {
    /// What the person set.
    pub settings: Settings,
    /// The book as a whole; `None` until the first answer.
    pub overview: Option<Overview>,
    /// What kind of book it is.
    pub modes: Modes,
    /// Whether the form of a new customer opens first.
    pub begins_by_hand: bool,
    /// What is hidden.
    pub veil: Veil,
    /// Whether the veil fell by itself, so that the next key only lifts it.
    pub veiled_by_rest: bool,
    /// The keys of a sequence that is not complete.
    pub pending: Vec<Key>,
    /// Half-typed forms that an earlier run left, until they are taken or thrown away.
    pub left_over: Vec<Draft>,
    /// The program ends once everything is saved.
    pub is_leaving: bool,
    /// Remarks that were begun and left by Esc, until they are taken up again.
    pub remarks: Vec<Remark>,
    /// When a key was last pressed.
    pub last_key: Uptime,
}

/// Facts about the book that the status line shows at its right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Modes {
    /// Nothing can be written.
    pub read_only: bool,
    /// The customers are fictional.
    pub demo: bool,
    /// The newest data are old.
    pub stale: bool,
}

/// What there is when the program starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// No book yet.
    FirstRun,
    /// A book.
    Book(Modes),
    /// A book that begins with the files of the core system.
    Import(Modes),
    /// A book that begins with a customer who is added by hand.
    ByHand(Modes),
}

impl Start {
    /// What kind of book there is.
    pub fn modes(self) -> Modes {
        match self {
            Start::FirstRun => Modes::default(),
            Start::Book(modes) | Start::Import(modes) | Start::ByHand(modes) => modes,
        }
    }
}

impl Model {
    /// The state at the start.
    pub fn new(start: Start, settings: Settings) -> Model {
        let (screen, modes) = match start {
            Start::FirstRun => (Screen::FirstRun, start.modes()),
            Start::Book(_) => (Screen::Today, start.modes()),
            Start::Import(_) | Start::ByHand(_) => (Screen::Customers, start.modes()),
        };
        let mut nav = Nav::at(screen);
        if matches!(start, Start::Import(_)) {
            nav.open(Screen::Import);
        }
        Model {
            nav,
            overlays: Overlays::default(),
            status: Status::default(),
            requests: Requests::default(),
            timers: Timers::default(),
            session: Session {
                settings,
                modes,
                begins_by_hand: matches!(start, Start::ByHand(_)),
                ..Session::default()
            },
            book: BookState::default(),
            recompute: recompute::State::default(),
            finder: Finder::default(),
            first_run: first_run::State::default(),
            today: today::State::default(),
            customers: customers::State::default(),
            queues: queues::State::default(),
            card: card::State::default(),
            edit: edit::State::default(),
            call: call::State::default(),
            import: import::State::default(),
        }
    }
}
