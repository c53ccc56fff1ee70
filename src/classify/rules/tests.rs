use super::*;
use crate::classify::metric::{Metric, Metrics};
use crate::classify::profile::Facts;
use crate::domain::Code;
use proptest::prelude::*;

fn metrics(values: &[(Metric, i64)]) -> Metrics {
    let mut metrics = Metrics::MISSING;
    for (metric, value) in values {
        metrics.set(*metric, *value);
    }
    metrics
}

fn default(dimension: Dimension) -> RuleSet {
    RuleSet::parse(dimension.code(), RuleSet::default_toml(dimension)).unwrap()
}

fn preset(name: &str) -> RuleSet {
    let (_, toml) = RuleSet::presets().iter().find(|(preset, _)| *preset == name).unwrap();
    RuleSet::parse(name, toml).unwrap()
}

fn class(set: &RuleSet, metrics: &Metrics) -> String {
    let facts = Facts::default();
    set.code(set.class_of(metrics, &facts)).to_owned()
}

fn one_class(when: &str) -> String {
    format!(
        "[ruleset]\ndimension = \"value\"\nlabel = {{ zh = \"值\", en = \"v\" }}\norder = \"exclusive\"\n\n[[class]]\n\
         code = \"mid\"\nlabel = {{ zh = \"中\", en = \"m\" }}\n{when}\n"
    )
}

fn errors(text: &str) -> Vec<String> {
    RuleSet::parse("rules.toml", text).unwrap_err().iter().map(ToString::to_string).collect()
}

#[test]
fn every_built_in_file_is_read() {
    for dimension in Dimension::ALL {
        let set = default(*dimension);
        assert_eq!(set.dimension, *dimension);
        assert_eq!(RuleBook::embedded().set(*dimension), &set);
    }
    for (name, _) in RuleSet::presets() {
        preset(name);
    }
    assert_eq!(default(Dimension::Value).grace, Some(Grace { below: 3, watch: 3 }));
}

#[test]
fn a_condition_is_read_exactly() {
    for (when, from, to) in [
        ("assets = \">= 20万\"", 20_000_000, i64::MAX),
        ("assets = \"1.5亿..2 亿\"", 15_000_000_000, 20_000_000_000),
        ("assets = \"5000..9999.99\"", 500_000, 999_999),
        ("assets = \"< 1,000\"", i64::MIN + 1, 99_999),
        ("assets = \"> 1_000.50\"", 100_051, i64::MAX),
        ("assets_change_30d = \"<= -20 %\"", i64::MIN + 1, -200_000),
        ("assets_change_30d = \"＜0.75\"", i64::MIN + 1, 749_999),
        ("txn_count_30d = \"= 0\"", 0, 0),
        ("activity_drop_p = \"0.05..12.5%\"", 50_000, 125_000),
    ] {
        let set = RuleSet::parse("t", &one_class(&format!("when = {{ {when} }}"))).unwrap();
        assert_eq!(set.classes[0].boxes[0][0].test, Test::Between { from, to }, "{when}");
    }
}

#[test]
fn a_fault_names_file_line_class_text_and_the_nearest_name() {
    let found = errors(&one_class("when = { txn_count_356d = \">= 3\", assets = \">= 3 %\" }"));
    assert_eq!(
        found,
        [
            "rules.toml:9, class mid: no metric `txn_count_356d` (did you mean `txn_count_365d`?)",
            "rules.toml:9, class mid: assets: `>= 3 %` has the wrong unit; % is for ratios, 万 and 亿 for money",
        ]
    );
}

#[test]
fn every_kind_of_fault_is_a_sentence_and_not_a_panic() {
    for (when, sentence) in [
        ("when = { assets = \"lots\" }", "assets: `lots` is no condition"),
        ("when = { assets = \">= 1.005\" }", "assets: `>= 1.005` is no condition"),
        ("when = { txn_count_30d = \">= 2.5\" }", "is no condition"),
        ("when = { txn_count_30d = \">= 2万\" }", "wrong unit"),
        ("when = { assets = \"9..5\" }", "nothing can ever be `9..5`"),
        ("when = { txn_count_30d = \"< 0\" }", "nothing can ever be"),
        ("when = { rfm_r = \">= 6\" }", "nothing can ever be"),
        ("when = { assets = 5 }", "`assets` has a value of another type"),
        ("when = { region = \">= 3\" }", "must be a list"),
        ("when = { assets = [\"a\"] }", "is no condition"),
        ("when = { gender = [\"femal\"] }", "did you mean `female`?"),
        ("when = { rfm = [\"556\"] }", "`556` is no RFM code"),
        ("wenn = {}", "no field `wenn` (did you mean `when`?)"),
        ("label2 = 1\nwhen = {}", "no field `label2`"),
        ("", "the field `when` is missing"),
        ("any = {}", "`any` has a value of another type"),
        ("when = {", "not valid TOML"),
    ] {
        let found = errors(&one_class(when));
        assert!(found.iter().any(|text| text.contains(sentence)), "{when}: {found:?}");
    }
    let unclassified = one_class("when = {}").replace("\"mid\"", "\"unclassified\"");
    assert!(errors(&unclassified)[0].contains("cannot be a class code"));
    let gap = one_class("when = {}").replace("order = \"exclusive\"", "order = \"first\"\non_gap = \"mit\"");
    assert!(errors(&gap)[0].contains("`order` does not know `first`"));
    assert!(errors(&gap)[1].contains("did you mean `mid`?"));
    assert!(!errors("")[0].is_empty());
}

