//! Values of metrics in words, for reasons. Cut, never rounded: 49.9999 万 is not 50 万. Amounts are marked as secret.

use super::metric::{Metric, MetricKind, Metrics, ratio};
use super::profile::Facts;
use super::rules::Subject;
use crate::domain::{Money, secret};
use crate::lang::Lang;
use crate::tr;
use std::borrow::Cow;

/// A customer's value of a subject; "unknown" when it is missing.
pub(super) fn value_text(subject: Subject, metrics: &Metrics, facts: &Facts, lang: Lang) -> String {
    let unknown = || lang.text("classify.unknown_value").into_owned();
    match subject {
        Subject::Rfm => rfm_code(metrics).unwrap_or_else(unknown),
        Subject::Metric(metric) if metric.kind() == MetricKind::Text => {
            let texts: Vec<&str> = facts.texts(metric).collect();
            if texts.is_empty() { unknown() } else { texts.join(&lang.text("classify.list_separator")) }
        }
        Subject::Metric(metric) => {
            metrics.value(metric).map_or_else(unknown, |value| number_text(metric.kind(), value, lang))
        }
    }
}

/// The three scores as a code such as `543`.
pub(super) fn rfm_code(metrics: &Metrics) -> Option<String> {
    let [r, f, m] = [Metric::RfmR, Metric::RfmF, Metric::RfmM].map(|metric| metrics.value(metric));
    Some(format!("{}{}{}", r?, f?, m?))
}

/// A value on its scale in words: money by its size (`50万`, `500k`), ratios in percent, days with their word.
pub(super) fn number_text(kind: MetricKind, value: i64, lang: Lang) -> String {
    match Scale::of(kind, value, lang) {
        Some(scale) => kept(kind, scale.text(value, scale.shown)),
        None if kind == MetricKind::Days => {
            tr!(lang, "classify.days", days = group_digits(value.unsigned_abs(), value < 0)).into_owned()
        }
        None => group_digits(value.unsigned_abs(), value < 0),
    }
}

/// A value that holds a condition: with as many decimals as it takes to be read as holding it beside its bounds.
pub(super) fn holding_text(metric: Metric, value: i64, (from, to): (i64, i64), lang: Lang) -> String {
    let kind = metric.kind();
    let Some(scale) = Scale::of(kind, value, lang) else { return number_text(kind, value, lang) };
    let decimals = (scale.shown..scale.places).find(|shown| (from..=to).contains(&scale.cut(value, *shown)));
    kept(kind, scale.text(value, decimals.unwrap_or(scale.places)))
}

/// Amounts are marked as secret; ratios, days and counts are not.
fn kept(kind: MetricKind, text: String) -> String {
    if kind == MetricKind::Money { secret(text) } else { text }
}

/// A size in words, rounded up to what is shown: an amount that is enough.
pub(super) fn needed_text(kind: MetricKind, size: i64, lang: Lang) -> String {
    let shown = Scale::of(kind, size, lang).map_or(1, |scale| scale.least_of(scale.shown));
    let up = size.saturating_add(shown - 1) / shown * shown;
    number_text(kind, up, lang)
}

/// A bound of a condition, all of it: a rule that says 5.25万 is not shown as 5.2万.
fn bound_text(kind: MetricKind, value: i64, lang: Lang) -> String {
    match Scale::of(kind, value, lang) {
        Some(scale) => kept(kind, scale.text(value, scale.places)),
        None => number_text(kind, value, lang),
    }
}

/// What a condition asks of a value, each bound by its own size: `>= 50万`, `< 5万`, `在 50万..200万`.
pub(super) fn threshold_text(metric: Metric, (from, to): (i64, i64), lang: Lang) -> String {
    let (least, most) = metric.range();
    let shown = |value| bound_text(metric.kind(), value, lang);
    let has_steps = matches!(metric.kind(), MetricKind::Money | MetricKind::Ratio);
    // Rules say `< 200万` or `..1999999.99`: both are read as the round number that is just not reached.
    let round = |value: i64, next: i64| has_steps && zeros(next) > zeros(value);
    let (above, below) = (from.saturating_sub(1), to.saturating_add(1));
    let until = if round(to, below) { format!("< {}", shown(below)) } else { format!("<= {}", shown(to)) };
    match (from > least, to < most) {
        (true, true) if from == to => format!("= {}", shown(from)),
        (true, true) => {
            let top = if round(to, below) { below } else { to };
            tr!(lang, "explain.between", from = shown(from), to = shown(top)).into_owned()
        }
        (true, false) if round(from, above) => format!("> {}", shown(above)),
        (true, false) => format!(">= {}", shown(from)),
        (false, _) => until,
    }
}

/// A value as `--json` writes it: money with two decimals, ratios as numbers.
pub(super) fn plain_text(kind: MetricKind, value: i64) -> String {
    match kind {
        MetricKind::Money => Money(value).to_string(),
        MetricKind::Ratio => ratio(value).to_string(),
        MetricKind::Days | MetricKind::Count | MetricKind::Text => value.to_string(),
    }
}

