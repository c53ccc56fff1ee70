//! The metrics of a day from a profile. Exact for every day that the profile holds for.

use super::{Metric, Metrics};
use crate::classify::profile::{AssetHistory, Profile};
use crate::domain::Day;
use std::sync::LazyLock;

/// What the metrics need besides the customer's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Settings {
    /// The yearly margin on assets for `contribution_365d`, in millionths.
    pub margin: i64,
}

impl Default for Settings {
    /// A margin of 1 %.
    fn default() -> Settings {
        Settings { margin: 10_000 }
    }
}

impl Metrics {
    /// The metrics of a day from [`Profile::as_of`] on and before [`Profile::stale_on`], with the default settings.
    /// The RFM scores need the whole book and are set by `rfm::Edges`.
    pub fn compute(profile: &Profile, day: Day) -> Metrics {
        Metrics::compute_with(profile, day, Settings::default())
    }

    /// The same with other settings.
    pub fn compute_with(profile: &Profile, day: Day, settings: Settings) -> Metrics {
        let mut metrics = Metrics::MISSING;
        holdings(&mut metrics, profile, day);
        if let Some(assets) = &profile.assets {
            let month = assets_over_time(&mut metrics, assets, profile.as_of, day);
            contribution(&mut metrics, profile, month, day, settings);
        }
        activity(&mut metrics, profile, day);
        flows(&mut metrics, profile, day);
        person(&mut metrics, profile, day);
        contacts(&mut metrics, profile, day);
        metrics
    }
}

/// `numerator / denominator`, rounded half away from zero; `None` for a denominator of 0.
pub(super) fn rounded(numerator: i128, denominator: i128) -> Option<i64> {
    if denominator == 0 {
        return None;
    }
    // Nearly always small enough for a division of 64 bits, which takes a fraction of one of 128.
    if let (Ok(top), Ok(bottom)) = (u64::try_from(2 * numerator.abs()), u64::try_from(denominator.abs()))
        && let (Some(top), Some(bottom)) = (top.checked_add(bottom), bottom.checked_mul(2))
        && let Ok(size) = i64::try_from(top / bottom)
    {
        return Some(if (numerator < 0) == (denominator < 0) { size } else { -size });
    }
    let twice = 2 * numerator.abs() + denominator.abs();
    let size = twice / (2 * denominator.abs());
    let sign = if (numerator < 0) == (denominator < 0) { 1 } else { -1 };
    Some(i64::try_from(sign * size).unwrap_or(if sign < 0 { i64::MIN + 1 } else { i64::MAX }))
}

/// The relative change of a value, in millionths; missing from 0.
fn change(now: i128, before: i128) -> Option<i64> {
    rounded((now - before) * 1_000_000, before)
}

fn holdings(metrics: &mut Metrics, profile: &Profile, day: Day) {
    if let Some(holdings) = profile.holdings {
        metrics.set(Metric::AccountCount, i64::from(holdings.accounts));
        metrics.set(Metric::ProductCount, i64::from(holdings.products));
    }
    if let Some(assets) = &profile.assets {
        metrics.set(Metric::Liabilities, assets.liabilities);
        metrics.set(Metric::AssetsDeposit, assets.deposit);
        metrics.set(Metric::AssetsWealth, assets.wealth);
        metrics.set(Metric::AssetsFund, assets.fund);
        metrics.set(Metric::AssetsInsurance, assets.insurance);
        metrics.set(Metric::AssetsInvested, assets.wealth.saturating_add(assets.fund));
    }
    let next = profile.maturities.iter().map(|m| m.on).find(|on| *on >= day);
    metrics.set(Metric::DaysToMaturity, next.map(|on| i64::from(on - day)));
}

/// Days of `[from, to]` that lie in the window of `days` days that ends on `end`.
fn overlap((from, to): (Day, Day), end: Day, days: i32) -> i128 {
    let first = from.max(end - (days - 1));
    let last = to.min(end);
    i128::from((last - first).saturating_add(1).max(0))
}