#[test]
fn missing_never_satisfies_a_comparison() {
    let set = RuleSet::parse("t", &one_class("when = { assets = \"< 100\" }")).unwrap();
    assert_eq!(class(&set, &Metrics::MISSING), "unclassified");
    assert_eq!(class(&set, &metrics(&[(Metric::Assets, 0)])), "mid");
    let set = RuleSet::parse("t", &one_class("when = { assets = \"missing\" }")).unwrap();
    assert_eq!(class(&set, &Metrics::MISSING), "mid");
    assert_eq!(class(&set, &metrics(&[(Metric::Assets, 0)])), "unclassified");
    let reason = default(Dimension::Value).gap_reason(&Metrics::MISSING, &Facts::default(), Lang::En);
    assert_eq!(reason, "Avg assets unknown");
}

#[test]
fn tiers_meet_without_gap_or_overlap() {
    let set = default(Dimension::Value);
    for (assets, tier) in [
        (600_000_000, "private"),
        (599_999_999, "diamond"),
        (200_000_000, "diamond"),
        (50_000_000, "wealth"),
        (49_999_999, "gold"),
        (20_000_000, "gold"),
        (5_000_000, "basic"),
        (4_999_999, "tail"),
        (0, "tail"),
    ] {
        assert_eq!(class(&set, &metrics(&[(Metric::AssetsAvg30d, assets)])), tier, "{assets}");
    }
}

#[test]
fn the_document_preset_reports_its_holes_and_the_churn_one_its_overlaps() {
    let at = |count: i64, amount: i64, count_180: i64| {
        metrics(&[
            (Metric::TxnCount365d, count),
            (Metric::TxnAmount365d, amount * 100),
            (Metric::TxnCount180d, count_180),
        ])
    };
    let document = preset("value-document");
    for (count, amount, code) in [
        (10, 10_000, "high"),
        (10, 9_999, "mid"),
        (5, 5_000, "mid"),
        (4, 4_999, "low"),
        (0, 0, "unclassified"),
        (4, 5_000, "unclassified"),
        (7, 12_000, "unclassified"),
        (9, 4_999, "unclassified"),
    ] {
        assert_eq!(class(&document, &at(count, amount, 1)), code, "{count} for {amount}");
    }
    let reason = document.gap_reason(&at(7, 12_000, 1), &Facts::default(), Lang::En);
    assert_eq!(
        crate::domain::secret::bare(&reason),
        "gap: Transactions, 365 days 7, Transaction amount, 365 days 12k"
    );
    let silent = at(12, 20_000, 0);
    let facts = Facts::default();
    let churn = preset("value-document-churn");
    assert_eq!(
        churn.matches(&silent, &facts).iter().map(|at| churn.code(Some(*at))).collect::<Vec<_>>(),
        ["high", "churn_risk"]
    );
    assert_eq!(class(&churn, &silent), "high");
    assert_eq!(class(&preset("value-document-first"), &silent), "churn_risk");
}

#[test]
fn the_lifecycle_takes_the_first_that_matches() {
    use Metric::{
        AccountCount, ActivityDropP, ActivityRatio90d, AssetsAvgChange30d, AssetsAvgDrop30d, AssetsPeak90d,
        IdleDays, SalaryMissingDays, SilenceBeforeDays, TenureDays, TxnCount60d,
    };
    let set = default(Dimension::Lifecycle);
    let of = |values: &[(Metric, i64)]| class(&set, &metrics(values));
    assert_eq!(of(&[]), "prospect");
    assert_eq!(of(&[(AccountCount, 0), (TenureDays, 900), (IdleDays, 900)]), "closed");
    assert_eq!(of(&[(TenureDays, 30), (IdleDays, 5)]), "new");
    assert_eq!(of(&[(TenureDays, 31), (IdleDays, 5)]), "growing");
    assert_eq!(of(&[(TenureDays, 900), (IdleDays, 365)]), "lost");
    assert_eq!(of(&[(TenureDays, 900), (IdleDays, 90), (AssetsPeak90d, 9_999)]), "lost");
    assert_eq!(of(&[(TenureDays, 900), (IdleDays, 180), (AssetsPeak90d, 10_000)]), "dormant");
    assert_eq!(
        of(&[(TenureDays, 900), (IdleDays, 1), (SilenceBeforeDays, 180), (TxnCount60d, 2)]),
        "revived"
    );
    let fall =
        [(TenureDays, 900), (IdleDays, 1), (AssetsAvgChange30d, -200_000), (AssetsAvgDrop30d, 1_000_000)];
    assert_eq!(of(&fall), "at_risk");
    assert_eq!(of(&[(TenureDays, 900), (IdleDays, 1), (SalaryMissingDays, 15)]), "at_risk");
    let fade = [(TenureDays, 900), (IdleDays, 1), (ActivityRatio90d, 699_999), (ActivityDropP, 49_999)];
    assert_eq!(of(&fade), "declining");
    assert_eq!(of(&[(TenureDays, 900), (IdleDays, 1)]), "mature");
}

