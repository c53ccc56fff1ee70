//! What of a hit is shown: per word the field and its key with brackets, and the marked characters of the name.

use super::fuzzy::Fuzzy;
use super::index::Keys;
use super::matcher::{Step, steps};
use super::query::Needle;
use super::scan::{name_class, named_units, number_class, phone_class};
use super::units::{Readings, Unit, split};
use super::{Class, Field, WordMatch};
use std::collections::HashSet;
use std::ops::Range;

/// Gathers the words of one hit.
#[derive(Debug, Default)]
pub(super) struct Explained {
    matches: Vec<WordMatch>,
    marks: Vec<Range<usize>>,
}

/// A unit of the name with all that can name it.
type Named<'a> = (Unit<'a>, Readings<'a>, Option<char>);

impl Explained {
    /// The word matches, and the marks in order, joined where they touch.
    pub(super) fn finish(mut self) -> (Vec<WordMatch>, Vec<Range<usize>>) {
        self.marks.sort_by_key(|mark| (mark.start, mark.end));
        let mut joined: Vec<Range<usize>> = Vec::new();
        for mark in self.marks {
            match joined.last_mut() {
                Some(last) if last.end >= mark.start => last.end = last.end.max(mark.end),
                _ => joined.push(mark),
            }
        }
        (self.matches, joined)
    }

    /// A word that matched a tag.
    pub(super) fn tag(&mut self, tag: &str, needle: &Needle) {
        let at = tag.find(&needle.raw).map(|at| tag[..at].chars().count());
        let range = at.map_or(0..0, |at| at..at + needle.raw.chars().count());
        let key = bracketed(tag.chars().enumerate().map(|(at, ch)| (ch, range.contains(&at))));
        self.add(Field::Tag, format!("#{key}"));
    }

    /// A word that matched a number, the name, or the name fuzzily: where it matched best.
    pub(super) fn text(&mut self, keys: &Keys, needle: &Needle) {
        let wanted = needle.number.as_bytes();
        let number = number_class(keys.number, wanted).map(|class| (class, Field::Number));
        let phones = keys.phones.split(|b| *b == b' ').filter(|_| needle.is_digits);
        let phone =
            phones.filter_map(|phone| phone_class(phone, wanted)).min().map(|class| (class, Field::Phone));
        let name = name_class(keys, needle).map(|class| (class, Field::Name));
        match [number, phone, name].into_iter().flatten().min_by_key(|(class, _)| *class) {
            Some((_, Field::Number)) => self.number(keys, &needle.number),
            Some((class, Field::Phone)) => self.phone(keys, class, &needle.number),
            Some(_) => self.name(keys, needle),
            None => self.fuzzy(keys, needle),
        }
    }

    fn add(&mut self, field: Field, key: String) {
        self.matches.push(WordMatch { field, key });
    }

    fn number(&mut self, keys: &Keys, wanted: &str) {
        let number = String::from_utf8_lossy(keys.number);
        let key = number.replacen(wanted, &format!("[{wanted}]"), 1);
        self.add(Field::Number, key);
    }

    /// Shows what was typed and no other digit.
    fn phone(&mut self, keys: &Keys, class: Class, wanted: &str) {
        let starts = || keys.phones.split(|b| *b == b' ').any(|phone| phone.starts_with(wanted.as_bytes()));
        let key = match class {
            Class::Exact => format!("[{wanted}]"),
            Class::Tail => format!("*[{wanted}]"),
            _ if starts() => format!("[{wanted}]*"),
            _ => format!("*[{wanted}]*"),
        };
        self.add(Field::Phone, key);
    }

    /// The name as it stands, or its pinyin or initials.
    pub(super) fn name(&mut self, keys: &Keys, needle: &Needle) {
        let units: Vec<Named> = split(keys.name)
            .zip(named_units(keys))
            .map(|(unit, (readings, literal))| (unit, readings, literal))
            .collect();
        let mut dead = HashSet::new();
        let path = (0..units.len()).find_map(|start| {
            way(&units, start, &needle.pattern.chars, &mut dead).filter(|way| !way.is_empty())
        });
        match path {
            Some(path) if path.iter().all(|(_, step)| step.reading.is_some()) => {
                self.read(keys, &units, &path);
            }
            Some(path) => {
                let marks = path.iter().map(|(at, step)| mark(keys.name, units[*at].0, step.used)).collect();
                self.standing(keys.name, marks);
            }
            None => {
                let at = keys.name.find(&needle.raw).map_or(0, |at| keys.name[..at].chars().count());
                let mark = at..at + needle.raw.chars().count();
                self.standing(keys.name, vec![mark]);
            }
        }
    }