/// Sets everything that assets give; returns the sum of the last 30 daily values.
fn assets_over_time(metrics: &mut Metrics, assets: &AssetHistory, as_of: Day, day: Day) -> i128 {
    let (mut month, mut month_before) = (0i128, 0i128);
    let (mut now, mut before_30, mut before_90) = (None, None, None);
    let (mut peak_90, mut peak_365) = (0i64, 0i64);
    let mut to = day;
    for (from, value) in assets.recent.newest_first(as_of) {
        let span = (from, to);
        month += overlap(span, day, 30) * i128::from(*value);
        month_before += overlap(span, day - 30, 30) * i128::from(*value);
        let at = |days: i32| (from <= day - days && day - days <= to).then_some(*value);
        now = now.or(at(0));
        before_30 = before_30.or(at(30));
        before_90 = before_90.or(at(90));
        if to > day - 90 {
            peak_90 = peak_90.max(*value);
        }
        if to > day - 365 {
            peak_365 = peak_365.max(*value);
        }
        to = from - 1;
    }
    let older = assets.peaks.newest_first(as_of).take_while(|(last_day, _)| *last_day > day - 365);
    peak_365 = older.map(|(_, value)| *value).max().unwrap_or(0).max(peak_365);
    let point_change = |then: Option<i64>| Some((i128::from(now?), i128::from(then?)));
    metrics.set(Metric::Assets, now);
    metrics.set(Metric::AssetsAvg30d, rounded(month, 30));
    metrics.set(Metric::AssetsAvgChange30d, change(month, month_before));
    metrics.set(Metric::AssetsAvgDrop30d, rounded(month_before - month, 30));
    metrics.set(Metric::AssetsPeak90d, peak_90);
    metrics.set(Metric::AssetsPeak365d, peak_365);
    metrics.set(Metric::AssetsChange30d, point_change(before_30).and_then(|(now, then)| change(now, then)));
    metrics.set(Metric::AssetsChange90d, point_change(before_90).and_then(|(now, then)| change(now, then)));
    month
}

fn contribution(metrics: &mut Metrics, profile: &Profile, month: i128, day: Day, settings: Settings) {
    let fees = profile.fees.newest_first(profile.as_of).take_while(|(on, _)| *on > day - 365);
    let fees: i128 = fees.map(|(_, fee)| i128::from(*fee)).sum();
    let scale = 30 * 1_000_000;
    metrics.set(Metric::Contribution365d, rounded(month * i128::from(settings.margin) + fees * scale, scale));
}

fn activity(metrics: &mut Metrics, profile: &Profile, day: Day) {
    let activity = &profile.activity;
    let mut counts = [0i64; 5];
    let windows = [30, 60, 90, 180, 365];
    let (mut amount, mut before_90) = (0i64, 0i64);
    let mut first_of_60 = None;
    let mut before_60 = activity.before_on;
    for (on, active) in activity.days.newest_first(profile.as_of) {
        let age = day - on;
        let count = i64::from(active.count);
        for (sum, _) in counts.iter_mut().zip(windows).filter(|(_, window)| age < *window) {
            *sum += count;
        }
        if age < 365 {
            amount = amount.saturating_add(active.amount);
        }
        if (90..455).contains(&age) {
            before_90 += count;
        }
        if age < 60 {
            first_of_60 = Some(on);
        } else if first_of_60.is_some() && before_60.is_none_or(|before| before < on) {
            before_60 = Some(on);
        }
    }
    for (metric, count) in [
        Metric::TxnCount30d,
        Metric::TxnCount60d,
        Metric::TxnCount90d,
        Metric::TxnCount180d,
        Metric::TxnCount365d,
    ]
    .into_iter()
    .zip(counts)
    {
        metrics.set(metric, count);
    }
    metrics.set(Metric::TxnAmount365d, amount);
    metrics.set(Metric::TxnAmountAvg365d, rounded(amount.into(), counts[4].into()));
    let silence = first_of_60.zip(before_60).map_or(0, |(first, before)| i64::from(first - before));
    metrics.set(Metric::SilenceBeforeDays, silence);
    let last = profile.last_active_on();
    metrics.set(Metric::DaysSinceTxn, last.map(|on| i64::from(day - on)));
    metrics.set(Metric::IdleDays, last.or(profile.first_on).map(|on| i64::from(day - on)));
    let days = activity.first_txn_on.map_or(0, |first| (day - 90 - first).saturating_add(1).clamp(0, 365));
    against_own_past(metrics, counts[2], before_90, days.into());
}

/// The 90-day count against the `past` transactions of the `days` days before those 90.
fn against_own_past(metrics: &mut Metrics, count: i64, past: i64, days: i64) {
    if days < 90 {
        return;
    }
    let expected = i128::from(past) * 90;
    let (count_wide, days_wide) = (i128::from(count), i128::from(days));
    metrics.set(Metric::ActivityRatio90d, rounded(count_wide * days_wide * 1_000_000, expected));
    if expected >= 3 * days_wide {
        metrics.set(Metric::ActivityDropP, probability(poisson_at_most(count, past, days)));
    }
}

