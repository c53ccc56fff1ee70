//! When nothing was found: the text with one slip of the fingers taken back, two letters swapped or one too many.

use super::index::Index;
use super::query::Query;
use super::scan::{Base, Matches};

/// The fewest letters of a word in which a slip is looked for: shorter ones would find anybody.
const FEWEST: usize = 4;
/// The fewest of which one may be wrong.
const LONG: usize = 6;

/// What was meant, with what it finds.
pub(super) struct Meant {
    pub(super) query: Query,
    pub(super) matches: Matches,
}

/// The text that finds somebody and differs by one slip from `query`; of several the one whose first hit ranks best,
/// swapped letters before superfluous ones. A cancelled search finds nothing.
pub(super) fn meant(index: &Index, query: &Query, is_cancelled: &mut dyn FnMut() -> bool) -> Option<Meant> {
    for variants in [swapped(&query.text), shortened(&query.text)] {
        let mut best: Option<Meant> = None;
        for text in variants {
            let query = Query::parse(&text);
            let matches = index.matches(&query, Base::default(), is_cancelled)?;
            let is_better = |best: &Meant| matches.rows.iter().min() < best.matches.rows.iter().min();
            if !matches.rows.is_empty() && best.as_ref().is_none_or(is_better) {
                best = Some(Meant { query, matches });
            }
        }
        if best.is_some() {
            return best;
        }
    }
    None
}

/// Places of the letters of the words that have at least `fewest`.
fn letters(text: &str, fewest: usize) -> Vec<usize> {
    let bytes = text.as_bytes();
    let is_letter = |at: &usize| bytes.get(*at).is_some_and(u8::is_ascii_lowercase);
    let length = |at: usize| {
        let before = (0..at).rev().take_while(is_letter).count();
        before + (at..bytes.len()).take_while(is_letter).count()
    };
    (0..bytes.len()).filter(|at| is_letter(at) && length(*at) >= fewest).collect()
}

fn swapped(text: &str) -> Vec<String> {
    let places = letters(text, FEWEST);
    let pairs = places.iter().filter(|at| places.contains(&(**at + 1)));
    let differ = |at: usize| text.as_bytes()[at] != text.as_bytes()[at + 1];
    pairs
        .filter(|at| differ(**at))
        .map(|at| format!("{}{}{}{}", &text[..*at], &text[at + 1..at + 2], &text[*at..=*at], &text[at + 2..]))
        .collect()
}

fn shortened(text: &str) -> Vec<String> {
    // The letters typed last say whom is meant beyond those before: without them anybody of that family would be.
    let places = letters(text, LONG).into_iter().filter(|at| at + 2 < text.len());
    places.map(|at| format!("{}{}", &text[..at], &text[at + 1..])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_looked_for_in_words_that_are_long_enough() {
        assert_eq!(swapped("zhagn"), ["hzagn", "zahgn", "zhgan", "zhang"]);
        assert_eq!(swapped("zw 88"), Vec::<String>::new());
        assert_eq!(swapped("mm马aabb"), ["mm马abab"]);
        assert_eq!(shortened("zhanqw"), ["hanqw", "zanqw", "zhnqw", "zhaqw"]);
        assert_eq!(shortened("zhang"), Vec::<String>::new());
    }
}
