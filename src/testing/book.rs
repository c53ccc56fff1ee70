//! A small book of invented customers for the tests of screens: every value tier, several lifecycle classes, every
//! queue but one, all bands, flags of each kind. Its day is that of [`super::tuesday`].

use super::tuesday;
use crate::book::{
    Book, CallFigures, ClassTable, ClassThen, Flag, Move, NewRow, TiersThen, TodayFacts, UsualRange,
};
use crate::domain::{
    AccountId, Cause, Channel, CustomerId, Day, Dimension, FollowUpId, FollowUpKind, Minute, Moment, Money,
    QueueName, Reason, Zone,
};
use crate::store::protocol::{Failure, Overview, Recomputed, Reply, Request};
use crate::work::queue::queue_of;
use crate::work::{Band, Due, Held, NextContact, Proof};

/// Names, value tier, lifecycle and assets of [`small_book`]; the first one has the id 1. The numbers are
/// `138` and the id.
const PEOPLE: [(&str, &str, &str, i64); 14] = [
    ("马玉兰", "diamond", "mature", 2_364_000),
    ("陈国华", "diamond", "mature", 3_125_000),
    ("沈立群", "wealth", "at_risk", 1_010_000),
    ("吴佩珊", "wealth", "mature", 1_906_000),
    ("黄志坚", "gold", "mature", 168_000),
    ("夏春生", "wealth", "mature", 633_000),
    ("蒋德明", "diamond", "declining", 2_247_000),
    ("方敏", "basic", "dormant", 146_000),
    ("姚丽娟", "gold", "new", 312_000),
    ("温如玉", "wealth", "mature", 1_215_000),
    ("傅新民", "gold", "mature", 489_000),
    ("宋立诚", "private", "mature", 12_060_000),
    ("袁小萍", "gold", "mature", 192_000),
    ("邓少康", "diamond", "growing", 2_180_000),
];

/// The classes of value and lifecycle.
pub fn classes() -> ClassTable {
    let named = |all: &[(&str, &str, &str)]| -> Vec<(String, String, String)> {
        all.iter().map(|(code, zh, en)| ((*code).to_owned(), (*zh).to_owned(), (*en).to_owned())).collect()
    };
    let mut table = ClassTable::default();
    let value = [
        ("private", "私人银行", "Private"),
        ("diamond", "钻石", "Diamond"),
        ("wealth", "财富", "Wealth"),
        ("gold", "贵宾", "Gold"),
        ("basic", "基础", "Basic"),
        ("tail", "长尾", "Tail"),
    ];
    let lifecycle = [
        ("at_risk", "风险", "At risk"),
        ("declining", "衰退", "Declining"),
        ("dormant", "睡眠", "Dormant"),
        ("revived", "挽回", "Revived"),
        ("new", "新客", "New"),
        ("growing", "成长", "Growing"),
        ("mature", "成熟", "Mature"),
    ];
    table.set(Dimension::Value, named(&value));
    table.set(Dimension::Lifecycle, named(&lifecycle));
    table
}

/// A reason that proves itself by the class, due on a day; the fields are there to be changed.
pub fn due(reason: Reason, band: Band, due_on: Day) -> Due {
    Due {
        reason,
        kind: None,
        band,
        on: due_on,
        due_on,
        minute: None,
        amount: None,
        figure: None,
        channel: Some(Channel::Phone),
        held: None,
        proof: Proof::Class,
        is_open: true,
    }
}

