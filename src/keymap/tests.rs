use super::*;
use crate::app::command::{self, AppCommand};
use crate::app::model::{Modes, Start};
use crate::app::{Screen, update};
use crate::lang::Lang;
use crate::settings::Settings;
use crate::testing;
use crate::ui::Motion;

fn model() -> Model {
    Model::new(Start::Book(Modes::default()), Settings::default())
}

fn means(keymap: &Keymap, model: &Model, key: &str) -> Msg {
    translate(keymap, model, Key::parse(key).unwrap())
}

#[test]
fn the_embedded_keymap_has_no_mistake() {
    assert_eq!(Keymap::default().merge(EMBEDDED), []);
}

#[test]
fn always_holds_no_key_that_types_a_character() {
    for (scope, sequence, _) in Keymap::embedded().bindings() {
        assert!(scope != Scope::Always || sequence.iter().all(|key| key.typed().is_none()), "{sequence:?}");
    }
}

#[test]
fn inner_scopes_come_first() {
    let mut keymap = Keymap::embedded();
    assert_eq!(keymap.merge("[today]\nj = 'app.help'\n"), []);
    let mut model = model();
    assert_eq!(means(&keymap, &model, "j"), Msg::Command(Command::App(AppCommand::Help)));
    model.nav.switch(Screen::Customers);
    assert_eq!(means(&keymap, &model, "j"), Msg::Command(Command::Move(Motion::Down)));
}

#[test]
fn a_persons_keymap_replaces_and_takes_away() {
    let mut keymap = Keymap::embedded();
    assert_eq!(keymap.merge("[list]\nj = ''\n'<c-n>' = 'list.down'\n"), []);
    assert_eq!(means(&keymap, &model(), "j"), Msg::Unbound(Key::char('j')));
    assert_eq!(means(&keymap, &model(), "<c-n>"), Msg::Command(Command::Move(Motion::Down)));
}

fn wrong(line: usize, what: Wrong) -> KeymapError {
    KeymapError { line: Some(line), what }
}

#[test]
fn all_mistakes_are_told_and_the_rest_holds() {
    let mut keymap = Keymap::embedded();
    let problems = keymap.merge("[lost]\n[list]\n'<hyper>' = 'list.down'\nx = 'list.fly'\ny = 'list.down'\n");
    assert_eq!(
        problems,
        [
            wrong(1, Wrong::Scope("lost".into())),
            wrong(3, Wrong::Keys("<hyper>".into())),
            wrong(4, Wrong::Command("list.fly".into())),
        ]
    );
    let text = problems[2].text(Lang::Zh);
    assert_eq!(text, "keymap.toml 第 4 行: 没有 list.fly 这个命令, 按 : 看全部命令");
    assert_eq!(means(&keymap, &model(), "y"), Msg::Command(Command::Move(Motion::Down)));
}

#[test]
fn a_sequence_waits_for_its_end_and_a_broken_one_runs_its_last_key() {
    let mut keymap = Keymap::embedded();
    assert_eq!(keymap.merge("[today]\n'x y' = 'app.help'\n"), []);
    let mut model = model();
    let pending = means(&keymap, &model, "x");
    assert_eq!(pending, Msg::Pending(Key::char('x')));
    let _ = update(&mut model, pending, &testing::ctx());
    assert_eq!(means(&keymap, &model, "y"), Msg::Command(Command::App(AppCommand::Help)));
    assert_eq!(means(&keymap, &model, "j"), Msg::Command(Command::Move(Motion::Down)));
}

#[test]
fn full_width_characters_of_an_input_method_mean_their_twins() {
    let keymap = Keymap::embedded();
    assert_eq!(means(&keymap, &model(), "："), Msg::Command(Command::App(AppCommand::Palette)));
    assert_eq!(means(&keymap, &model(), "２"), means(&keymap, &model(), "2"));
}

#[test]
fn while_typing_letters_are_text_and_control_keys_still_work() {
    let keymap = Keymap::embedded();
    let mut model = model();
    let palette = means(&keymap, &model, ":");
    let _ = update(&mut model, palette, &testing::ctx());
    for text in ["q", "1", "？", "马"] {
        assert_eq!(means(&keymap, &model, text), Msg::Input(Key::parse(text).unwrap()));
    }
    assert_eq!(means(&keymap, &model, "<c-q>"), Msg::Command(Command::App(AppCommand::Quit)));
    assert_eq!(means(&keymap, &model, "<left>"), Msg::Input(Key::parse("<left>").unwrap()));
}

#[test]
fn the_hints_show_the_shortest_key() {
    let keymap = Keymap::embedded();
    let row = command::named("list.down").unwrap();
    assert_eq!(keymap.hint_keys(row, &[Scope::List], crate::lang::Lang::Zh).as_deref(), Some("j/k"));
    assert_eq!(keymap.all_keys(row, &[Scope::List], crate::lang::Lang::Zh), "j 下");
}

#[test]
fn keys_that_belong_together_are_named_together() {
    use crate::lang::Lang::{En, Zh};
    let keymap = Keymap::embedded();
    let named =
        |id: &str, scope, lang| keymap.hint_keys(command::named(id).unwrap(), &[scope], lang).unwrap();
    assert_eq!(named("call.scroll-down", Scope::Call, Zh), "上下");
    assert_eq!(named("call.scroll-down", Scope::Call, En), "Up Down");
    assert_eq!(named("queues.previous", Scope::Queues, Zh), "[ ]");
    assert_eq!(named("form.next", Scope::Form, Zh), "Tab");
    assert_eq!(named("list.page-down", Scope::List, Zh), "PgUp PgDn");
}
