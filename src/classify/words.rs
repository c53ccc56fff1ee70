//! Values of metrics in words, for reasons. Cut, never rounded: 49.9999 万 is not 50 万.

use super::metric::{Metric, MetricKind, Metrics};
use super::profile::Facts;
use super::rules::Subject;
use crate::lang::Lang;
use crate::tr;

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

/// A value on its scale in words: money in 万 (zh) or with groups (en), ratios in percent, days with their word.
pub(super) fn number_text(kind: MetricKind, value: i64, lang: Lang) -> String {
    match kind {
        MetricKind::Money => money_text(value, lang),
        MetricKind::Ratio => format!("{} %", decimal_text(value, 4, 2)),
        MetricKind::Days => tr!(lang, "classify.days", days = grouped(value)).into_owned(),
        MetricKind::Count | MetricKind::Text => grouped(value),
    }
}

/// A size in words, rounded up to what is shown: an amount that is enough.
pub(super) fn needed_text(kind: MetricKind, size: i64, lang: Lang) -> String {
    let shown = match (kind, lang) {
        (MetricKind::Money, Lang::Zh) if size >= 10_000_000_000 => 100_000_000,
        (MetricKind::Money, Lang::Zh) if size >= 1_000_000 => 10_000,
        (MetricKind::Ratio, _) => 100,
        _ => 1,
    };
    let up = size.saturating_add(shown - 1) / shown * shown;
    number_text(kind, up, lang)
}

fn money_text(minor: i64, lang: Lang) -> String {
    let size = minor.unsigned_abs();
    match lang {
        Lang::Zh if size >= 10_000_000_000 => format!("{} 亿", decimal_text(minor, 10, 2)),
        Lang::Zh if size >= 1_000_000 => format!("{} 万", decimal_text(minor, 6, 2)),
        Lang::Zh | Lang::En => decimal_text(minor, 2, 2),
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
            (MetricKind::Money, 49_999_999, "49.99 万", "499,999.99"),
            (MetricKind::Money, 50_000_000, "50 万", "500,000"),
            (MetricKind::Money, -1_250, "-12.5", "-12.5"),
            (MetricKind::Money, 12_345_000_000_000, "1,234.5 亿", "123,450,000,000"),
            (MetricKind::Ratio, -199_999, "-19.99 %", "-19.99 %"),
            (MetricKind::Count, 1_234_567, "1,234,567", "1,234,567"),
            (MetricKind::Days, 180, "180 天", "180 d"),
        ] {
            assert_eq!(number_text(kind, value, Lang::Zh), zh);
            assert_eq!(number_text(kind, value, Lang::En), en);
        }
    }
}
