use super::*;
use crate::classify::{Metric, Metrics, profile::oracle};
use crate::domain::{AccountStatus, TxnKinds};
use proptest::prelude::*;

/// Rows that own themselves.
#[derive(Debug, Clone, Default)]
struct Book {
    facts: Facts,
    accounts: Vec<AccountRow<'static>>,
    txns: Vec<TxnRow>,
    balances: Vec<BalanceRow>,
    contacts: Vec<ContactRow>,
}

impl Book {
    fn rows(&self) -> ProfileRows<'_> {
        ProfileRows {
            facts: &self.facts,
            accounts: &self.accounts,
            txns: &self.txns,
            balances: &self.balances,
            contacts: &self.contacts,
        }
    }

    fn metrics(&self, day: i32) -> Metrics {
        Metrics::compute(&Profile::build(&self.rows(), Day(day)), Day(day))
    }
}

fn account(id: i64) -> AccountRow<'static> {
    AccountRow {
        id: AccountId(id),
        product: "current_account",
        opened_on: None,
        closed_on: None,
        status: AccountStatus::Open,
        balance: None,
        balance_on: None,
        maturity_on: None,
    }
}

fn txn(day: i32, amount: i64, kind: &str) -> TxnRow {
    TxnRow {
        booked_on: Day(day),
        account: Some(AccountId(1)),
        amount: Money(amount),
        kind: TxnKinds::embedded().info(kind),
        balance_after: None,
    }
}

const SPAN: std::ops::Range<i32> = 0..700;

prop_compose! {
    fn any_account(id: i64)(
        product in prop::sample::select(vec!["current_account", "time_deposit", "fund", "loan", "card", "odd"]),
        opened in prop::option::of(SPAN),
        lasts in prop::option::weighted(0.3, 0..400i32),
        status in prop::sample::select(vec![AccountStatus::Open, AccountStatus::Closed, AccountStatus::Open]),
        balance in prop::option::of((SPAN, -2_000i64..100_000)),
        matures in prop::option::of(0..1000i32),
    ) -> AccountRow<'static> {
        AccountRow {
            id: AccountId(id),
            product,
            opened_on: opened.map(Day),
            closed_on: opened.zip(lasts).map(|(day, lasts)| Day(day + lasts)),
            status,
            balance: balance.map(|(_, amount)| Money(amount)),
            balance_on: balance.map(|(day, _)| Day(day)),
            maturity_on: matures.map(Day),
        }
    }
}

prop_compose! {
    fn any_txn()(
        day in SPAN,
        account in prop::option::weighted(0.9, 1..4i64),
        amount in -50_000i64..50_000,
        kind in prop::sample::select(vec!["cash_deposit", "transfer_out", "interest", "fee", "salary_in", "odd"]),
        after in prop::option::weighted(0.2, -5_000i64..90_000),
    ) -> TxnRow {
        TxnRow {
            booked_on: Day(day),
            account: account.map(AccountId),
            amount: Money(amount),
            kind: TxnKinds::embedded().info(kind),
            balance_after: after.map(Money),
        }
    }
}

fn any_book() -> impl Strategy<Value = Book> {
    let accounts = (0..4i64).prop_flat_map(|n| (1..=n).map(any_account).collect::<Vec<_>>());
    let balances = prop::collection::btree_map((1..4i64, SPAN), 0i64..90_000, 0..8);
    let contacts = prop::collection::vec((SPAN, 0..3u8), 0..12);
    let birth = prop::option::of(-20_000..0i32);
    (accounts, prop::collection::vec(any_txn(), 0..60), balances, contacts, birth).prop_map(
        |(accounts, mut txns, balances, mut contacts, birth)| {
            txns.sort_by_key(|t| t.booked_on);
            contacts.sort_unstable();
            let balance = |((id, day), amount)| BalanceRow {
                account: AccountId(id),
                on: Day(day),
                amount: Money(amount),
            };
            let contact = |(day, reach)| ContactRow {
                on: Day(day),
                is_reached: reach == 2,
                is_attempt: reach > 0,
                dialled_at: None,
            };
            Book {
                facts: Facts {
                    birth_on: birth.map(Day), tags: vec!["高端".to_owned()], ..Facts::default()
                },
                accounts,
                txns,
                balances: balances.into_iter().map(balance).collect(),
                contacts: contacts.into_iter().map(contact).collect(),
            }
        },
    )
}