#[allow(clippy::cast_possible_truncation, reason = "a probability in millionths fits")]
fn probability(p: f64) -> i64 {
    (p.clamp(0.0, 1.0) * 1e6).round() as i64
}

/// The probability of at most `count` events where `past x 90 / days` are expected.
#[allow(clippy::cast_precision_loss, reason = "counts of transactions stay far below 2^53")]
pub(super) fn poisson_at_most(count: i64, past: i64, days: i64) -> f64 {
    let expected = past as f64 * 90.0 / days as f64;
    // Terms outwards from the count: downwards for the lower tail, upwards for the upper one, whichever is short.
    let term_at = |k: i64| (k as f64 * expected.ln() - expected - ln_factorial(k)).exp();
    let mut sum = 0.0;
    if (count as f64) < expected {
        let mut term = term_at(count);
        let mut k = count;
        while k >= 0 && term > 1e-12 * sum {
            sum += term;
            term *= k as f64 / expected;
            k -= 1;
        }
        sum
    } else {
        let mut k = count + 1;
        let mut term = term_at(k);
        while term > 1e-18 {
            sum += term;
            k += 1;
            term *= expected / k as f64;
        }
        1.0 - sum
    }
}

/// ln(n!): summed for small n, Stirling's series (error below 1e-12) from 32 on.
#[allow(clippy::cast_precision_loss, reason = "counts of transactions stay far below 2^53")]
fn ln_factorial(n: i64) -> f64 {
    static SMALL: LazyLock<[f64; 32]> =
        LazyLock::new(|| std::array::from_fn(|n| (2..=n).map(|k| (k as f64).ln()).sum()));
    if let Some(known) = usize::try_from(n).ok().and_then(|n| SMALL.get(n)) {
        return *known;
    }
    let x = n as f64;
    let series = 1.0 / (12.0 * x) - 1.0 / (360.0 * x.powi(3)) + 1.0 / (1260.0 * x.powi(5));
    x * x.ln() - x + 0.5 * (2.0 * std::f64::consts::PI * x).ln() + series
}

fn flows(metrics: &mut Metrics, profile: &Profile, day: Day) {
    let (mut inflow, mut outflow) = (0i64, 0i64);
    for flow in profile.flows(day, 30) {
        inflow = inflow.saturating_add(flow.inflow.0);
        outflow = outflow.saturating_add(flow.outflow.0);
    }
    metrics.set(Metric::Inflow30d, inflow);
    metrics.set(Metric::Outflow30d, outflow);
    let regular = profile.salary.filter(|salary| salary.is_regular);
    metrics.set(Metric::SalaryMissingDays, regular.map(|s| i64::from((day - s.last_on - 31).max(0))));
}

fn person(metrics: &mut Metrics, profile: &Profile, day: Day) {
    let facts = &profile.facts;
    metrics.set(Metric::TenureDays, profile.first_on.map(|first| i64::from(day - first)));
    if let Some(birth) = facts.birth_on.filter(|birth| *birth <= day) {
        metrics.set(Metric::Age, i64::from(birth.years_until(day)).min(Metric::Age.range().1));
        let year = day.ymd().0;
        let this_year = birth.in_year(year);
        let next = if this_year >= day { this_year } else { birth.in_year(year + 1) };
        metrics.set(Metric::DaysToBirthday, i64::from(next - day));
    }
    metrics.set(Metric::IncomeYear, facts.income_year.map(|income| income.0));
    metrics.set(Metric::FirmSize, facts.firm_size);
    metrics.set(Metric::ReferralCount, i64::from(facts.referral_count));
}

fn contacts(metrics: &mut Metrics, profile: &Profile, day: Day) {
    let (mut week, mut month, mut year, mut attempts) = (0i64, 0i64, 0i64, 0i64);
    for (on, touches) in profile.contacts.newest_first(profile.as_of) {
        let age = day - on;
        let reached = i64::from(touches.reached);
        week += if age < 7 { reached } else { 0 };
        month += if age < 30 { reached } else { 0 };
        year += if age < 365 { reached } else { 0 };
        attempts += if age < 30 { i64::from(touches.attempts) } else { 0 };
    }
    metrics.set(Metric::ContactCount7d, week);
    metrics.set(Metric::ContactCount30d, month);
    metrics.set(Metric::ContactCount365d, year);
    metrics.set(Metric::AttemptCount30d, attempts);
    metrics.set(Metric::DaysSinceContact, profile.last_reached_on.map(|on| i64::from(day - on)));
}
