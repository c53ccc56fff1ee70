use super::*;
use crate::keymap::Keymap;
use crate::lang::Lang;
use std::collections::BTreeSet;

#[test]
fn every_id_and_every_command_stands_once() {
    let ids: BTreeSet<&str> = all().map(|row| row.id).collect();
    assert_eq!(ids.len(), all().count());
    for row in all() {
        assert_eq!(super::row(row.command).map(|found| found.id), Some(row.id));
    }
}

#[test]
fn ids_are_dotted_and_lower_case() {
    for row in all() {
        let parts: Vec<&str> = row.id.split('.').collect();
        assert_eq!(parts.len(), 2, "{}", row.id);
        assert!(row.id.chars().all(|ch| ch.is_ascii_lowercase() || ".-".contains(ch)), "{}", row.id);
    }
}

#[test]
fn every_command_has_words_and_a_hint_in_both_languages() {
    for row in all() {
        for lang in [Lang::Zh, Lang::En] {
            for text in [row.words(lang), lang.text(&format!("commands.{}.hint", row.id))] {
                assert!(!text.starts_with("commands."), "{}: {text} is missing", lang.code());
            }
        }
    }
}

#[test]
fn every_command_can_be_reached_by_a_key_or_in_the_palette() {
    let keymap = Keymap::embedded();
    let bound: BTreeSet<&str> =
        keymap.bindings().filter_map(|(_, _, command)| super::row(command)).map(|row| row.id).collect();
    for row in all() {
        assert!(
            bound.contains(row.id) || !matches!(row.group, Group::Move | Group::Unlisted),
            "{} cannot be reached",
            row.id
        );
    }
}

#[test]
fn commands_with_a_hint_have_a_key_and_twins_exist() {
    let keymap = Keymap::embedded();
    for row in all() {
        if row.weight > 0 {
            assert!(keymap.bindings().any(|(_, _, command)| command == row.command), "{} has no key", row.id);
        }
        if let Some(twin) = row.twin {
            assert!(named(twin).is_some(), "{} has no twin {twin}", row.id);
        }
    }
}

#[test]
fn no_locale_names_a_command_that_does_not_exist() {
    for text in [
        include_str!("../../../assets/locales/commands.zh.yml"),
        include_str!("../../../assets/locales/commands.en.yml"),
    ] {
        let mut group = "";
        for line in text.lines().filter(|line| !line.starts_with('#')) {
            let name = line.trim().split(':').next().unwrap_or_default();
            match line.len() - line.trim_start().len() {
                2 => group = name,
                4 => assert!(named(&format!("{group}.{name}")).is_some(), "{group}.{name} is no command"),
                _ => {}
            }
        }
    }
}
