//! The invented names, places, products and notes of `assets/demo`, as lists by key.
//!
//! A file has headings `[key]` and words parted by white space; `#` begins a comment line.

use super::dice::Dice;
use std::collections::HashMap;
use std::sync::LazyLock;

const FILES: [&str; 3] = [
    include_str!("../../assets/demo/names.txt"),
    include_str!("../../assets/demo/trade.txt"),
    include_str!("../../assets/demo/notes.txt"),
];

static LISTS: LazyLock<HashMap<&'static str, Vec<&'static str>>> = LazyLock::new(|| {
    let mut lists: HashMap<&str, Vec<&str>> = HashMap::new();
    let mut key = "";
    for line in FILES.iter().flat_map(|file| file.lines()).map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            key = name;
        } else if !line.starts_with('#') {
            lists.entry(key).or_default().extend(line.split_whitespace());
        }
    }
    lists
});

/// Surnames, each with the sum of all weights up to and including its own.
static SURNAMES: LazyLock<Vec<(u64, &'static str)>> = LazyLock::new(|| {
    let mut sum = 0;
    list("surname")
        .iter()
        .filter_map(|word| word.split_once(':'))
        .map(|(name, weight)| {
            sum += weight.parse::<u64>().unwrap_or(1);
            (sum, name)
        })
        .collect()
});

/// The words of a key; none when the files have no such key.
pub fn list(key: &str) -> &'static [&'static str] {
    LISTS.get(key).map_or(&[], Vec::as_slice)
}

/// Fen in ten thousands of yuan, as managers write them: `12万`, `7.5万`.
pub fn amount(fen: i64) -> String {
    let (whole, rest) = (fen / 1_000_000, fen / 100_000 % 10);
    if rest == 0 { format!("{whole}万") } else { format!("{whole}.{rest}万") }
}

/// One word of a key.
pub fn word(dice: &mut Dice, key: &str) -> &'static str {
    dice.word(list(key))
}

/// One `left:right` word of a key, parted.
pub fn pair(dice: &mut Dice, key: &str) -> (&'static str, &'static str) {
    let word = word(dice, key);
    word.split_once(':').unwrap_or((word, word))
}

/// A surname by its frequency.
pub fn surname(dice: &mut Dice) -> &'static str {
    let at = dice.below(SURNAMES.last().map_or(0, |(sum, _)| *sum));
    let place = SURNAMES.partition_point(|(sum, _)| *sum <= at);
    SURNAMES.get(place).map_or("", |(_, name)| name)
}
