use super::compute::{poisson_at_most, rounded};
use super::*;
use crate::classify::{Profile, ProfileRows, TxnRow};
use crate::domain::{Day, TxnKinds};
use crate::lang::Lang;

fn at(facts: &Facts, txns: &[TxnRow], day: &str) -> Metrics {
    let rows = ProfileRows { facts, accounts: &[], txns, balances: &[], contacts: &[] };
    let day = Day::parse_iso(day).unwrap();
    Metrics::compute(&Profile::build(&rows, day), day)
}

fn txns(days: impl IntoIterator<Item = Day>, kind: &str) -> Vec<TxnRow> {
    let kind = TxnKinds::embedded().info(kind);
    let row = |on| TxnRow { booked_on: on, account: None, amount: Money(-100), kind, balance_after: None };
    days.into_iter().map(row).collect()
}

fn day(text: &str) -> Day {
    Day::parse_iso(text).unwrap()
}

#[test]
fn values_are_rounded_half_away_from_zero() {
    for (n, d, value) in [(5, 10, 1), (-5, 10, -1), (4, 10, 0), (-14, 10, -1), (-15, 10, -2), (5, -10, -1)] {
        assert_eq!(rounded(n, d), Some(value), "{n}/{d}");
    }
    assert_eq!(rounded(1, 0), None);
}

#[test]
fn the_poisson_tail_agrees_with_its_table() {
    // P(X <= k) at a mean of past * 90 / days.
    for (count, past, days, p) in
        [(0, 12, 360, 0.049_787), (2, 20, 360, 0.124_652), (10, 20, 360, 0.986_305), (800, 4000, 360, 0.0)]
    {
        assert!((poisson_at_most(count, past, days) - p).abs() < 1e-6, "{count} of {past}");
    }
    assert!((poisson_at_most(1000, 4000, 360) - 0.508_409).abs() < 1e-6);
}

#[test]
fn a_leap_day_birthday_is_kept_on_the_28th() {
    let facts = Facts { birth_on: Some(day("2000-02-29")), ..Facts::default() };
    let on = at(&facts, &[], "2026-02-27");
    assert_eq!((on.value(Metric::Age), on.value(Metric::DaysToBirthday)), (Some(25), Some(1)));
    let on = at(&facts, &[], "2026-02-28");
    assert_eq!((on.value(Metric::Age), on.value(Metric::DaysToBirthday)), (Some(26), Some(0)));
    assert_eq!(at(&facts, &[], "2027-03-01").value(Metric::DaysToBirthday), Some(365));
    assert_eq!(at(&facts, &[], "1999-01-01").value(Metric::Age), None, "not born yet");
}

#[test]
fn windows_take_their_last_day_and_not_the_day_before_their_first() {
    let end = day("2026-06-30");
    for (ago, counts) in
        [(0, [1, 1, 1, 1, 1]), (29, [1, 1, 1, 1, 1]), (30, [0, 1, 1, 1, 1]), (364, [0, 0, 0, 0, 1])]
    {
        let metrics = at(&Facts::default(), &txns([end - ago], "card_purchase"), "2026-06-30");
        let names = [
            Metric::TxnCount30d,
            Metric::TxnCount60d,
            Metric::TxnCount90d,
            Metric::TxnCount180d,
            Metric::TxnCount365d,
        ];
        assert_eq!(names.map(|m| metrics.value(m).unwrap()), counts, "{ago} days ago");
    }
}

#[test]
fn silence_is_measured_before_the_first_movement_of_sixty_days() {
    let end = day("2026-06-30");
    let silence = |ago: &[i32]| {
        let rows = txns(ago.iter().map(|n| end - *n), "transfer_out");
        at(&Facts::default(), &rows, "2026-06-30").value(Metric::SilenceBeforeDays)
    };
    assert_eq!(silence(&[300, 40, 10]), Some(260));
    assert_eq!(silence(&[900, 59]), Some(841));
    assert_eq!(silence(&[40, 10]), Some(0));
    assert_eq!(silence(&[300, 60]), Some(0));
}

#[test]
fn activity_is_judged_against_the_history_there_is() {
    let end = day("2026-06-30");
    let ratio = |days: Vec<i32>| {
        let rows = txns(days.into_iter().rev().map(|n| end - n), "transfer_out");
        let metrics = at(&Facts::default(), &rows, "2026-06-30");
        (metrics.value(Metric::ActivityRatio90d), metrics.value(Metric::ActivityDropP))
    };
    // 10 in the 90 days before, nothing since: a history of just 90 days.
    assert_eq!(ratio((0..10).map(|n| 90 + n * 9).chain([179]).collect()), (Some(0), Some(17)));
    assert_eq!(ratio(vec![90, 178]), (None, None), "89 days are too few");
    assert_eq!(ratio(vec![10, 300]).1, None, "fewer than 3 are expected");
}

#[test]
fn a_salary_is_missed_after_a_month_when_it_used_to_come() {
    let end = day("2026-06-30");
    let missing = |ago: &[i32]| {
        let rows = txns(ago.iter().map(|n| end - *n), "salary_in");
        at(&Facts::default(), &rows, "2026-06-30").value(Metric::SalaryMissingDays)
    };
    assert_eq!(missing(&[140, 110, 80, 50]), Some(19));
    assert_eq!(missing(&[95, 65, 35, 5]), Some(0));
    assert_eq!(missing(&[200, 80, 50]), None);
}

#[test]
fn json_shows_main_units_and_null_for_missing() {
    let facts = Facts {
        income_year: Some(Money(1_234_550)),
        tags: vec!["高端".to_owned()],
        region: Some("Praha".to_owned()),
        ..Facts::default()
    };
    let mut metrics = at(&facts, &[], "2026-06-30");
    metrics.set(Metric::ActivityRatio90d, 250_000);
    let json = metrics.json_all(&facts);
    assert_eq!(json.len(), Metric::ALL.len());
    assert_eq!(json["income_year"], "12345.50");
    assert_eq!(json["activity_ratio_90d"], 0.25);
    assert_eq!(json["txn_count_30d"], 0);
    assert_eq!(json["assets"], Value::Null);
    assert_eq!(json["region"], "Praha");
    assert_eq!(json["tag"], serde_json::json!(["高端"]));
    assert_eq!(json["gender"], Value::Null);
}

#[test]
fn every_metric_has_a_name_of_its_own_in_both_languages() {
    for metric in Metric::ALL {
        assert_eq!(Metric::from_code(metric.code()), Some(*metric));
        for lang in [Lang::Zh, Lang::En] {
            assert!(!metric.label(lang).starts_with("metric."), "{} in {}", metric.code(), lang.code());
        }
    }
    assert!(Metric::ALL[..Metric::NUMBERS].iter().all(|m| m.kind() != MetricKind::Text));
    assert!(Metric::ALL[Metric::NUMBERS..].iter().all(|m| m.kind() == MetricKind::Text));
}
