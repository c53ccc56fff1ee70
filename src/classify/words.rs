//! Values of metrics in words, for reasons. Cut, never rounded: 49.9999 万 is not 50 万.

use super::metric::{Metric, MetricKind, Metrics, ratio};
use super::profile::Facts;
use super::rules::Subject;
use crate::domain::Money;
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
    match kind {
        MetricKind::Money => MoneyScale::of(value, lang).text(value),
        MetricKind::Ratio => format!("{}%", decimal_text(value, 4, 2)),
        MetricKind::Days => tr!(lang, "classify.days", days = grouped(value)).into_owned(),
        MetricKind::Count | MetricKind::Text => grouped(value),
    }
}

/// A size in words, rounded up to what is shown: an amount that is enough.
pub(super) fn needed_text(kind: MetricKind, size: i64, lang: Lang) -> String {
    let shown = match kind {
        MetricKind::Money => MoneyScale::of(size, lang).least_shown(),
        MetricKind::Ratio => 100,
        _ => 1,
    };
    let up = size.saturating_add(shown - 1) / shown * shown;
    number_text(kind, up, lang)
}

/// What a condition asks of a value, each bound by its own size: `>= 50万`, `< 5万`, `在 50万..200万`.
pub(super) fn threshold_text(metric: Metric, (from, to): (i64, i64), lang: Lang) -> String {
    let (least, most) = metric.range();
    let shown = |value| number_text(metric.kind(), value, lang);
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

/// The unit that an amount is written in.
struct MoneyScale {
    /// Minor units of one: 10 to this power.
    places: u32,
    /// Decimals.
    shown: u32,
    suffix: &'static str,
}

impl MoneyScale {
    /// By size in minor units, as on the screens.
    fn of(minor: i64, lang: Lang) -> MoneyScale {
        let (places, shown, suffix) = match (lang, minor.unsigned_abs()) {
            (Lang::Zh, 10_000_000_000..) => (10, 2, "亿"),
            (Lang::Zh, 1_000_000..) => (6, 2, "万"),
            (Lang::En, 100_000_000_000..) => (11, 2, "B"),
            (Lang::En, 100_000_000..) => (8, 2, "M"),
            (Lang::En, 1_000_000..) => (5, 1, "k"),
            _ => (2, 2, ""),
        };
        MoneyScale { places, shown, suffix }
    }

    fn text(&self, minor: i64) -> String {
        format!("{}{}", decimal_text(minor, self.places, self.shown), self.suffix)
    }

    /// The smallest difference that is seen, in minor units.
    fn least_shown(&self) -> i64 {
        10i64.pow(self.places - self.shown)
    }
}

/// `value / 10^places` with at most `shown` decimals, cut, without zeros at the end, in groups of three.
fn decimal_text(value: i64, places: u32, shown: u32) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let unit = 10u64.pow(places);
    let size = value.unsigned_abs();
    let fraction = (size % unit) / 10u64.pow(places - shown);
    let whole = group_digits(size / unit);
    let width = shown as usize;
    let text = format!("{sign}{whole}.{fraction:0width$}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn grouped(value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    format!("{sign}{}", group_digits(value.unsigned_abs()))
}

fn group_digits(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
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

    #[test]
    fn values_are_cut_and_never_rounded_up() {
        for (kind, value, zh, en) in [
            (MetricKind::Money, 49_999_999, "49.99万", "499.9k"),
            (MetricKind::Money, 50_000_000, "50万", "500k"),
            (MetricKind::Money, 199_999_999, "199.99万", "1.99M"),
            (MetricKind::Money, -1_250, "-12.5", "-12.5"),
            (MetricKind::Money, 12_345_000_000_000, "1,234.5亿", "123.45B"),
            (MetricKind::Ratio, -199_999, "-19.99%", "-19.99%"),
            (MetricKind::Count, 1_234_567, "1,234,567", "1,234,567"),
            (MetricKind::Days, 180, "180 天", "180 d"),
        ] {
            assert_eq!(number_text(kind, value, Lang::Zh), zh);
            assert_eq!(number_text(kind, value, Lang::En), en);
        }
    }

    #[test]
    fn what_is_needed_is_enough_when_it_is_read() {
        assert_eq!(needed_text(MetricKind::Money, 3_204_999, Lang::Zh), "3.21万");
        assert_eq!(needed_text(MetricKind::Money, 3_204_999, Lang::En), "32.1k");
    }

    #[test]
    fn thresholds_are_written_by_their_size_and_a_bound_just_below_a_round_number_is_that_number() {
        let assets = Metric::AssetsAvg30d;
        for (metric, from, to, zh, en) in [
            (assets, 50_000_000, 199_999_999, "在 50万..200万", "in 500k..2M"),
            (assets, 600_000_000, i64::MAX, ">= 600万", ">= 6M"),
            (assets, i64::MIN, 4_999_999, "< 5万", "< 50k"),
            (assets, 1, i64::MAX, "> 0", "> 0"),
            (Metric::AssetsAvgChange30d, i64::MIN, -200_000, "<= -20%", "<= -20%"),
            (Metric::TxnCount365d, 3, 9, "在 3..9", "in 3..9"),
            (Metric::TxnCount365d, 3, 3, "= 3", "= 3"),
        ] {
            let (least, most) = metric.range();
            let bounds = (from.max(least), to.min(most));
            assert_eq!(threshold_text(metric, bounds, Lang::Zh), zh);
            assert_eq!(threshold_text(metric, bounds, Lang::En), en);
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
