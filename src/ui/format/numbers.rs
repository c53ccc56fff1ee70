//! Counts, shares and changes.

/// A whole number with groups of three: `1,248`.
pub fn count(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
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

/// A movement of a count: `+3`, `-12`, `0`.
pub fn moves(number: i64) -> String {
    if number > 0 { format!("+{}", count(number)) } else { count(number) }
}

/// A share of 1, rounded to a tenth of a percent: `23.0%`; `?` for what is no number.
pub fn share(ratio: f64) -> String {
    if ratio.is_finite() { format!("{:.1}%", tidy(ratio * 100.0, 10.0)) } else { super::UNKNOWN.to_owned() }
}

/// A part of a whole as a share of it; blank where there is no whole.
pub fn part_of(part: i64, whole: i64) -> String {
    // Counts and sums of a branch are far below 2^53; a share is rounded anyway.
    #[allow(clippy::cast_precision_loss)]
    let ratio = part as f64 / whole as f64;
    if whole > 0 { share(ratio) } else { String::new() }
}

/// A relative change, rounded to a percent: `+12%`, `-34%`, `0%`; `?` for what is no number.
pub fn change(ratio: f64) -> String {
    if !ratio.is_finite() {
        return super::UNKNOWN.to_owned();
    }
    let percent = tidy(ratio * 100.0, 1.0);
    if percent > 0.0 { format!("+{percent:.0}%") } else { format!("{percent:.0}%") }
}

/// Rounded half away from zero, and never `-0`.
fn tidy(number: f64, scale: f64) -> f64 {
    (number * scale).round() / scale + 0.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_groups_of_three() {
        for (number, text) in
            [(0, "0"), (999, "999"), (1000, "1,000"), (-1248, "-1,248"), (1_234_567, "1,234,567")]
        {
            assert_eq!(count(number), text);
        }
        assert_eq!(count(i64::MIN), "-9,223,372,036,854,775,808");
    }

    #[test]
    fn movements_have_a_sign_and_zero_has_none() {
        assert_eq!([moves(3), moves(-12), moves(0)], ["+3", "-12", "0"]);
    }

    #[test]
    fn shares_and_changes_are_rounded() {
        assert_eq!(
            [share(0.23), share(0.0004), share(1.0), share(f64::NAN)],
            ["23.0%", "0.0%", "100.0%", "?"]
        );
        assert_eq!(
            [change(0.12), change(-0.344), change(-0.004), change(0.005), change(f64::INFINITY)],
            ["+12%", "-34%", "0%", "+1%", "?"]
        );
    }
}
