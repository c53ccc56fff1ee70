use super::*;
use crate::classify::rfm::RfmInput;
use crate::classify::rules::RuleBook;
use crate::domain::secret::bare;

fn metrics(values: &[(Metric, i64)]) -> Metrics {
    let mut metrics = Metrics::MISSING;
    for (metric, value) in values {
        metrics.set(*metric, *value);
    }
    metrics
}

fn explained(set: &RuleSet, metrics: &Metrics, edges: Option<&Edges>) -> Explanation {
    explain(&Explained { set, metrics, facts: &Facts::default(), edges })
}

fn of(dimension: Dimension, values: &[(Metric, i64)]) -> Explanation {
    explained(RuleBook::embedded().set(dimension), &metrics(values), None)
}

#[test]
fn a_tier_says_its_condition_the_way_up_and_what_may_be_lost() {
    let gold = of(Dimension::Value, &[(Metric::AssetsAvg30d, 46_795_001)]);
    assert_eq!(gold.class, "gold");
    assert_eq!(bare(gold.reasons[0].text(Lang::Zh)), "月日均 46.7万 在 20万..50万");
    assert_eq!(
        gold.reasons[0].json(Lang::En),
        json!({"rule": "gold", "metric": "assets_avg_30d", "value": "467950.01", "threshold": "200000.00..499999.99",
            "text": "Avg assets 467.9k in 200k..500k"})
    );
    let up = gold.up.unwrap();
    assert_eq!(up.changes, [Change { metric: Metric::AssetsAvg30d, by: 3_204_999, kept: None }]);
    assert_eq!(bare(&up.text(Lang::Zh)), "升为财富: 月日均再增 3.3万");
    assert_eq!(bare(&up.text(Lang::En)), "To Wealth: Avg assets + 32.1k");
    assert_eq!(gold.margins[0].below, Some(26_795_001));
    assert_eq!(of(Dimension::Value, &[(Metric::AssetsAvg30d, 900_000_000)]).up, None, "nothing is better");
}

#[test]
fn an_average_rises_by_what_lies_here_for_its_whole_window() {
    let up = |assets: i64| {
        let values = [(Metric::AssetsAvg30d, 46_000_000), (Metric::Assets, assets)];
        of(Dimension::Value, &values).up.unwrap().text(Lang::Zh)
    };
    assert_eq!(bare(&up(30_000_000)), "升为财富: 月日均再增 4万 (多存 20万, 留满 30天)");
    assert_eq!(bare(&up(60_000_000)), "升为财富: 月日均再增 4万 (现有余额留满 30天即可)");
}

#[test]
fn an_age_only_goes_up() {
    let age = of(Dimension::Demographic, &[(Metric::Age, 63)]);
    assert_eq!(age.margins[0].text(Lang::Zh).as_deref(), Some("年满 65 岁换类"));
    assert_eq!(age.margins[0].text(Lang::En).as_deref(), Some("changes at 65"));
}

#[test]
fn a_gap_says_what_is_unknown() {
    let unknown = of(Dimension::Value, &[]);
    assert_eq!((unknown.class.as_str(), unknown.reasons[0].text(Lang::Zh)), ("unclassified", "月日均未知"));
    assert_eq!((unknown.up, unknown.margins), (None, vec![]));
    assert_eq!(unknown.reasons[0].json(Lang::En)["metric"], Value::Null);
}

#[test]
fn everybody_else_is_a_reason_too() {
    let mature = of(Dimension::Lifecycle, &[(Metric::TenureDays, 900), (Metric::IdleDays, 3)]);
    assert_eq!(mature.class, "mature");
    assert_eq!(mature.reasons[0].text(Lang::En), "no other class applies");
    let dormant = of(Dimension::Lifecycle, &[(Metric::TenureDays, 900), (Metric::IdleDays, 200)]);
    assert_eq!(dormant.reasons[0].text(Lang::Zh), "无交易天数 200 天 >= 180 天");
    assert_eq!(dormant.margins[0].text(Lang::En).unwrap(), "Idle days: may fall by 20 d");
}

