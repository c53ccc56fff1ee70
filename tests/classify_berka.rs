//! The classification against a real bank ledger beside the project; skipped without it.

#![allow(clippy::unwrap_used, reason = "a test")]

use callbook::classify::rfm::{Edges, RfmInput};
use callbook::classify::{
    AccountRow, BalanceRow, Facts, Metric, Metrics, Profile, ProfileRows, RuleBook, TxnRow,
};
use callbook::domain::{AccountId, AccountStatus, Code, Day, Dimension, Money, TxnKindInfo, TxnKinds};
use std::collections::{BTreeMap, HashMap};
use std::io::Read;
use std::path::PathBuf;

#[derive(Default)]
struct Rows {
    accounts: Vec<AccountRow<'static>>,
    txns: Vec<TxnRow>,
    balances: Vec<BalanceRow>,
}

type Book = BTreeMap<String, Rows>;

fn folder() -> Option<PathBuf> {
    let root = std::env::var_os("CALLBOOK_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    Some(root.join("data/berka")).filter(|folder| folder.is_dir())
}

fn text_of(folder: &std::path::Path, name: &str) -> String {
    let file = std::fs::File::open(folder.join(name)).unwrap();
    let mut text = String::new();
    flate2::read::GzDecoder::new(file).read_to_string(&mut text).unwrap();
    text
}

/// The cells of every line after the heading.
fn lines(text: &str) -> impl Iterator<Item = [&str; 7]> {
    text.lines().skip(1).map(|line| {
        let mut cells = line.split(',');
        [(); 7].map(|()| cells.next().unwrap_or_default())
    })
}

fn product(text: &str) -> &'static str {
    ["current_account", "loan", "card"].into_iter().find(|product| *product == text).unwrap_or("unknown")
}

fn read(folder: &std::path::Path) -> Book {
    let customers = text_of(folder, "customers.csv.gz");
    let mut book: Book = lines(&customers).map(|line| (line[0].to_owned(), Rows::default())).collect();
    let accounts = text_of(folder, "accounts.csv.gz");
    let mut ids: HashMap<&str, (AccountId, &str)> = HashMap::new();
    for (at, [account, customer, text, opened, balance, balance_on, _]) in lines(&accounts).enumerate() {
        let id = AccountId(i64::try_from(at).unwrap());
        ids.insert(account, (id, customer));
        book.get_mut(customer).unwrap().accounts.push(AccountRow {
            id,
            product: product(text),
            opened_on: Day::parse_iso(opened),
            closed_on: None,
            status: AccountStatus::Open,
            balance: Money::parse(balance),
            balance_on: Day::parse_iso(balance_on),
            maturity_on: None,
        });
    }
    let mut days: HashMap<String, Day> = HashMap::new();
    let mut day = |text: &str| match days.get(text) {
        Some(day) => *day,
        None => *days.entry(text.to_owned()).or_insert_with(|| Day::parse_iso(text).unwrap()),
    };
    for [account, on, amount, ..] in lines(&text_of(folder, "balances.csv.gz")) {
        let (account, customer) = ids[account];
        let (on, amount) = (day(on), Money::parse(amount).unwrap());
        book.get_mut(customer).unwrap().balances.push(BalanceRow { account, on, amount });
    }
    let known = TxnKinds::embedded();
    let mut kinds: HashMap<&str, TxnKindInfo> = HashMap::new();
    let transactions = text_of(folder, "transactions.csv.gz");
    for [_, account, customer, on, amount, kind, _] in lines(&transactions) {
        let kind = *kinds.entry(kind).or_insert_with(|| known.info(known.code_of(kind).unwrap()));
        book.get_mut(customer).unwrap().txns.push(TxnRow {
            booked_on: day(on),
            account: ids.get(account).map(|(id, _)| *id),
            amount: Money::parse(amount).unwrap(),
            kind,
            balance_after: None,
        });
    }
    for rows in book.values_mut() {
        rows.txns.sort_by_key(|txn| txn.booked_on);
    }
    book
}

#[test]
fn a_real_bank_book_is_classified_as_its_figures_say() {
    let Some(folder) = folder() else {
        eprintln!("skipped: no ../shared/data/berka");
        return;
    };
    let book = read(&folder);
    let day = Day::parse_iso("1998-12-31").unwrap();
    let facts = Facts::default();
    let profiles: Vec<Profile> = book
        .values()
        .map(|rows| {
            let rows = ProfileRows {
                facts: &facts,
                accounts: &rows.accounts,
                txns: &rows.txns,
                balances: &rows.balances,
                contacts: &[],
            };
            Profile::build(&rows, day)
        })
        .collect();
    let bytes: usize = profiles.iter().map(|profile| profile.to_bytes().unwrap().len()).sum();
    assert!(bytes / profiles.len() < 300, "{} bytes a customer", bytes / profiles.len());
    let mut metrics: Vec<Metrics> = profiles.iter().map(|profile| Metrics::compute(profile, day)).collect();
    let edges = Edges::of(metrics.iter().filter_map(RfmInput::of)).unwrap();
    for metrics in &mut metrics {
        edges.set_scores(metrics);
    }
    let rules = RuleBook::embedded();
    let classes: Vec<_> = metrics.iter().map(|metrics| rules.classes_of(metrics, &facts)).collect();
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for classes in &classes {
        for dimension in [Dimension::Value, Dimension::Lifecycle, Dimension::Behaviour, Dimension::Need] {
            *counts.entry((dimension.code(), rules.code(dimension, classes))).or_default() += 1;
        }
    }
    let known = metrics.iter().filter(|metrics| metrics.value(Metric::Assets).is_some()).count();
    assert_eq!(known, 4500, "every customer with an account has known assets");
    assert_eq!(counts[&("lifecycle", "prospect")], 869, "second persons have no account and no ledger");
    let figures = [
        ("value", "basic", 1570),
        ("value", "tail", 2930),
        ("value", "unclassified", 869),
        ("lifecycle", "at_risk", 323),
        ("lifecycle", "declining", 108),
        ("lifecycle", "dormant", 26),
        ("lifecycle", "lost", 10),
        ("behaviour", "unclassified", 869),
    ];
    for (dimension, class, count) in figures {
        assert_eq!(counts[&(dimension, class)], count, "{dimension} {class}");
    }
    let in_dimension = |dimension: &str| {
        counts.iter().filter(|((of, _), _)| *of == dimension).map(|(_, n)| n).sum::<usize>()
    };
    assert!(["value", "lifecycle", "behaviour", "need"].iter().all(|of| in_dimension(of) == 5369));
}
