use super::rows::{DemoCustomer, Move};
use super::*;
use crate::classify::{AccountRow, BalanceRow, Facts, Metrics, Profile, ProfileRows, RuleBook, TxnRow};
use crate::domain::kinds::{ProductKinds, TxnKinds};
use crate::domain::*;
use sha2::{Digest, Sha256};
use std::collections::{HashMap, HashSet};

fn recipe(customers: u32, seed: u64) -> Recipe {
    Recipe::new(customers, seed, Day::from_ymd(2026, 11, 24).unwrap(), Zone::CHINA)
}

fn book(recipe: &Recipe) -> Vec<DemoCustomer> {
    (0..recipe.customers).map(|index| generate_customer(recipe, index)).collect()
}

fn hash(recipe: &Recipe) -> Vec<u8> {
    let mut hasher = Sha256::new();
    for index in 0..recipe.customers {
        hasher.update(serde_json::to_vec(&generate_customer(recipe, index)).unwrap());
    }
    hasher.finalize().to_vec()
}

/// A customer as the classification will see him on a day.
fn classified(one: &DemoCustomer, day: Day) -> (Metrics, Facts) {
    let place = |place: usize| AccountId(i64::try_from(place).unwrap());
    let accounts: Vec<AccountRow> = one
        .accounts
        .iter()
        .enumerate()
        .map(|(at, account)| AccountRow {
            id: place(at),
            product: account.product,
            opened_on: Some(account.opened_on),
            closed_on: account.closed_on,
            status: if account.closed_on.is_some() { AccountStatus::Closed } else { AccountStatus::Open },
            balance: Some(Money(account.balance)),
            balance_on: Some(account.balance_on),
            maturity_on: account.maturity_on,
        })
        .collect();
    let kinds = TxnKinds::embedded();
    let txns: Vec<TxnRow> = one
        .movements
        .iter()
        .map(|movement| TxnRow {
            booked_on: movement.booked_on,
            account: Some(place(0)),
            amount: Money(movement.amount),
            kind: kinds.info(movement.kind.code()),
            balance_after: Some(Money(movement.balance_after)),
        })
        .collect();
    let balances: Vec<BalanceRow> = one
        .balances
        .iter()
        .map(|row| BalanceRow { account: place(row.account), on: row.balance_on, amount: Money(row.amount) })
        .collect();
    let who = &one.identity;
    let facts = Facts {
        birth_on: who.birth_on,
        gender: who.gender,
        region: Some(who.region.to_owned()),
        industry: who.industry.map(str::to_owned),
        tags: one.tags.iter().map(|tag| (*tag).to_owned()).collect(),
        ..Facts::default()
    };
    let rows =
        ProfileRows { facts: &facts, accounts: &accounts, txns: &txns, balances: &balances, contacts: &[] };
    let metrics = Metrics::compute(&Profile::build(&rows, day), day);
    (metrics, facts)
}

/// How many customers the built-in rules put into each class of a dimension on the working date.
fn distribution(recipe: &Recipe, customers: u32, dimension: Dimension) -> HashMap<String, usize> {
    distribution_on(recipe.as_of, recipe, customers, dimension)
}

fn distribution_on(
    day: Day,
    recipe: &Recipe,
    customers: u32,
    dimension: Dimension,
) -> HashMap<String, usize> {
    let rules = RuleBook::embedded();
    let mut counts = HashMap::new();
    for index in 0..customers {
        let (metrics, facts) = classified(&generate_customer(recipe, index), day);
        let classes = rules.classes_of(&metrics, &facts);
        *counts.entry(rules.code(dimension, &classes).to_owned()).or_insert(0) += 1;
    }
    counts
}

fn assert_shares(counts: &HashMap<String, usize>, expected: &[(&str, f64, f64)]) {
    println!("{counts:?}");
    let share = |count: usize| f64::from(u32::try_from(count).unwrap());
    let all = share(counts.values().sum());
    for (class, low, high) in expected {
        let share = 100.0 * share(counts.get(*class).copied().unwrap_or(0)) / all;
        assert!((*low..=*high).contains(&share), "{class}: {share:.1} % is not in {low}..{high}");
    }
}

