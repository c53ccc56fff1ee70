//! Importing files into a book on disk: rows a second for customers and transactions, new and for the second time.

use callbook::domain::{Day, ImportKind, Minute, Now, Zone};
use callbook::import::{Plan, Sheet, Source};
use callbook::store::import::{ImportJob, Mode, UnknownOwner};
use callbook::store::journal::Actor;
use callbook::store::{Access, Store};
use divan::Bencher;
use divan::counter::ItemsCount;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

const CUSTOMERS: u32 = 2_000;
const ROWS: [u32; 2] = [1_000, 100_000];

fn now() -> Now {
    let day = Day::parse_iso("2026-11-24").unwrap_or(Day(0));
    let at = Zone::CHINA.at(day, Minute::new(9, 0).unwrap_or_default());
    Now { at, clock: at, zone: Zone::CHINA }
}

fn customers(count: u32) -> String {
    let mut text = String::from("客户号,姓名,手机\n");
    for at in 0..count {
        let _ = writeln!(text, "{:06},客户{at},1545{at:07}", at + 1);
    }
    text
}

/// Movements of [`CUSTOMERS`] over two years, in order of time.
fn transactions(count: u32) -> String {
    let mut text = String::from("交易流水号,客户号,交易日期,交易金额,交易种类,摘要\n");
    let first = now().day() - 730;
    for at in 0..count {
        let day = first + i32::try_from(u64::from(at) * 730 / u64::from(count)).unwrap_or(0);
        let customer = at.wrapping_mul(7_919) % CUSTOMERS + 1;
        let amount = i64::from(at % 9_000) - 4_000;
        let _ = writeln!(text, "T{at:08},{customer:06},{day},{amount}.5{},转账,往来 {at}", at % 10);
    }
    text
}

/// A book of its own that goes away with the value.
struct Place(PathBuf, Store);

impl Drop for Place {
    fn drop(&mut self) {
        for end in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{end}", self.0.display()));
        }
    }
}

fn place() -> Option<Place> {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let name = format!("callbook-import-{}-{}.db", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
    let path = std::env::temp_dir().join(name);
    let store = Store::open(&path, Access::Create, now().clock).ok()?;
    Some(Place(path, store))
}

/// Rows taken in, new or not.
fn import(place: &mut Place, kind: ImportKind, text: &str) -> Option<u64> {
    let sheet = Sheet::open(Source::of_bytes("bench.csv", text.as_bytes()), &Plan::new(kind)).ok()?;
    let unknown_owner = UnknownOwner::Reject;
    let job = ImportJob { sheets: vec![sheet], unknown_owner, mode: Mode::Write, label: "bench".into() };
    let actor = Actor { who: "bench".into(), window: "bench".into(), now: now() };
    let report = place.1.import(&actor, &job, &mut ()).ok()?;
    report.files.first().map(|file| file.inserted + file.unchanged)
}

#[divan::bench(args = ROWS, sample_count = 5, sample_size = 1)]
fn customers_new(bencher: Bencher, rows: u32) {
    let text = customers(rows);
    bencher
        .counter(ItemsCount::new(rows))
        .with_inputs(place)
        .bench_local_refs(|place| import(place.as_mut()?, ImportKind::Customers, &text));
}

#[divan::bench(args = ROWS, sample_count = 5, sample_size = 1)]
fn transactions_new(bencher: Bencher, rows: u32) {
    let (owners, text) = (customers(CUSTOMERS), transactions(rows));
    let with_owners = || {
        let mut place = place()?;
        import(&mut place, ImportKind::Customers, &owners)?;
        Some(place)
    };
    bencher
        .counter(ItemsCount::new(rows))
        .with_inputs(with_owners)
        .bench_local_refs(|place| import(place.as_mut()?, ImportKind::Transactions, &text));
}

#[divan::bench(args = ROWS, sample_count = 5, sample_size = 1)]
fn transactions_again(bencher: Bencher, rows: u32) {
    let text = transactions(rows);
    let mut place = place();
    if let Some(place) = &mut place {
        import(place, ImportKind::Customers, &customers(CUSTOMERS));
        import(place, ImportKind::Transactions, &text);
    }
    bencher
        .counter(ItemsCount::new(rows))
        .bench_local(|| import(place.as_mut()?, ImportKind::Transactions, &text));
}

fn main() {
    divan::main();
}
