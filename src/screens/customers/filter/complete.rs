//! What the last word of a filter can become.

use super::words::{FlagWord, Subject, bare};
use super::{Filtering, parse};
use crate::lang::Lang;
use std::collections::BTreeSet;

/// The words that the last word of `text` can become, best first, and the text before it. `tags` are those in use.
pub fn candidates(
    text: &str,
    around: &Filtering<'_>,
    tags: &BTreeSet<String>,
    lang: Lang,
) -> (String, Vec<String>) {
    let words = parse::split(text);
    let begins_anew = text.ends_with(char::is_whitespace) && !text.trim_end().ends_with(['<', '>', '=']);
    let (before, last) = match words.split_last() {
        Some((last, before)) if !begins_anew => (before.join(" "), last.clone()),
        _ => (words.join(" "), String::new()),
    };
    let before = if before.is_empty() { before } else { format!("{before} ") };
    (before, of_word(&last, around, tags, lang))
}

fn of_word(word: &str, around: &Filtering<'_>, tags: &BTreeSet<String>, lang: Lang) -> Vec<String> {
    if let Some(begun) = word.strip_prefix('#') {
        return tags.iter().filter(|tag| tag.starts_with(begun)).map(|tag| format!("#{tag}")).collect();
    }
    match word.find(['<', '>', '=']) {
        Some(at) => of_value(word, at, around, lang),
        None => of_subject(word, lang),
    }
}

fn of_subject(begun: &str, lang: Lang) -> Vec<String> {
    let begun = begun.to_lowercase();
    let whole = |subject: Subject, lang| format!("{}{}", subject.word(lang), subject.sign());
    let fits = |lang: Lang| {
        let begun = &begun;
        Subject::ALL
            .into_iter()
            .filter(move |subject| subject.word(lang).starts_with(begun))
            .map(move |subject| whole(subject, lang))
    };
    let mut found: Vec<String> = fits(lang).collect();
    if begun.is_empty() {
        found.push("#".to_owned());
    } else {
        found.extend(fits(lang.other()));
    }
    found
}

fn of_value(word: &str, at: usize, around: &Filtering<'_>, lang: Lang) -> Vec<String> {
    let Some(subject) = Subject::named(&word[..at]) else { return Vec::new() };
    let value_at = at + word[at..].chars().take_while(|ch| "<>=".contains(*ch)).count();
    // Of several values only the last is being typed.
    let begun_at = word[value_at..].rfind([',', '/']).map_or(value_at, |comma| value_at + comma + 1);
    let (kept, begun) = word.split_at(begun_at);
    let wanted = bare(begun);
    let values: Vec<String> = match subject {
        Subject::Class(dimension) => around
            .classes
            .all_of(dimension)
            .filter(|class| {
                let code = bare(around.classes.code(dimension, *class));
                let labels =
                    [Lang::Zh, Lang::En].map(|lang| bare(&around.classes.label(dimension, *class, lang)));
                code.starts_with(&wanted) || labels.iter().any(|label| label.starts_with(&wanted))
            })
            .map(|class| around.classes.label(dimension, class, lang).replace(' ', "_"))
            .collect(),
        Subject::Flag => {
            let fits = |known: &&FlagWord| known.zh.starts_with(begun) || known.en.starts_with(begun);
            FlagWord::ALL.iter().filter(fits).map(|known| known.word(lang).to_owned()).collect()
        }
        Subject::Next | Subject::Last => starting(&["7d", "14d", "30d", "60d", "90d"], begun),
        Subject::Assets => match lang {
            Lang::Zh => starting(&["5万", "20万", "50万", "200万"], begun),
            Lang::En => starting(&["50k", "200k", "500k", "2m"], begun),
        },
    };
    values.into_iter().map(|value| format!("{kept}{value}")).collect()
}

fn starting(values: &[&str], begun: &str) -> Vec<String> {
    values.iter().filter(|value| value.starts_with(begun)).map(|value| (*value).to_owned()).collect()
}