#[test]
fn the_same_recipe_gives_the_same_rows_and_another_seed_others() {
    assert_eq!(hash(&recipe(60, 7)), hash(&recipe(60, 7)));
    assert_ne!(hash(&recipe(60, 7)), hash(&recipe(60, 8)));
}

#[test]
fn the_rows_of_the_default_seed_change_only_with_the_version() {
    let hash = hash(&recipe(40, DEFAULT_SEED));
    let head = u32::from_be_bytes([hash[0], hash[1], hash[2], hash[3]]);
    assert_eq!((VERSION, head), (4, 0xef68_ef03), "other rows for the same recipe: raise VERSION");
}

const LIFECYCLE: [(&str, f64, f64); 10] = [
    ("mature", 50.0, 68.0),
    ("growing", 5.0, 10.0),
    ("new", 1.5, 4.0),
    ("declining", 2.5, 8.0),
    ("at_risk", 3.0, 10.0),
    ("dormant", 6.0, 12.0),
    ("lost", 2.0, 6.0),
    ("revived", 0.8, 3.0),
    ("closed", 1.5, 4.5),
    ("prospect", 1.0, 3.0),
];

#[test]
fn every_lifecycle_class_has_a_plausible_share() {
    assert_shares(&distribution(&recipe(1200, DEFAULT_SEED), 1200, Dimension::Lifecycle), &LIFECYCLE);
}

#[test]
fn a_thinned_book_has_every_lifecycle_class_too() {
    assert_shares(&distribution(&recipe(100_000, 11), 1_500, Dimension::Lifecycle), &LIFECYCLE);
}

#[test]
fn the_tiers_have_the_shares_of_a_branch() {
    let expected = [
        ("private", 0.4, 1.2),
        ("diamond", 2.0, 4.5),
        ("wealth", 10.0, 16.0),
        ("gold", 18.0, 27.0),
        ("basic", 27.0, 37.0),
        ("tail", 22.0, 34.0),
        ("unclassified", 1.0, 3.0),
    ];
    assert_shares(&distribution(&recipe(1200, DEFAULT_SEED), 1200, Dimension::Value), &expected);
}

#[test]
fn the_assets_were_known_in_the_past_too() {
    let recipe = recipe(600, 21);
    let today = distribution(&recipe, 600, Dimension::Value);
    for back in [1, 60, 300] {
        let past = distribution_on(recipe.as_of - back, &recipe, 600, Dimension::Value);
        for tier in ["wealth", "gold", "basic"] {
            let (now, then) = (today[tier], past.get(tier).copied().unwrap_or(0));
            assert!(now.abs_diff(then) * 100 <= now * 30, "{tier} {back} days ago: {then}, today {now}");
        }
    }
}

#[test]
fn needs_ages_and_industries_are_spread() {
    let recipe = recipe(800, 4);
    let needs = distribution(&recipe, 800, Dimension::Need);
    for class in ["high_end", "loan", "wealth_management", "insurance", "payment", "savings"] {
        assert!(needs.contains_key(class), "no {class} in {needs:?}");
    }
    assert!(distribution(&recipe, 800, Dimension::Demographic).len() >= 7);
    let industries = distribution(&recipe, 800, Dimension::Industry);
    assert!(industries.len() >= 15 && !industries.contains_key("other"), "{industries:?}");
}

#[test]
fn the_ledger_keeps_to_the_volume_of_the_book() {
    for (customers, low, high) in [(1_200, 185.0, 215.0), (100_000, 18.5, 21.5), (1_000_000, 18.5, 21.5)] {
        let recipe = recipe(customers, 3);
        let sample = 2_000.min(customers);
        let rows: usize = (0..sample).map(|index| generate_customer(&recipe, index).movements.len()).sum();
        let each = f64::from(u32::try_from(rows).unwrap()) / f64::from(sample);
        assert!((low..=high).contains(&each), "{customers}: {each:.1} movements each");
    }
}