/// As [`threshold_text`], for machines: the bounds are in it, in plain decimals.
pub(super) fn plain_threshold(metric: Metric, (from, to): (i64, i64)) -> String {
    let (least, most) = metric.range();
    let shown = |value| plain_text(metric.kind(), value);
    match (from > least, to < most) {
        (true, true) if from == to => format!("= {}", shown(from)),
        (true, true) => format!("{}..{}", shown(from), shown(to)),
        (true, false) => format!(">= {}", shown(from)),
        (false, _) => format!("<= {}", shown(to)),
    }
}

/// A metric's name where there is little room.
pub(super) fn short_label(metric: Metric, lang: Lang) -> Cow<'static, str> {
    match metric {
        Metric::AssetsAvg30d | Metric::AssetsAvgChange30d | Metric::IdleDays | Metric::TxnCount60d => {
            lang.text(&format!("metric_short.{}", metric.code()))
        }
        _ => metric.label(lang),
    }
}

/// How many zeros a number ends in.
fn zeros(value: i64) -> u32 {
    if value == 0 {
        return i64::MAX.ilog10();
    }
    let mut rest = value;
    let mut count = 0;
    while rest % 10 == 0 {
        rest /= 10;
        count += 1;
    }
    count
}

/// How numbers of a kind and size are written.
struct Scale {
    /// Of the value's own units, one of those that are written: 10 to this power.
    places: u32,
    /// Decimals.
    shown: u32,
    suffix: &'static str,
}

impl Scale {
    /// By size, as on the screens; `None` for whole numbers.
    fn of(kind: MetricKind, value: i64, lang: Lang) -> Option<Scale> {
        let (places, shown, suffix) = match (kind, lang, value.unsigned_abs()) {
            (MetricKind::Ratio, ..) => (4, 1, "%"),
            (MetricKind::Money, Lang::Zh, 10_000_000_000_000..) => (10, 0, "亿"),
            (MetricKind::Money, Lang::Zh, 1_000_000_000_000..) => (10, 1, "亿"),
            (MetricKind::Money, Lang::Zh, 10_000_000_000..) => (10, 2, "亿"),
            (MetricKind::Money, Lang::Zh, 1_000_000_000..) => (6, 0, "万"),
            (MetricKind::Money, Lang::Zh, 1_000_000..) => (6, 1, "万"),
            (MetricKind::Money, Lang::En, 100_000_000_000_000..) => (11, 0, "B"),
            (MetricKind::Money, Lang::En, 10_000_000_000_000..) => (11, 1, "B"),
            (MetricKind::Money, Lang::En, 100_000_000_000..) => (11, 2, "B"),
            (MetricKind::Money, Lang::En, 1_000_000_000..) => (8, 1, "M"),
            (MetricKind::Money, Lang::En, 100_000_000..) => (8, 2, "M"),
            (MetricKind::Money, Lang::En, 1_000_000..) => (5, 1, "k"),
            (MetricKind::Money, ..) => (2, 0, ""),
            _ => return None,
        };
        Some(Scale { places, shown, suffix })
    }

    /// The smallest difference that so many decimals show.
    fn least_of(&self, decimals: u32) -> i64 {
        10i64.pow(self.places - decimals)
    }

    /// What is left of a value when it is cut to so many decimals.
    fn cut(&self, value: i64, decimals: u32) -> i64 {
        value - value % self.least_of(decimals)
    }

    /// Cut to so many decimals, without zeros at their end, in groups of three.
    fn text(&self, value: i64, decimals: u32) -> String {
        let cut = self.cut(value, decimals);
        let (unit, size) = (10u64.pow(self.places), cut.unsigned_abs());
        let (whole, width) = (group_digits(size / unit, cut < 0), self.places as usize);
        let fraction = format!("{:0width$}", size % unit);
        let fraction = fraction.trim_end_matches('0');
        let point = if fraction.is_empty() { "" } else { "." };
        format!("{whole}{point}{fraction}{}", self.suffix)
    }
}

