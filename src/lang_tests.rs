//! The texts as a whole: the two languages have the same keys and the same places for values, and every key that the
//! code names exists.

use crate::_RUST_I18N_BACKEND;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn texts(locale: &str) -> BTreeMap<String, String> {
    let texts = _RUST_I18N_BACKEND.messages_for_locale(locale).unwrap();
    texts.into_iter().map(|(key, text)| (key.into_owned(), text.into_owned())).collect()
}

fn places(text: &str) -> BTreeSet<&str> {
    text.split("%{").skip(1).filter_map(|rest| rest.split(['}', ':']).next()).collect()
}

/// All code of the sources, without comments.
fn sources(dir: &Path, all: &mut String) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, all);
        } else if path.extension().is_some_and(|e| e == "rs") && !path.ends_with("lang_tests.rs") {
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
            all.extend(code.flat_map(|line| [line, "\n"]));
        }
    }
}

#[test]
fn both_languages_have_the_same_keys_and_the_same_places_for_values() {
    let (zh, en) = (texts("zh"), texts("en"));
    let missing = |a: &BTreeMap<String, String>, b: &BTreeMap<String, String>| -> Vec<String> {
        a.keys().filter(|key| !b.contains_key(*key)).cloned().collect()
    };
    assert_eq!(missing(&zh, &en), Vec::<String>::new(), "not in English");
    assert_eq!(missing(&en, &zh), Vec::<String>::new(), "not in Chinese");
    for (key, text) in &zh {
        assert_eq!(places(text), places(&en[key]), "{key}");
    }
}

#[test]
fn every_key_that_the_code_names_exists() {
    let mut code = String::new();
    sources(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut code);
    let zh = texts("zh");
    let calls = code.match_indices("tr!(").filter_map(|(at, call)| {
        let is_other = code[..at].ends_with(|ch: char| ch.is_alphanumeric() || ch == '_');
        let (_, rest) = code[at + call.len()..].split_once(',').filter(|_| !is_other)?;
        rest.trim_start().strip_prefix('"')?.split('"').next()
    });
    for key in calls.filter(|key| !key.contains(['{', '$'])) {
        assert!(zh.contains_key(key), "{key} has no text");
    }
}