/// The reasons of a customer of [`small_book`], first one first.
fn dues(id: i64, day: Day) -> Vec<Due> {
    let stored = |reason, kind, minute: Option<Minute>| Due {
        kind: Some(kind),
        minute,
        proof: Proof::FollowUp(FollowUpId(id)),
        ..due(reason, Band::Promised, day)
    };
    let money = |units| Some(Money::main(units));
    match id {
        1 => vec![
            Due {
                on: day + 2,
                amount: money(800_000),
                proof: Proof::Account(AccountId(1)),
                ..due(Reason::TdDue, Band::Hard, day)
            },
            Due { figure: Some(21), ..due(Reason::Rhythm, Band::Scored, day - 12) },
            Due { on: day - 6, amount: money(125_000), ..due(Reason::Inflow, Band::Scored, day) },
        ],
        2 => vec![stored(Reason::Callback, FollowUpKind::Callback, Minute::new(9, 30))],
        3 => vec![
            Due { on: day - 1, amount: money(-520_000), ..due(Reason::Outflow, Band::Scored, day) },
            Due {
                amount: money(523_000),
                figure: Some(-340_000),
                ..due(Reason::AssetsDrop, Band::Scored, day)
            },
            Due { on: day - 1, ..due(Reason::AtRisk, Band::Scored, day) },
        ],
        4 => vec![stored(Reason::Callback, FollowUpKind::Callback, Minute::new(15, 30))],
        5 => vec![stored(Reason::Promise, FollowUpKind::Promise, None)],
        6 => vec![Due { kind: Some(FollowUpKind::Complaint), ..due(Reason::Complaint, Band::Hard, day - 4) }],
        7 => vec![Due { figure: Some(21), ..due(Reason::Rhythm, Band::Scored, day - 2) }],
        8 => vec![Due { on: day - 1, ..due(Reason::Dormant, Band::Scored, day) }],
        9 => vec![due(Reason::NewAssigned, Band::Scored, day)],
        10 => vec![Due {
            channel: None,
            held: Some(Held::Until(Channel::Phone, Some(day + 7))),
            ..due(Reason::Birthday, Band::Held, day)
        }],
        11 => vec![Due { amount: money(11_000), ..due(Reason::TierEdge, Band::Scored, day + 6) }],
        12 => vec![Due { on: day + 2, ..due(Reason::IdExpiry, Band::Hard, day) }],
        _ => Vec::new(),
    }
}

fn flags(id: i64) -> &'static [Flag] {
    match id {
        1 => &[Flag::MoneyDue],
        2 => &[Flag::RiskExpired],
        6 => &[Flag::Overdue, Flag::NumberInvalid],
        7 => &[Flag::Overdue],
        10 => &[Flag::ClosedChannel, Flag::Birthday],
        11 => &[Flag::Edge],
        13 => &[Flag::NoNextContact],
        14 => &[Flag::Overridden],
        _ => &[],
    }
}

/// A customer of the small book: `PEOPLE` from 1, with tier, lifecycle, reasons, queues, marks.
pub fn small_row(id: i64) -> NewRow {
    let (day, table) = (tuesday().day(), classes());
    let (name, value, lifecycle, assets) = usize::try_from(id - 1)
        .ok()
        .and_then(|at| PEOPLE.get(at))
        .copied()
        .unwrap_or(("周启航", "basic", "mature", 186_000));
    let mut new = NewRow::new(CustomerId(id));
    new.customer_no = format!("{}", 100_000 + id);
    new.name = name.to_owned();
    new.phones = format!("138{id:08}");
    new.tags = if id == 3 { "价格敏感".to_owned() } else { String::new() };
    new.dues = dues(id, day);
    let row = &mut new.row;
    row.classes[Dimension::Value.index()] = table.place(Dimension::Value, value);
    row.classes[Dimension::Lifecycle.index()] = table.place(Dimension::Lifecycle, lifecycle);
    row.assets = Some(Money::main(assets));
    row.assets_avg = Some(Money::main(assets - assets / 100));
    row.to_next = flags(id).contains(&Flag::Edge).then(|| Money::main(11_000));
    row.change_90d = Some(if id == 3 { -340_000 } else { 10_000 * id });
    row.last_contact_on = (id != 9).then(|| day - i32::try_from(3 * id).unwrap_or(0));
    row.score_inputs.contribution = Money::main(assets / 100);
    row.score_inputs.has_outflow_sign = id == 3;
    for flag in flags(id) {
        row.flags.set(*flag, true);
    }
    if let Some(first) = new.dues.first() {
        row.is_held = first.band == Band::Held;
        row.next = first.channel.map(|channel| NextContact {
            band: first.band,
            on: first.due_on,
            minute: first.minute,
            reason: first.reason,
            kind: first.kind,
            channel,
        });
        if first.due_on <= day {
            row.queues.insert(if first.due_on < day { QueueName::Overdue } else { QueueName::Due });
        }
    }
    for queue in new.dues.iter().filter_map(|due| queue_of(due.reason)) {
        row.queues.insert(queue);
    }
    new
}

