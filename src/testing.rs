//! Playing the program in tests: a book that answers from a function, a fixed moment, and the law of widths.
//!
//! `Play::new(answer).size(80, 24).lang(Lang::En).see("jj<enter>")` is the text of the screen after those keys;
//! [`snapshots!`] keeps it for every size and language.

mod book;

pub use book::{before_the_book, classes, due, small_answers, small_book, small_facts, small_row};

use crate::app::draft::Draft;
use crate::app::model::{Modes, Start};
use crate::app::{Ctx, Key, Uptime};
use crate::domain::{Day, Minute, Now, Zone};
use crate::keymap::Keymap;
use crate::lang::{Lang, SharedLang};
use crate::runtime::headless::{self, Screen};
use crate::runtime::script::{self, Step};
use crate::runtime::{ReplyTo, Setup};
use crate::settings::Settings;
use crate::store::Store;
use crate::store::protocol::{Desk, Failure, Reply, Request, RequestId};
use crate::store::worker::{Surroundings, Worker};
use crate::ui::Theme;
use crate::work::Playbook;
use ratatui::layout::Size;
use std::sync::Arc;

/// The sizes that screens are kept at.
pub const SIZES: [(u16, u16); 4] = [(60, 16), (80, 24), (120, 36), (160, 48)];

type Answer = Arc<dyn Fn(&Request) -> Result<Reply, Failure> + Send + Sync>;
type Told = Arc<dyn Fn(&Request) -> Vec<Reply> + Send + Sync>;
type MakeStore = Arc<dyn Fn() -> Store + Send + Sync>;

/// Who answers.
#[derive(Clone)]
enum Behind {
    /// A function, and another that says what is told before.
    Answers(Answer, Told),
    /// The store's own thread, on a book made anew for every run.
    Store(MakeStore),
}

/// A program about to be played.
#[derive(Clone)]
pub struct Play {
    behind: Behind,
    start: Start,
    lang: Lang,
    size: Size,
    settings: Settings,
    left_over: Vec<Draft>,
}

/// Answers at once, from a function.
struct Answers {
    answer: Answer,
    told: Told,
    reply_to: ReplyTo,
}

impl Desk for Answers {
    fn send(&mut self, id: RequestId, request: Request) {
        for told in (self.told)(&request) {
            (self.reply_to)(id, Ok(told));
        }
        (self.reply_to)(id, (self.answer)(&request));
    }
}

/// Tuesday 2026-11-24, 09:12 in China: the moment of every mock-up.
pub fn tuesday() -> Now {
    let day = Day::parse_iso("2026-11-24").expect("a date");
    let at = Zone::CHINA.at(day, Minute::new(9, 12).expect("a time"));
    Now { at, clock: at, zone: Zone::CHINA }
}

/// The surroundings of an update at that moment, in Chinese, at 80x24.
pub fn ctx() -> Ctx {
    Ctx { now: tuesday(), uptime: Uptime::default(), lang: Lang::Zh, size: Size::new(80, 24) }
}

/// The keys of a script, for tests that give them to an update one by one.
pub fn keys(script: &str) -> Vec<Key> {
    let steps = script::parse(script).expect("a script");
    let key = |step| match step {
        Step::Key(key) => Some(key),
        _ => None,
    };
    steps.into_iter().filter_map(key).collect()
}

/// The answers of a book without customers.
pub fn empty_book(request: &Request) -> Result<Reply, Failure> {
    match request {
        Request::FindOverview => Ok(Reply::OverviewFound(Box::default())),
        _ => Ok(Reply::Recorded),
    }
}

/// A program on a real book: `make` makes it (mostly in memory) for every run of keys, and the store's own thread
/// answers. What keys write can be seen by further keys of the same script.
pub fn with_store(make: impl Fn() -> Store + Send + Sync + 'static) -> Play {
    Play::behind(Behind::Store(Arc::new(make)))
}

/// A book in memory with these rows (SQL; `{today}` stands for the day number of [`tuesday`]).
pub fn store_of(sql: &str) -> Store {
    let now = tuesday();
    let store = Store::open_in_memory(now.clock).expect("a book in memory");
    store.conn.execute_batch(&sql.replace("{today}", &now.day().0.to_string())).expect("rows");
    store
}

fn connect(behind: &Behind, lang: SharedLang, reply_to: ReplyTo) -> Box<dyn Desk> {
    match behind {
        Behind::Answers(answer, told) => {
            Box::new(Answers { answer: Arc::clone(answer), told: Arc::clone(told), reply_to })
        }
        Behind::Store(make) => {
            let around = Surroundings {
                now: Arc::new(tuesday),
                who: "张晓岚".to_owned(),
                window: "test".to_owned(),
                lang,
                playbook: Playbook::embedded().expect("the embedded playbook"),
            };
            Box::new(Worker::spawn(make(), around, reply_to))
        }
    }
}