fn group_digits(value: u64, is_negative: bool) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if is_negative {
        text.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::secret::bare;
    use proptest::prelude::*;

    #[test]
    fn values_are_cut_and_never_rounded_up() {
        for (kind, value, zh, en) in [
            (MetricKind::Money, 49_999_999, "49.9万", "499.9k"),
            (MetricKind::Money, 50_000_000, "50万", "500k"),
            (MetricKind::Money, 199_999_999, "199.9万", "1.99M"),
            (MetricKind::Money, 1_193_170_000, "1,193万", "11.9M"),
            (MetricKind::Money, 45_678_900_000, "4.56亿", "456.7M"),
            (MetricKind::Money, 865_099, "8,650", "8,650"),
            (MetricKind::Money, -1_250, "-12", "-12"),
            (MetricKind::Money, -50, "0", "0"),
            (MetricKind::Money, 12_345_000_000_000, "1,234亿", "123.4B"),
            (MetricKind::Ratio, -199_999, "-19.9%", "-19.9%"),
            (MetricKind::Ratio, -340_000, "-34%", "-34%"),
            (MetricKind::Count, 1_234_567, "1,234,567", "1,234,567"),
            (MetricKind::Days, 180, "180 天", "180 d"),
        ] {
            assert_eq!(bare(&number_text(kind, value, Lang::Zh)), zh);
            assert_eq!(bare(&number_text(kind, value, Lang::En)), en);
        }
    }

    #[test]
    fn amounts_are_secret_and_nothing_else_is() {
        let secrets = |kind| crate::domain::secret::has_secret(&number_text(kind, 50_000_000, Lang::Zh));
        assert!(secrets(MetricKind::Money));
        assert!(![MetricKind::Ratio, MetricKind::Days, MetricKind::Count].into_iter().any(secrets));
    }

    #[test]
    fn what_is_needed_is_enough_when_it_is_read() {
        assert_eq!(bare(&needed_text(MetricKind::Money, 3_204_999, Lang::Zh)), "3.3万");
        assert_eq!(bare(&needed_text(MetricKind::Money, 3_204_999, Lang::En)), "32.1k");
        assert_eq!(bare(&needed_text(MetricKind::Money, 26_501, Lang::Zh)), "266");
    }

    #[test]
    fn a_value_never_reads_as_if_it_failed_the_condition_that_it_holds() {
        let (money, ratio) = (Metric::AssetsAvg30d, Metric::AssetsAvgChange30d);
        for (metric, value, bounds, zh) in [
            (money, 49_999_999, (0, 49_999_999), "49.9万"),
            (money, 5_270_000, (5_250_000, i64::MAX), "5.27万"),
            (money, 1_193_170_000, (1_193_170_000, i64::MAX), "1,193.17万"),
            (money, 60_040_000, (60_000_000, i64::MAX), "60万"),
            (ratio, -200_400, (i64::MIN, -200_001), "-20.04%"),
            (ratio, -200_400, (i64::MIN, -200_000), "-20%"),
        ] {
            assert_eq!(bare(&holding_text(metric, value, bounds, Lang::Zh)), zh);
        }
    }

    proptest! {
        #[test]
        fn what_is_read_lies_where_the_value_lies(value in -2_000_000_000i64..200_000_000_000, shift in -200i64..200) {
            let bound = value.saturating_sub(shift);
            let bounds = if shift >= 0 { (bound, i64::MAX) } else { (i64::MIN, bound) };
            for lang in [Lang::Zh, Lang::En] {
                let Some(scale) = Scale::of(MetricKind::Money, value, lang) else { panic!("money has a scale") };
                let text = holding_text(Metric::AssetsAvg30d, value, bounds, lang);
                let plain: String = text.chars().filter(|ch| ch.is_ascii_digit() || "-.".contains(*ch)).collect();
                let (whole, decimals) = plain.split_once('.').unwrap_or((&plain, ""));
                let width = scale.places as usize;
                let read: i64 = format!("{whole}{decimals:0<width$}").parse().unwrap();
                prop_assert!((bounds.0..=bounds.1).contains(&read), "{value} {bounds:?} {text}");
            }
        }
    }

    #[test]
    fn thresholds_are_written_by_their_size_and_a_bound_just_below_a_round_number_is_that_number() {
        let assets = Metric::AssetsAvg30d;
        for (metric, from, to, zh, en) in [
            (assets, 50_000_000, 199_999_999, "在 50万..200万", "in 500k..2M"),
            (assets, 600_000_000, i64::MAX, ">= 600万", ">= 6M"),
            (assets, i64::MIN, 4_999_999, "< 5万", "< 50k"),
            (assets, 1, i64::MAX, "> 0", "> 0"),
            (assets, 5_250_000, i64::MAX, ">= 5.25万", ">= 52.5k"),
            (Metric::AssetsAvgChange30d, i64::MIN, -200_000, "<= -20%", "<= -20%"),
            (Metric::TxnCount365d, 3, 9, "在 3..9", "in 3..9"),
            (Metric::TxnCount365d, 3, 3, "= 3", "= 3"),
        ] {
            let (least, most) = metric.range();
            let bounds = (from.max(least), to.min(most));
            assert_eq!(bare(&threshold_text(metric, bounds, Lang::Zh)), zh);
            assert_eq!(bare(&threshold_text(metric, bounds, Lang::En)), en);
        }
    }

    #[test]
    fn thresholds_for_machines_are_plain_decimals() {
        for (metric, from, to, plain) in [
            (Metric::AssetsAvg30d, 200_000_000, i64::MAX, ">= 2000000.00"),
            (Metric::AssetsAvg30d, 50_000_000, 199_999_999, "500000.00..1999999.99"),
            (Metric::AssetsAvgChange30d, i64::MIN, -200_000, "<= -0.2"),
            (Metric::TxnCount365d, 3, 3, "= 3"),
        ] {
            let (least, most) = metric.range();
            assert_eq!(plain_threshold(metric, (from.max(least), to.min(most))), plain);
        }
    }
}