#[test]
fn balances_follow_from_movements_and_end_at_the_account() {
    let recipe = recipe(400, 5);
    for one in book(&recipe) {
        for pair in one.movements.windows(2) {
            assert!(pair[0].booked_on <= pair[1].booked_on);
            assert_eq!(pair[0].balance_after + pair[1].amount, pair[1].balance_after, "{}", one.index);
        }
        for movement in &one.movements {
            assert!(
                movement.balance_after >= 0 && movement.amount != 0 && movement.booked_on <= recipe.as_of
            );
        }
        if let (Some(last), Some(account)) = (one.movements.last(), one.accounts.first()) {
            assert_eq!(last.balance_after, account.balance, "{}", one.index);
        }
        let twins: HashSet<_> = one
            .movements
            .iter()
            .map(|m| (m.booked_on, m.amount, m.kind.code(), m.counterparty, m.memo, m.twin))
            .collect();
        assert_eq!(twins.len(), one.movements.len());
    }
}

#[test]
fn nothing_is_dated_after_the_working_date_but_plans_and_terms() {
    let recipe = recipe(600, 9);
    let midnight = recipe.zone().at(recipe.as_of, Minute::default());
    for one in book(&recipe) {
        for account in &one.accounts {
            assert!(
                account.opened_on <= recipe.as_of && account.closed_on.is_none_or(|day| day <= recipe.as_of)
            );
        }
        for pair in one.contacts.windows(2) {
            assert!(pair[0].at < pair[1].at);
        }
        for touch in &one.contacts {
            assert!(touch.at < midnight);
            assert!(Reach::of_channel(touch.channel, touch.direction).contains(&touch.reach));
            assert_eq!(touch.result.is_some(), touch.reach.is_talk());
        }
        let open = one.follow_ups.iter().filter(|f| f.state == FollowUpState::Open);
        assert!(open.filter(|f| f.kind == FollowUpKind::Step).count() <= 1, "one step at most");
    }
}

#[test]
fn mobile_numbers_are_unique_and_well_formed() {
    let recipe = recipe(3_000, 1);
    let mut seen = HashSet::new();
    for phone in book(&recipe).into_iter().flat_map(|one| one.phones) {
        let is_mobile = phone.number.len() == 11 && phone.number.starts_with("1545");
        let is_landline = phone.number.len() == 13 && phone.number.starts_with("0600-8");
        assert!(is_mobile || is_landline, "{}", phone.number);
        assert!(phone.number.bytes().filter(|b| *b != b'-').all(|b| b.is_ascii_digit()));
        assert!(seen.insert(phone.number.clone()), "{} twice", phone.number);
    }
    let last = generate_customer(&Recipe { customers: MAX_CUSTOMERS, ..recipe }, MAX_CUSTOMERS - 1);
    assert_eq!(last.phones[0].number.len(), 11);
}

#[test]
fn names_hold_rare_and_compound_surnames() {
    let book = book(&recipe(1200, DEFAULT_SEED));
    for surname in ["单", "解", "仇", "曾", "查", "区", "朴", "盖", "翟", "欧阳", "尉迟", "万俟"]
    {
        assert!(book.iter().any(|one| one.identity.name.starts_with(surname)), "{surname}");
    }
    for one in &book {
        assert!(!one.identity.name.is_empty() && !one.identity.name.contains(':'), "{}", one.identity.name);
        if one.identity.kind == CustomerKind::Person {
            assert!((2..=4).contains(&one.identity.name.chars().count()), "{}", one.identity.name);
        }
    }
}

#[test]
fn the_day_has_work_call_backs_maturities_birthdays_and_faults() {
    let recipe = recipe(1200, DEFAULT_SEED);
    let book = book(&recipe);
    let count = |test: &dyn Fn(&DemoCustomer) -> bool| book.iter().filter(|one| test(one)).count();
    let today = recipe.as_of;
    let due_today = count(&|one| {
        one.follow_ups
            .iter()
            .any(|f| f.state == FollowUpState::Open && f.due_on == today && f.due_minute.is_some())
    });
    let maturing = count(&|one| {
        one.accounts
            .iter()
            .any(|a| a.closed_on.is_none() && a.maturity_on.is_some_and(|m| (0..30).contains(&(m - today))))
    });
    let birthdays =
        count(&|one| one.identity.birth_on.is_some_and(|birth| birth.in_year(today.ymd().0) == today));
    let dead = count(&|one| one.phones.iter().any(|phone| phone.state == PhoneState::Invalid));
    let closed = count(&|one| one.consents.iter().any(|c| c.state == ConsentState::Never));
    let expired = count(&|one| one.identity.risk_level_until_on.is_some_and(|day| day < today));
    let complaints = count(&|one| one.contacts.iter().any(|t| t.result == Some(TalkResult::Complaint)));
    println!("{due_today} {maturing} {birthdays} {dead} {closed} {expired} {complaints}");
    assert!((3..=25).contains(&due_today), "{due_today} due today");
    assert!((30..=200).contains(&maturing), "{maturing} maturing");
    assert!((2..=20).contains(&birthdays), "{birthdays} birthdays");
    for (what, number) in
        [("dead", dead), ("closed", closed), ("expired", expired), ("complaints", complaints)]
    {
        assert!((2..=90).contains(&number), "{number} {what}");
    }
}

