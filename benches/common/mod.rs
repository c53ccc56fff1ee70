//! Demo books for the benches: made once per run in the temporary directory, and removed at the end.

use callbook::demo::Recipe;
use callbook::domain::{Day, Minute, Moment, Now, Zone};
use callbook::store::demo::{Making, make};
use callbook::store::journal::Actor;
use callbook::store::recompute::{self, Recording, Unwatched};
use callbook::store::{Access, Store};
use callbook::work::Playbook;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

static MADE: Mutex<Option<HashMap<u32, PathBuf>>> = Mutex::new(None);

/// 1,000,000 where `CALLBOOK_BENCH_MILLION` asks for it: its demo book takes minutes to make.
pub fn million() -> Option<u32> {
    std::env::var_os("CALLBOOK_BENCH_MILLION").map(|_| 1_000_000)
}

/// The morning of a day, on a clock that is far ahead of it, so that days forward may be recorded.
pub fn now(day: Day) -> Now {
    let at = Zone::CHINA.at(day, Minute::new(9, 0).unwrap_or_default());
    Now { at, clock: Moment(at.0 + 400 * 86_400), zone: Zone::CHINA }
}

/// The day of the demo books.
pub fn first_day() -> Day {
    Day::parse_iso("2025-11-24").unwrap_or(Day(0))
}

/// A demo book of a size, made once per run and classified on its day.
pub fn book_file(customers: u32) -> PathBuf {
    let mut made = MADE.lock().unwrap_or_else(PoisonError::into_inner);
    let files = made.get_or_insert_default();
    let path = std::env::temp_dir().join(format!("callbook-bench-{}-{customers}.db", std::process::id()));
    files.entry(customers).or_insert_with(|| {
        let recipe = Recipe::new(customers, 1, first_day(), Zone::CHINA);
        let actor = Actor { who: "bench".into(), window: "bench".into(), now: now(first_day()) };
        let making = Making { recipe: &recipe, actor: &actor, label: "bench".into() };
        if let Ok(mut store) = make(&path, &making, &mut |_| ControlFlow::Continue(())) {
            classify(&mut store, first_day(), Recording::Allowed);
        }
        path.clone()
    });
    path
}

/// The book of a size, opened for writing.
pub fn open(customers: u32) -> Option<Store> {
    Store::open(&book_file(customers), Access::Write, Moment(0)).ok()
}

/// Recomputes for a day.
pub fn classify(store: &mut Store, day: Day, records: Recording) -> Option<recompute::Recomputed> {
    let request = recompute::Request { now: now(day), records, rules: None, watch: &Unwatched };
    recompute::recompute(store, Playbook::embedded().ok()?, &request).ok()
}

/// Removes the books of this run.
pub fn remove_books() {
    let made = MADE.lock().unwrap_or_else(PoisonError::into_inner).take();
    for path in made.into_iter().flatten().map(|(_, path)| path) {
        for end in ["", "-wal", "-shm"] {
            let file = PathBuf::from(format!("{}{end}", path.display()));
            // A journal that was folded in has no file.
            let _ = std::fs::remove_file(file);
        }
    }
}