/// Fourteen customers, scored.
pub fn small_book() -> Book {
    let mut book = Book::new(tuesday().day(), classes());
    for id in 1..=14 {
        book.put(&small_row(id));
    }
    book.score_all(tuesday().minute());
    book
}

/// What Today shows beside [`small_book`]: a visit yesterday, five moves, figures of calls.
pub fn small_facts() -> TodayFacts {
    let day = tuesday().day();
    let last_visit: Moment = Zone::CHINA.at(day - 1, Minute::new(17, 52).unwrap_or_default());
    let figures =
        |dialled, reached, appointments, deals| CallFigures { dialled, reached, appointments, deals };
    let then = |classes: &[(&str, u32, i64)]| -> Vec<ClassThen> {
        classes
            .iter()
            .map(|(class, customers, assets)| ClassThen {
                class: (*class).to_owned(),
                customers: *customers,
                assets: Money::main(*assets),
            })
            .collect()
    };
    let before = [("private", 1, 12_060_000), ("diamond", 3, 7_736_000), ("wealth", 5, 6_944_000)];
    let now = [
        ("private", 1, 12_060_000),
        ("diamond", 4, 9_916_000),
        ("wealth", 4, 4_764_000),
        ("gold", 4, 1_161_000),
        ("basic", 1, 146_000),
    ];
    let change = |id, dimension, from: &str, to: &str| Move {
        customer: CustomerId(id),
        dimension,
        from: from.to_owned(),
        to: to.to_owned(),
        on: day,
        cause: Cause::Import,
        assets: None,
    };
    let mut classes_last: [TiersThen; 6] = Default::default();
    classes_last[Dimension::Value.index()] = TiersThen { on: Some(day - 1), classes: then(&before) };
    TodayFacts {
        last_visit: Some(last_visit),
        last_visit_on: Some(day - 1),
        data_on: Some(day - 1),
        classes_last,
        tiers_month: TiersThen { on: Some(day - 24), classes: then(&before[..2]) },
        tiers_now: TiersThen { on: Some(day), classes: then(&now) },
        moves: vec![
            change(14, Dimension::Value, "wealth", "diamond"),
            change(13, Dimension::Value, "wealth", "gold"),
            change(3, Dimension::Lifecycle, "mature", "at_risk"),
            change(8, Dimension::Lifecycle, "declining", "dormant"),
            change(4, Dimension::Lifecycle, "dormant", "revived"),
        ],
        yesterday_on: Some(day - 1),
        yesterday: figures(32, 14, 3, 1),
        usual: Some(UsualRange { from: figures(25, 10, 2, 0), to: figures(38, 16, 4, 2) }),
        today: figures(3, 1, 0, 0),
        month: figures(486, 201, 38, 11),
    }
}

/// The answers of a desk with [`small_book`].
///
/// # Errors
/// Never; the type is that of every desk.
pub fn small_answers(request: &Request) -> Result<Reply, Failure> {
    match request {
        Request::Recompute => Ok(Reply::Recomputed(Box::new(Recomputed {
            book: small_book(),
            today: small_facts(),
            rule_versions: [7; 6],
            is_recorded: true,
            changes: 5,
        }))),
        request => before_the_book(request),
    }
}

/// The answers of the same desk while the book is still being made: the overview with the stored figures.
///
/// # Errors
/// Never; the type is that of every desk.
pub fn before_the_book(request: &Request) -> Result<Reply, Failure> {
    match request {
        Request::FindOverview => Ok(Reply::OverviewFound(Box::new(Overview {
            has_customers: true,
            state_on: Some(tuesday().day()),
            classes: classes(),
            today: small_facts(),
            ..Overview::default()
        }))),
        _ => Ok(Reply::Recorded),
    }
}