fn assert_same(left: &Metrics, right: &Metrics, what: &str) {
    for metric in Metric::ALL {
        let (left, right) = (left.value(*metric), right.value(*metric));
        let slack = i64::from(*metric == Metric::ActivityDropP);
        let is_same = match (left, right) {
            (Some(left), Some(right)) => (left - right).abs() <= slack,
            (left, right) => left == right,
        };
        assert!(is_same, "{what}: {} is {left:?}, not {right:?}", metric.code());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, ..ProptestConfig::default() })]

    #[test]
    fn a_profile_gives_exact_metrics_until_it_gets_stale(
        book in any_book(), start in 0..720i32, later in prop::collection::vec(0..600i32, 4),
    ) {
        let start = Day(start);
        let profile = Profile::build(&book.rows(), start);
        let end = profile.stale_on().unwrap_or(start + 600);
        prop_assert!(end > start);
        let days = later.iter().map(|n| start + n % (end - start)).chain([start, end - 1]);
        for day in days {
            let kept = Metrics::compute(&profile, day);
            assert_same(&kept, &Metrics::compute(&Profile::build(&book.rows(), day), day), "a fresh profile");
            assert_same(&kept, &oracle::metrics(&book.rows(), day), "the definition");
        }
    }

    #[test]
    fn a_blob_gives_back_the_profile_whatever_was_in_the_room_before(
        book in any_book(), other in any_book(), day in 0..720i32,
    ) {
        let profile = Profile::build(&book.rows(), Day(day));
        let blob = profile.to_bytes().unwrap();
        prop_assert_eq!(&Profile::from_bytes(&blob).unwrap(), &profile);
        let mut room = Profile::build(&other.rows(), Day(day / 2));
        room.read(&blob).unwrap();
        prop_assert_eq!(&room, &profile);
    }
}

#[test]
fn a_balance_goes_on_from_the_last_known_one_and_back_from_the_first() {
    let book = Book {
        accounts: vec![AccountRow { opened_on: Some(Day(100)), ..account(1) }],
        txns: vec![
            txn(100, 500, "cash_deposit"),
            txn(110, 300, "cash_deposit"),
            txn(130, -200, "transfer_out"),
        ],
        balances: vec![BalanceRow { account: AccountId(1), on: Day(120), amount: Money(900) }],
        ..Book::default()
    };
    assert_eq!(
        book.metrics(115).value(Metric::Assets),
        None,
        "nothing is known before the first known balance"
    );
    assert_eq!(book.metrics(125).value(Metric::Assets), Some(900));
    assert_eq!(book.metrics(140).value(Metric::Assets), Some(700));
    // 900 - 300 before day 110; the days before the opening are 0.
    let days_600 = 600 * 10 + 900 * 16;
    assert_eq!(book.metrics(125).value(Metric::AssetsAvg30d), Some((days_600 + 15) / 30));
}

#[test]
fn a_closed_account_holds_nothing_from_its_last_day_on() {
    let mut book = Book {
        accounts: vec![AccountRow {
            closed_on: Some(Day(50)),
            balance: Some(Money(400)),
            balance_on: Some(Day(10)),
            ..account(1)
        }],
        ..Book::default()
    };
    assert_eq!(book.metrics(49).value(Metric::Assets), Some(400));
    assert_eq!(book.metrics(49).value(Metric::AccountCount), Some(1));
    assert_eq!(book.metrics(50).value(Metric::Assets), Some(0));
    assert_eq!(book.metrics(50).value(Metric::AccountCount), Some(0));
    assert_eq!(Profile::build(&book.rows(), Day(20)).stale_on(), Some(Day(50)));
    book.accounts[0].closed_on = None;
    book.accounts[0].status = AccountStatus::Closed;
    assert_eq!(book.metrics(9).value(Metric::AccountCount), Some(1));
    assert_eq!(book.metrics(10).value(Metric::AccountCount), Some(0));
}

