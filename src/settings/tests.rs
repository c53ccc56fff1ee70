use super::*;

#[test]
fn an_empty_file_gives_the_defaults() {
    assert_eq!(parse(""), Loaded::default());
}

#[test]
fn every_setting_can_be_set() {
    let loaded = parse(
        "lang = 'en'\ntheme = 'light'\nglyphs = 'ascii'\nmouse = true\nbook = '~/b.db'\nbranch = '城东支行'\nmanager = '张晓岚'\n[call]\nnumber = 'masked'\ncommand = ['phone', '-d', '{number}']\n",
    );
    assert_eq!(loaded.problems, []);
    let settings = loaded.settings;
    assert_eq!(settings.lang, Some(Lang::En));
    assert_eq!(settings.theme, ThemeChoice::Light);
    assert_eq!(settings.glyphs, Glyphs::Ascii);
    assert_eq!(settings.mouse, Switch::On);
    assert_eq!(settings.book.as_deref(), Some("~/b.db"));
    assert_eq!((settings.branch.as_str(), settings.manager.as_str()), ("城东支行", "张晓岚"));
    assert_eq!(settings.call.number, NumberShown::Masked);
    assert_eq!(settings.call.command, ["phone", "-d", "{number}"]);
}

#[test]
fn all_problems_are_told_at_once_and_the_rest_holds() {
    let loaded = parse(
        "theme = 'pink'\nmouse = 'yes'\ncolour = 1\nmanager = 'a'\n[call]\nnumer = 'x'\n[call2]\na = 1\n",
    );
    let value = |key: &str, expected| Wrong::Value { key: key.into(), expected };
    let unknown = |key: &str, known: &str| Wrong::Unknown { key: key.into(), known: known.into() };
    let top = "lang, theme, glyphs, mouse, book, branch, manager";
    let call = "call.number, call.command";
    let all = format!("{top}, {call}");
    let found: Vec<_> = loaded.problems.iter().map(|problem| (problem.line, problem.what.clone())).collect();
    assert_eq!(
        found,
        [
            (Some(1), value("theme", "auto, dark, light, dark-16, light-16, plain")),
            (Some(2), value("mouse", "true, false")),
            (Some(3), unknown("colour", top)),
            (Some(6), unknown("call.numer", call)),
            (Some(8), unknown("call2.a", &all)),
        ]
    );
    assert_eq!(loaded.problems[1].text(Lang::Zh), "config.toml 第 2 行: mouse 只能是 true, false");
    assert_eq!(loaded.settings.manager, "a");
}

#[test]
fn a_file_that_is_no_toml_is_one_problem() {
    assert!(matches!(
        parse("\n\ntheme = ").problems[..],
        [Problem { line: Some(3), what: Wrong::Syntax(_) }]
    ));
}

#[test]
fn a_missing_file_is_no_problem_and_a_directory_in_its_place_is() {
    let dir = tempfile::tempdir().unwrap();
    assert_eq!(load(dir.path()), Loaded::default());
    std::fs::create_dir(dir.path().join("config.toml")).unwrap();
    assert!(matches!(load(dir.path()).problems[..], [Problem { line: None, what: Wrong::Unreadable(_) }]));
}

#[test]
fn a_command_that_is_no_list_is_told_and_costs_nothing_else() {
    let loaded = parse("[call]\nnumber = 'masked'\ncommand = 'phone'\n");
    assert!(
        matches!(&loaded.problems[..], [Problem { line: Some(3), what: Wrong::Value { key, .. } }] if key == "call.command")
    );
    assert_eq!(loaded.settings.call.number, NumberShown::Masked);
}
