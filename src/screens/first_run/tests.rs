use super::*;
use crate::app::model::Start;
use crate::lang::Lang;
use crate::settings::Settings;
use crate::snapshots;
use crate::testing::{Play, ctx};

#[test]
fn first_run_screens() {
    snapshots!("first_run", Play::first_run(), "");
    snapshots!("first_run_place", Play::first_run(), "d");
}

#[test]
fn a_place_is_a_folder_or_a_file() {
    for (typed, file) in [
        ("~/books", Some("~/books/book.db")),
        (" /data/branch/ ", Some("/data/branch/book.db")),
        ("/data/mine.db", Some("/data/mine.db")),
        ("  ", None),
    ] {
        assert_eq!(file_of(typed).as_deref(), file, "{typed:?}");
    }
}

#[test]
fn another_place_is_typed_taken_and_shown() {
    let play = Play::first_run();
    let seen = play.see("d<c-u>~/callbook<enter>");
    assert!(seen.contains("~/callbook/book.db  (d 改位置)"), "{seen}");
    assert!(play.see("d<c-u>/tmp/x<esc>").contains("~/.local/share/callbook/book.db  (d"));
    assert!(play.see("d<c-u><enter>").contains("! 没有写放在哪里"));
    assert!(play.see("d<c-u><paste:/data/x><enter>").contains("/data/x/book.db"));
}

#[test]
fn uneven_columns_are_told_of_and_plain_lines_come_at_once() {
    let lines = Settings { glyphs: Glyphs::Lines, ..Settings::default() };
    let mut model = Model::new(Start::FirstRun, lines);
    let effects = run(&mut model, Command::PlainGlyphs, &ctx());
    assert_eq!(effects.0, [Effect::Remember(Remembered::AsciiGlyphs)]);
    assert_eq!(model.session.settings.glyphs, Glyphs::Ascii);
    assert!(Play::first_run().see("w").contains("线条已改用 ASCII"));
}

#[test]
fn no_key_on_the_screen_is_dead() {
    let play = Play::first_run();
    for (key, sees) in
        [("L", "No customers on this computer"), ("d", "Enter 就放这里"), ("w", "ASCII"), ("?", "开始")]
    {
        assert!(play.see(key).contains(sees), "{key}");
    }
    for (key, way) in [("1", Beginning::Demo), ("2", Beginning::Import), ("3", Beginning::ByHand)] {
        assert_eq!(play.screen(key).exit, Some(Exit::Begin(way)), "{key}");
    }
    assert!(play.lang(Lang::En).see("").contains("if not, press w"));
}