#[test]
fn the_box_with_the_fewest_changes_shows_the_way_up() {
    let (_, toml) = RuleSet::presets().iter().find(|(name, _)| *name == "value-document").unwrap();
    let set = RuleSet::parse("value", toml).unwrap();
    let values = [(Metric::TxnCount365d, 7), (Metric::TxnAmount365d, 1_200_000)];
    let gap = explained(&set, &metrics(&values), None);
    assert_eq!(gap.class, "unclassified");
    // Low wants two changes, the nearest class that counts: fewer movements and a smaller amount.
    let low = gap.up.unwrap();
    assert_eq!((low.class.as_str(), low.changes.len()), ("low", 2));
    let values = [(Metric::TxnCount365d, 9), (Metric::TxnAmount365d, 900_000)];
    let mid = explained(&set, &metrics(&values), None);
    let changes = [
        Change { metric: Metric::TxnCount365d, by: 1, kept: None },
        Change { metric: Metric::TxnAmount365d, by: 100_000, kept: None },
    ];
    assert_eq!(mid.up.unwrap().changes, changes);
}

#[test]
fn rfm_scores_show_the_edges_of_the_book() {
    let input = |n: i64| RfmInput::new(n, n, n * 1_000_000);
    let edges = Edges::of((1..=10).map(input)).unwrap();
    let mut values =
        metrics(&[(Metric::DaysSinceTxn, 2), (Metric::TxnCount365d, 9), (Metric::TxnAmount365d, 9_000_000)]);
    edges.set_scores(&mut values);
    let champion = explained(RuleBook::embedded().set(Dimension::Behaviour), &values, Some(&edges));
    assert_eq!(champion.class, "champions");
    let texts: Vec<&str> = champion.reasons.iter().map(|reason| reason.text(Lang::Zh)).collect();
    assert_eq!(texts[0], "RFM 555");
    assert_eq!(texts[1], "R 得分 5: 距上次交易天数 2 天 (分界 2 天、4 天、6 天、8 天)");
    assert_eq!(texts.len(), 4);
    assert_eq!(champion.reasons[0].value, "555");
}

#[test]
fn a_move_is_decided_by_the_bound_that_was_passed_or_by_the_condition_that_is_met() {
    let value = RuleBook::embedded().set(Dimension::Value);
    let why = |set, values: &[(Metric, i64)], from: &str, lang| {
        let metrics = metrics(values);
        let of = Explained { set, metrics: &metrics, facts: &Facts::default(), edges: None };
        deciding(&of, from).map(|reason| bare(reason.text(lang)).into_owned())
    };
    let up = [(Metric::AssetsAvg30d, 51_300_000)];
    assert_eq!(why(value, &up, "gold", Lang::Zh).as_deref(), Some("月日均 51.3万 >= 50万"));
    assert_eq!(why(value, &up, "gold", Lang::En).as_deref(), Some("avg 513k >= 500k"));
    let down = [(Metric::AssetsAvg30d, 49_500_000)];
    assert_eq!(why(value, &down, "wealth", Lang::Zh).as_deref(), Some("月日均 49.5万 < 50万"));
    let leap = [(Metric::AssetsAvg30d, 34_710_000)];
    assert_eq!(why(value, &leap, "tail", Lang::Zh).as_deref(), Some("月日均 34.7万 >= 20万"), "into gold");
    assert_eq!(why(value, &leap, "private", Lang::Zh).as_deref(), Some("月日均 34.7万 < 50万"), "into gold");
    let lifecycle = RuleBook::embedded().set(Dimension::Lifecycle);
    let asleep = [(Metric::TenureDays, 900), (Metric::IdleDays, 200)];
    assert_eq!(why(lifecycle, &asleep, "mature", Lang::Zh).as_deref(), Some("无交易 200 天 >= 180 天"));
}

#[test]
fn a_class_that_takes_everybody_else_names_the_nearest_ways_out_that_can_come() {
    let explained = of(
        Dimension::Lifecycle,
        &[
            (Metric::TenureDays, 3000),
            (Metric::IdleDays, 100),
            (Metric::AccountCount, 3),
            (Metric::SilenceBeforeDays, 5),
            (Metric::TxnCount60d, 9),
            (Metric::AssetsPeak90d, 5_000_000),
        ],
    );
    assert_eq!(explained.class, "mature");
    let codes: Vec<&str> = explained.out.iter().map(|step| step.class.as_str()).collect();
    assert_eq!(codes, ["dormant", "lost"], "neither younger nor long silent before");
    assert_eq!(explained.out[0].way_out(Lang::Zh), "转为睡眠: 无交易天数再增 80 天");
}