#[test]
fn needs_and_industries_go_by_label_whatever_its_case_and_width() {
    let need = default(Dimension::Need);
    let facts = Facts { tags: vec!["重点".to_owned(), " 高端 ".to_owned()], ..Facts::default() };
    assert_eq!(need.code(need.class_of(&Metrics::MISSING, &facts)), "high_end");
    let industry = default(Dimension::Industry);
    for (text, code) in [
        (Some("软件和信息技术服务业"), "information"),
        (Some("ＩＴ"), "information"),
        (Some("c"), "manufacturing"),
        (Some("Real Estate"), "real_estate"),
        (Some("占卜"), "other"),
        (None, "unclassified"),
    ] {
        let facts = Facts { industry: text.map(str::to_owned), ..Facts::default() };
        assert_eq!(industry.code(industry.class_of(&Metrics::MISSING, &facts)), code, "{text:?}");
    }
    let mut labels = std::collections::HashSet::new();
    for condition in industry.classes.iter().flat_map(|class| class.boxes.iter().flatten()) {
        assert!(
            condition.text.split(", ").all(|label| labels.insert(label.to_lowercase())),
            "{}",
            condition.text
        );
    }
}

#[test]
fn both_behaviour_sets_cover_every_cell_exactly_once() {
    for set in [default(Dimension::Behaviour), preset("behaviour-5x5")] {
        for cell in 0..125i64 {
            let scores = [
                (Metric::RfmR, 1 + cell / 25),
                (Metric::RfmF, 1 + cell / 5 % 5),
                (Metric::RfmM, 1 + cell % 5),
            ];
            assert_eq!(set.matches(&metrics(&scores), &Facts::default()).len(), 1, "{scores:?}");
        }
        assert_eq!(class(&set, &Metrics::MISSING), "unclassified");
    }
    let scores = [(Metric::RfmR, 5), (Metric::RfmF, 1), (Metric::RfmM, 2)];
    assert_eq!(class(&default(Dimension::Behaviour), &metrics(&scores)), "new");
    let scores = [(Metric::RfmR, 1), (Metric::RfmF, 5), (Metric::RfmM, 4)];
    assert_eq!(class(&default(Dimension::Behaviour), &metrics(&scores)), "cant_lose");
}

#[test]
fn a_gap_can_have_a_class_of_its_own() {
    let text = one_class("when = { assets = \">= 1\" }").replace("order =", "on_gap = \"mid\"\norder =");
    let set = RuleSet::parse("t", &text).unwrap();
    assert_eq!(class(&set, &Metrics::MISSING), "mid");
    assert!(set.matches(&Metrics::MISSING, &Facts::default()).is_empty());
}

#[test]
fn a_book_gives_every_dimension_a_class() {
    let book = RuleBook::embedded().clone().with(preset("value-document"), 2);
    let facts = Facts::default();
    let classes = book.classes_of(&metrics(&[(Metric::Age, 40)]), &facts);
    let codes: Vec<&str> = Dimension::ALL.iter().map(|dimension| book.code(*dimension, &classes)).collect();
    assert_eq!(codes, ["unclassified", "prospect", "unclassified", "unclassified", "35_44", "unclassified"]);
    assert_eq!(book.rules(Dimension::Value).version, 2);
    assert_eq!(book.set(Dimension::Value).class_label("mid", Lang::Zh), "中价值");
    assert_eq!(book.set(Dimension::Value).class_label("unclassified", Lang::Zh), "未分类");
}

proptest! {
    #[test]
    fn exclusive_defaults_never_match_twice_and_tiers_never_miss(assets in 0i64..2_000_000_000, age in 0i64..120) {
        let values = metrics(&[(Metric::AssetsAvg30d, assets), (Metric::Age, age)]);
        for dimension in [Dimension::Value, Dimension::Demographic] {
            prop_assert_eq!(default(dimension).matches(&values, &Facts::default()).len(), 1);
        }
    }

    #[test]
    fn no_text_makes_the_reader_panic(text in "\\PC{0,80}", when in "\\PC{0,20}") {
        let _ = RuleSet::parse("t", &text);
        let _ = RuleSet::parse("t", &one_class(&format!("when = {{ assets = {when:?}, rfm = [{when:?}] }}")));
    }
}