#[test]
fn follow_ups_are_about_what_a_log_would_write() {
    for follow_up in book(&recipe(500, 3)).into_iter().flat_map(|one| one.follow_ups) {
        assert_eq!(follow_up.reason.code(), follow_up.kind.code());
    }
}

#[test]
fn every_code_used_is_known_to_the_tables_of_kinds() {
    let (kinds, products) = (TxnKinds::embedded(), ProductKinds::embedded());
    for kind in Move::ALL {
        assert!(kinds.codes().any(|code| code == kind.code()), "{}", kind.code());
    }
    for one in book(&recipe(500, 2)) {
        for account in one.accounts {
            assert!(products.codes().any(|code| code == account.product), "{}", account.product);
        }
    }
}

#[test]
fn a_recipe_survives_its_text_and_ages_by_a_day() {
    let made = recipe(1200, 5);
    assert_eq!(Recipe::from_json(&made.to_json()), Some(made));
    assert_eq!(Recipe::from_json("{}"), None);
    assert!(!made.is_stale(made.as_of) && made.is_stale(made.as_of + 1));
    assert_eq!(made.remade(made.as_of + 3).as_of, made.as_of + 3);
    assert_eq!(Recipe::new(0, 1, made.as_of, Zone::CHINA).customers, 1);
}

#[test]
fn a_small_book_is_classified_over_two_years_and_a_large_one_since_the_last_visit() {
    let small = recipe(1200, 1);
    let days = days_to_classify(&small);
    assert_eq!(
        days.iter().map(ToString::to_string).collect::<Vec<_>>(),
        ["2024-11-30", "2026-10-13", "2026-11-24"]
    );
    let large = days_to_classify(&recipe(50_000, 1));
    let last_visit = visits(&small, 30).last().map(|visit| visit.on);
    assert_eq!((large.len(), large.first().copied()), (2, last_visit));
}

#[test]
fn every_deal_is_a_purchase_of_the_ledger_and_its_note_names_the_product() {
    let recipe = recipe(1200, DEFAULT_SEED);
    let (mut deals, mut last_year) = (0, 0);
    for one in book(&recipe) {
        for touch in one.contacts.iter().filter(|touch| touch.result == Some(TalkResult::Deal)) {
            let (product, amount) = touch.deal.unwrap();
            let on = recipe.zone().day(touch.at);
            let is_near = |day: Day| (0..=5).contains(&(day - on));
            let booked = one.movements.iter().find(|m| m.amount == -amount && is_near(m.booked_on));
            assert_eq!(booked.map(|m| m.kind), Some(Move::ProductPurchase), "{} on {on}", one.index);
            let held =
                |a: &rows::Account| a.product == product && a.balance == amount && is_near(a.opened_on);
            assert!(one.accounts.iter().any(held), "{} {product} on {on}", one.index);
            let note = touch.note.as_deref().unwrap_or_default();
            let named: &[(&str, &[&str])] = &[
                ("定期", &["time_deposit"]),
                ("存单", &["large_cd"]),
                ("通知存款", &["notice_deposit"]),
                ("理财", &["wealth"]),
                ("投保", &["insurance"]),
                ("申购", &["fund"]),
            ];
            for (word, products) in named {
                assert!(!note.contains(word) || products.contains(&product), "{note}: {product}");
            }
            assert!(!note.contains('{'), "{note}");
            deals += 1;
            last_year += usize::from(recipe.as_of - on < 365);
        }
    }
    println!("{deals} deals, {last_year} of the last year");
    assert!((120..=320).contains(&last_year), "{last_year} deals of the last year");
}
