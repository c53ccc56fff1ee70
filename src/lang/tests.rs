use super::*;

#[test]
fn chinese_is_the_language_of_a_silent_locale() {
    for (locale, lang) in [
        ("zh_CN.UTF-8", Lang::Zh),
        ("C.UTF-8", Lang::Zh),
        ("POSIX", Lang::Zh),
        ("", Lang::Zh),
        ("en_US.UTF-8", Lang::En),
        ("de_DE", Lang::En),
    ] {
        assert_eq!(Lang::of_locale(locale), lang, "{locale}");
    }
}

#[test]
fn one_thing_has_other_words_than_several() {
    let say = |text: &str, rows: &str| {
        fill(text, &[("rows", rows.to_owned()), ("file", "%{rows}".to_owned())]).into_owned()
    };
    assert_eq!(say("%{rows:row|rows} of %{file}", "1"), "1 row of %{rows}");
    assert_eq!(say("%{rows:row was|rows were} read", "1,001"), "1,001 rows were read");
    assert_eq!(say("%{rows}%", "0"), "0%");
    assert_eq!(say("%{none} %{rows", "0"), "%{none} %{rows");
}

#[test]
fn every_code_has_words_in_both_languages() {
    fn check<C: Code>() {
        for code in C::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let key = code.text_key();
                let text = lang.code_text(*code);
                assert!(!text.ends_with(&key), "{} has no {key}", lang.code());
            }
        }
    }
    use crate::domain::*;
    check::<Channel>();
    check::<Direction>();
    check::<Reach>();
    check::<TalkResult>();
    check::<Reply>();
    check::<ConsentState>();
    check::<CustomerKind>();
    check::<Gender>();
    check::<RiskLevel>();
    check::<PhoneKind>();
    check::<PhoneState>();
    check::<AccountStatus>();
    check::<ImportKind>();
    check::<Dimension>();
    check::<Cause>();
    check::<Reason>();
    check::<FollowUpKind>();
    check::<FollowUpState>();
    check::<QueueName>();
}

/// The literals of a source that look like the key of a text: `area.words.more`.
fn keys_in(source: &str) -> impl Iterator<Item = &str> {
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|ch| ch.is_ascii_lowercase() || ch.is_ascii_digit() || ch == '_')
    };
    let code = source.split("#[cfg(test)]").next().unwrap_or_default();
    code.split('"').skip(1).step_by(2).filter(move |text| text.contains('.') && text.split('.').all(is_word))
}

#[test]
fn every_text_that_the_sources_name_is_there() {
    fn sources(folder: &std::path::Path, found: &mut Vec<String>) {
        for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
                found.push(std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut texts = Vec::new();
    for file in std::fs::read_dir(root.join("assets/locales")).unwrap().map(|file| file.unwrap().path()) {
        let text = std::fs::read_to_string(&file).unwrap();
        let roots = text.lines().filter(|line| !line.starts_with([' ', '#']));
        texts.extend(roots.filter_map(|line| line.split_once(':')).map(|(root, _)| root.to_owned()));
    }
    let mut all = Vec::new();
    sources(&root.join("src"), &mut all);
    let is_text = |key: &str| !Lang::Zh.text(key).ends_with(key);
    let is_named = |key: &str| {
        // Some name a group of texts of one thing: what it is called, and what it is.
        is_text(key)
            || is_text(&format!("{key}.name"))
            || crate::app::command::named(key).is_some()
            || key.contains(".db")
    };
    let settings = ["call.command", "call.number"];
    let keys = all.iter().flat_map(|source| keys_in(source));
    let mine = keys.filter(|key| texts.iter().any(|root| key.starts_with(&format!("{root}."))));
    let missing: Vec<&str> = mine.filter(|key| !is_named(key) && !settings.contains(key)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