    fn standing(&mut self, name: &str, marks: Vec<Range<usize>>) {
        let is_marked = |at: usize| marks.iter().any(|mark| mark.contains(&at));
        let key = bracketed(name.chars().enumerate().map(|(at, ch)| (ch, is_marked(at))));
        self.add(Field::Name, key);
        self.marks.extend(marks);
    }

    /// Pinyin with the matched letters, or initials when one letter of each unit matched.
    fn read(&mut self, keys: &Keys, units: &[Named], path: &[(usize, Step)]) {
        let is_initials = path.iter().all(|(_, step)| step.used == 1);
        let mut letters = Vec::new();
        for (at, (unit, readings, _)) in units.iter().enumerate() {
            let step = path.iter().find(|(on, _)| *on == at).map(|(_, step)| *step);
            let number = step.and_then(|step| step.reading).unwrap_or(0);
            let reading = readings.into_iter().nth(number).unwrap_or_else(|| readings.first());
            if reading.is_empty() {
                letters.extend(unit.text.chars().map(|ch| (ch, false)));
                continue;
            }
            let used = step.map_or(0, |step| step.used);
            let shown = if is_initials { 1 } else { reading.len() };
            letters.extend(reading[..shown].iter().enumerate().map(|(n, b)| (char::from(*b), n < used)));
            if let Some(step) = step {
                self.marks.push(mark(keys.name, *unit, step.used));
            }
        }
        let field = if is_initials { Field::Initials } else { Field::Pinyin };
        self.add(field, bracketed(letters.into_iter()));
    }

    fn fuzzy(&mut self, keys: &Keys, needle: &Needle) {
        let Some((joined, places)) = Fuzzy::new().indices(keys.units, &needle.pattern) else { return };
        let key = bracketed(joined.chars().enumerate().map(|(at, ch)| (ch, places.contains(&at))));
        self.add(Field::Pinyin, key);
        let mut from = 0;
        for (unit, (readings, _)) in split(keys.name).zip(named_units(keys)) {
            let to = from + readings.first().len();
            let used = places.iter().filter(|place| (from..to).contains(*place)).count();
            if used > 0 {
                self.marks.push(mark(keys.name, unit, used));
            }
            from = to;
        }
    }
}

/// The first way to use the pattern up from a unit on, whole readings before initials; `dead` remembers where none
/// was found.
fn way(
    units: &[Named],
    at: usize,
    pattern: &[char],
    dead: &mut HashSet<(usize, usize)>,
) -> Option<Vec<(usize, Step)>> {
    if pattern.is_empty() {
        return Some(Vec::new());
    }
    let (_, readings, literal) = units.get(at)?;
    if dead.contains(&(at, pattern.len())) {
        return None;
    }
    for step in steps(*readings, *literal, pattern) {
        if step.used < pattern.len() && !step.may_go_on {
            continue;
        }
        if let Some(mut rest) = way(units, at + 1, &pattern[step.used..], dead) {
            rest.insert(0, (at, step));
            return Some(rest);
        }
    }
    // A unit nobody can read is stepped over, but nothing begins with it.
    let over = if readings.is_silent() { way(units, at + 1, pattern, dead) } else { None };
    if over.is_none() {
        dead.insert((at, pattern.len()));
    }
    over
}

/// The characters of a unit that are marked: the whole character, or so many of a run of letters.
fn mark(name: &str, unit: Unit, used: usize) -> Range<usize> {
    let start = name[..unit.at].chars().count();
    start..start + if unit.literal().is_some() { 1 } else { used.min(unit.text.len()) }
}

/// Text with brackets around the runs that are marked.
fn bracketed(letters: impl Iterator<Item = (char, bool)>) -> String {
    let (mut text, mut was_marked) = (String::new(), false);
    for (ch, is_marked) in letters {
        match (was_marked, is_marked) {
            (false, true) => text.push('['),
            (true, false) => text.push(']'),
            _ => {}
        }
        text.push(ch);
        was_marked = is_marked;
    }
    if was_marked {
        text.push(']');
    }
    text
}