#[test]
fn a_customer_without_account_has_missing_assets_and_still_acts() {
    let mut shop = txn(5, -300, "card_purchase");
    shop.account = None;
    let metrics = Book { txns: vec![shop], ..Book::default() }.metrics(40);
    assert_eq!(metrics.value(Metric::Assets), None);
    assert_eq!(metrics.value(Metric::AccountCount), None);
    assert_eq!(metrics.value(Metric::TxnCount60d), Some(1));
    assert_eq!(metrics.value(Metric::DaysSinceTxn), Some(35));
    let nobody = Book::default().metrics(40);
    assert_eq!(nobody.value(Metric::TxnCount365d), Some(0));
    assert_eq!(nobody.value(Metric::TenureDays), None);
}

#[test]
fn loans_and_overdrafts_are_liabilities_and_cards_neither() {
    let with = |id, product, amount| AccountRow {
        product,
        balance: Some(Money(amount)),
        balance_on: Some(Day(0)),
        ..account(id)
    };
    let accounts = vec![
        with(1, "current_account", -70),
        with(2, "loan", 500),
        with(3, "card", 9),
        with(4, "mystery", 30),
    ];
    let metrics = Book { accounts, ..Book::default() }.metrics(1);
    assert_eq!(metrics.value(Metric::Liabilities), Some(570));
    assert_eq!(metrics.value(Metric::Assets), Some(30));
    let cards = Book { accounts: vec![with(1, "card", 9)], ..Book::default() }.metrics(1);
    assert_eq!(cards.value(Metric::Assets), None, "a card's balance is not a known balance");
}

#[test]
fn interest_and_salary_are_no_activity_and_own_transfers_no_flow() {
    let book = Book {
        txns: vec![txn(1, 900, "salary_in"), txn(2, 10, "interest"), txn(3, -500, "own_transfer")],
        ..Book::default()
    };
    let metrics = book.metrics(4);
    assert_eq!(metrics.value(Metric::TxnCount30d), Some(1));
    assert_eq!(metrics.value(Metric::Inflow30d), Some(900));
    assert_eq!(metrics.value(Metric::Outflow30d), Some(0));
}

#[test]
fn the_largest_movement_of_a_day_stands_beside_its_sum() {
    let book = Book {
        txns: vec![txn(9, 100, "transfer_in"), txn(9, 700, "transfer_in"), txn(9, -50, "transfer_out")],
        ..Book::default()
    };
    let profile = Profile::build(&book.rows(), Day(10));
    let flows: Vec<FlowDay> = profile.flows(Day(10), 7).collect();
    assert_eq!(
        flows,
        [FlowDay {
            on: Day(9),
            inflow: Money(800),
            outflow: Money(50),
            largest_in: Money(700),
            largest_out: Money(50)
        }]
    );
    assert_eq!(profile.flows(Day(10), 1).count(), 0);
}

#[test]
fn a_maturity_stays_for_a_month_and_knows_its_reason() {
    let deposit = AccountRow {
        product: "time_deposit",
        balance: Some(Money(5_000)),
        balance_on: Some(Day(0)),
        maturity_on: Some(Day(60)),
        ..account(7)
    };
    let book = Book { accounts: vec![deposit], ..Book::default() };
    let profile = Profile::build(&book.rows(), Day(70));
    let [maturity] = profile.maturities() else { panic!("one maturity") };
    assert_eq!((maturity.reason(), maturity.amount), (Some(Reason::TdDue), Some(Money(5_000))));
    assert_eq!(book.metrics(50).value(Metric::DaysToMaturity), Some(10));
    assert_eq!(book.metrics(70).value(Metric::DaysToMaturity), None);
    assert!(Profile::build(&book.rows(), Day(92)).maturities().is_empty());
}

#[test]
fn a_small_customer_makes_a_small_blob() {
    let txns = (0..20).map(|n| txn(n * 54, 123_456 * i64::from(n + 1), "transfer_in")).collect();
    let accounts = vec![AccountRow {
        opened_on: Some(Day(0)),
        balance: Some(Money(8_765_432)),
        balance_on: Some(Day(1000)),
        ..account(1)
    }];
    let book = Book { accounts, txns, ..Book::default() };
    let size = Profile::build(&book.rows(), Day(1090)).to_bytes().unwrap().len();
    assert!(size <= 150, "{size} bytes");
}

#[test]
fn a_blob_of_another_form_is_refused() {
    let mut blob = Profile::build(&Book::default().rows(), Day(0)).to_bytes().unwrap();
    blob[0] += 1;
    assert!(Profile::from_bytes(&blob).is_err());
    assert!(Profile::from_bytes(&[]).is_err());
}
