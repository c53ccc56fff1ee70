//! Whether letters and characters of a query name a text: by full pinyin, initials, or both mixed.
//!
//! A query is read as pieces that go with consecutive units, beginning at any of them: a whole reading, its first
//! letter, `zh` `ch` `sh`, or the character itself; the last piece may be the beginning of a reading. All ways are
//! tried at once: a mask holds, per unit, up to where the query is used up.

use super::Class;
use super::units::Readings;

/// The longest word of a query that is matched, in characters (a mask has a bit for each and one for the end).
pub(super) const LONGEST_WORD: usize = 60;

/// Letters, digits and characters of a query word, lower case, at most [`LONGEST_WORD`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    pub(super) chars: Vec<char>,
    /// Which characters must be among the letters of the readings.
    pub(super) letters: u32,
    /// Whether the pattern is ASCII alone, so that characters of the text need not be looked at.
    pub(super) is_letters: bool,
}

impl Pattern {
    /// The pattern of a word; letters are taken in lower case, apostrophes (xi'an) part nothing.
    pub(super) fn new(word: &str) -> Pattern {
        let chars: Vec<char> = word
            .chars()
            .filter(|ch| *ch != '\'')
            .map(|ch| ch.to_ascii_lowercase())
            .take(LONGEST_WORD)
            .collect();
        let letters = chars.iter().filter(|ch| ch.is_ascii()).fold(0, |set, ch| set | letter_bit(*ch as u8));
        Pattern { is_letters: chars.iter().all(char::is_ascii), chars, letters }
    }
}

/// A letter's bit in a set: 26 letters, one bit for all digits, one for the rest.
pub(super) fn letter_bit(letter: u8) -> u32 {
    match letter {
        b'a'..=b'z' => 1 << (letter - b'a'),
        b'0'..=b'9' => 1 << 26,
        _ => 1 << 27,
    }
}

/// How well the pattern names the text of these units, if at all. `units` gives each unit's readings and the
/// character a Chinese pattern may name it by.
pub(super) fn class_of<'a>(
    units: impl Iterator<Item = (Readings<'a>, Option<char>)> + Clone,
    pattern: &Pattern,
) -> Option<Class> {
    let whole = &pattern.chars[..];
    let mut best = None;
    // Masks of used-up lengths: begun at the first unit by more than a letter, by one letter, begun later.
    let (mut long, mut single, mut inside) = (0u64, 0u64, 0u64);
    for (at, (readings, literal)) in units.clone().enumerate() {
        if at == 0 {
            for step in steps(readings, literal, whole) {
                let class = if step.is_initial { Class::Initials } else { Class::Prefix };
                if step.used == whole.len() {
                    best = Some(best.map_or(class, |best: Class| best.min(class)));
                } else if step.is_initial {
                    single |= 1 << step.used;
                } else if step.may_go_on {
                    long |= 1 << step.used;
                }
            }
            continue;
        }
        for (mask, class) in [(&mut long, Class::Prefix), (&mut single, Class::Initials)] {
            if *mask != 0 && advance(mask, readings, literal, whole) {
                best = Some(best.map_or(class, |best| best.min(class)));
            }
        }
        inside |= 1;
        let is_silent = readings.is_silent();
        if advance(&mut inside, readings, literal, whole) && best.is_none() {
            best = Some(Class::Inside);
        }
        inside &= if is_silent { !1 } else { u64::MAX };
        if best == Some(Class::Prefix) {
            break;
        }
    }
    let is_whole = match best {
        Some(Class::Prefix) => spells(units, whole, |step| !step.is_initial),
        Some(Class::Initials) => spells(units, whole, |step| step.is_initial || step.used == 1),
        _ => false,
    };
    if is_whole { Some(Class::Exact) } else { best }
}

/// How well a pattern begins a text, of two that do: 2 for a whole first reading, 1 for the reading that is usual.
pub(super) fn fit_of(first: Readings, literal: Option<char>, pattern: &[char]) -> i64 {
    let fit = |step: Step| 2 * i64::from(step.may_go_on) + i64::from(step.reading.is_none_or(|at| at == 0));
    steps(first, literal, pattern).filter(|step| !step.is_initial).map(fit).max().unwrap_or(0)
}

/// One way on: how much of the pattern a unit uses up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Step {
    pub(super) used: usize,
    /// Only the first letter (or zh, ch, sh) of a longer reading.
    pub(super) is_initial: bool,
    /// Whether the next unit may go on from here; a part of a reading must be the pattern's end.
    pub(super) may_go_on: bool,
    /// The number of the reading; `None` for the character itself.
    pub(super) reading: Option<usize>,
}

/// The ways a unit uses up the beginning of a pattern: the whole reading first.
pub(super) fn steps<'a>(
    readings: Readings<'a>,
    literal: Option<char>,
    pattern: &'a [char],
) -> impl Iterator<Item = Step> + 'a {
    let itself = literal.is_some_and(|ch| pattern.first() == Some(&ch));
    let itself =
        itself.then_some(Step { used: 1, is_initial: false, may_go_on: true, reading: None }).into_iter();
    let read = readings.into_iter().enumerate().flat_map(move |(number, reading)| {
        let common = common_length(reading, pattern);
        let step = |used, is_initial, may_go_on| Step { used, is_initial, may_go_on, reading: Some(number) };
        let is_whole = common == reading.len();
        let longest = (common > 1 || is_whole && common == 1).then(|| step(common, false, is_whole));
        let double = (common >= 2 && is_double_initial(reading)).then(|| step(2, true, true));
        let single = (common >= 1 && reading.len() > 1).then(|| step(1, true, true));
        [longest, double, single].into_iter().flatten()
    });
    itself.chain(read)
}

/// Moves all masks' bits over one unit; true when one reaches the pattern's end.
fn advance(mask: &mut u64, readings: Readings, literal: Option<char>, pattern: &[char]) -> bool {
    if readings.is_silent() && literal.is_none_or(|ch| !pattern.contains(&ch)) {
        return false;
    }
    let (mut next, mut is_done) = (if readings.is_silent() { *mask } else { 0 }, false);
    let mut bits = *mask;
    while bits != 0 {
        let from = bits.trailing_zeros() as usize;
        bits &= bits - 1;
        let Some(rest) = pattern.get(from..) else { continue };
        for step in steps(readings, literal, rest) {
            is_done |= step.used == rest.len();
            if step.may_go_on {
                next |= 1 << (from + step.used);
            }
        }
    }
    *mask = next;
    is_done
}

/// Whether such pieces of all units, one of each, make up the whole pattern.
fn spells<'a>(
    units: impl Iterator<Item = (Readings<'a>, Option<char>)>,
    pattern: &[char],
    is_piece: impl Fn(&Step) -> bool,
) -> bool {
    let mut mask = 1u64;
    for (readings, literal) in units {
        let mut next = 0u64;
        for from in 0..=pattern.len() {
            if mask & (1 << from) == 0 {
                continue;
            }
            let whole = steps(readings, literal, &pattern[from..]);
            next |= whole
                .filter(|step| step.may_go_on && is_piece(step))
                .fold(0, |set, step| set | 1 << (from + step.used));
        }
        mask = next;
        if mask == 0 {
            return false;
        }
    }
    mask & (1 << pattern.len()) != 0
}

fn common_length(reading: &[u8], pattern: &[char]) -> usize {
    reading.iter().zip(pattern).take_while(|(letter, ch)| char::from(**letter) == **ch).count()
}

fn is_double_initial(reading: &[u8]) -> bool {
    matches!(reading, [b'z' | b'c' | b's', b'h', _, ..])
}