impl Play {
    /// A book that answers from `answer`.
    pub fn new(answer: impl Fn(&Request) -> Result<Reply, Failure> + Send + Sync + 'static) -> Play {
        Play::behind(Behind::Answers(Arc::new(answer), Arc::new(|_| Vec::new())))
    }

    /// The same, where this is told before the answer: how far long work is.
    pub fn telling(self, told: impl Fn(&Request) -> Vec<Reply> + Send + Sync + 'static) -> Play {
        match self.behind {
            Behind::Answers(answer, _) => Play { behind: Behind::Answers(answer, Arc::new(told)), ..self },
            Behind::Store(_) => self,
        }
    }

    fn behind(behind: Behind) -> Play {
        Play {
            behind,
            start: Start::Book(Modes::default()),
            lang: Lang::Zh,
            size: Size::new(80, 24),
            settings: Settings {
                branch: "城东支行".to_owned(),
                manager: "张晓岚".to_owned(),
                ..Settings::default()
            },
            left_over: Vec::new(),
        }
    }

    /// Without a book.
    pub fn first_run() -> Play {
        Play { start: Start::FirstRun, ..Play::new(empty_book) }
    }

    /// After a run that left these half-typed forms.
    pub fn left_over(self, left_over: Vec<Draft>) -> Play {
        Play { left_over, ..self }
    }

    /// In a window of this size.
    pub fn size(self, columns: u16, rows: u16) -> Play {
        Play { size: Size::new(columns, rows), ..self }
    }

    /// In this language.
    pub fn lang(self, lang: Lang) -> Play {
        Play { lang, ..self }
    }

    /// The screen after these keys; it must hold the law of widths.
    pub fn screen(&self, keys: &str) -> Screen {
        let lang = SharedLang::from(self.lang);
        let setup = Setup {
            start: self.start,
            book_path: "~/.local/share/callbook/book.db".to_owned(),
            settings: self.settings.clone(),
            keymap: Keymap::embedded(),
            theme: Theme::plain(),
            lang: lang.clone(),
            problems: Vec::new(),
            left_over: self.left_over.clone(),
        };
        let behind = self.behind.clone();
        let connect = move |reply_to| connect(&behind, lang.clone(), reply_to);
        let screen =
            headless::play(setup, self.size, tuesday(), keys, connect).expect("the script can be played");
        assert_eq!(
            screen.misaligned(),
            Vec::<&str>::new(),
            "lines that break the law of widths, after {keys}"
        );
        screen
    }

    /// The text of the screen after these keys, with the place of the caret below where it shows.
    pub fn see(&self, keys: &str) -> String {
        text_of(&self.screen(keys), 0)
    }

    /// The same without the row of hints, which changes with every new command and has a test of its own.
    pub fn body(&self, keys: &str) -> String {
        text_of(&self.screen(keys), 1)
    }

    /// The row of hints after these keys: at 80 and 120 columns, in both languages.
    pub fn hints(&self, keys: &str) -> String {
        let row = |(lang, columns, rows)| {
            let screen = self.clone().lang(lang).size(columns, rows).screen(keys);
            screen.lines.last().map(|line| line.trim_end().to_owned()).unwrap_or_default()
        };
        let places = [(Lang::Zh, 80, 24), (Lang::Zh, 120, 36), (Lang::En, 80, 24), (Lang::En, 120, 36)];
        places.map(row).join("\n")
    }
}

/// The rows of a screen but the last `without`, and the caret where it shows.
fn text_of(screen: &Screen, without: usize) -> String {
    let rows = screen.lines.len().saturating_sub(without);
    let lines: Vec<&str> = screen.lines.iter().take(rows).map(|line| line.trim_end()).collect();
    let caret = screen.caret.map(|at| format!("\n(caret {},{})", at.x, at.y)).unwrap_or_default();
    format!("{}{caret}", lines.join("\n"))
}

/// Keeps the screen after `keys`, without its row of hints, at every size in both languages: `snapshots!("name", play, "jj<enter>")`.
#[macro_export]
macro_rules! snapshots {
    ($name:literal, $play:expr, $keys:literal) => {
        for (columns, rows) in $crate::testing::SIZES {
            for lang in [$crate::lang::Lang::Zh, $crate::lang::Lang::En] {
                let text = $play.clone().size(columns, rows).lang(lang).body($keys);
                insta::assert_snapshot!(format!("{}_{columns}x{rows}_{}", $name, lang.code()), text);
            }
        }
    };
}
