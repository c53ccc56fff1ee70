use super::*;
use crate::domain::{Reach, Reply};
use crate::lang::Lang;

fn book() -> &'static Playbook {
    Playbook::embedded().unwrap()
}

#[test]
fn the_embedded_playbook_is_sound_and_has_a_step_for_every_result() {
    for (class, days) in
        [("private", 14), ("diamond", 21), ("wealth", 30), ("gold", 60), ("basic", 90), ("tail", 180)]
    {
        assert_eq!(book().rhythm(class, "mature"), Some(days), "{class}");
    }
    assert_eq!(book().rhythm("gold", "closed"), None);
    assert_eq!(book().rhythm("unclassified", "mature"), None);
    assert_eq!(book().result.len(), TalkResult::ALL.len());
    assert_eq!(book().reply.len(), Reply::ALL.len());
    for reach in Reach::ALL.iter().filter(|reach| reach.is_attempt() && !reach.is_reached()) {
        let is_open_message = *reach == Reach::Unknown;
        assert_eq!(book().after_reach(*reach) == Step::NONE, is_open_message, "{reach}");
    }
}

#[test]
fn every_reason_has_a_whole_script_in_both_languages_and_no_blank_stays_open() {
    for reason in Reason::ALL {
        for lang in [Lang::Zh, Lang::En] {
            let script = book().scripts().script(lang, *reason, ["gold", "mature"], &Blanks::default());
            let parts =
                [&script.opening, &script.verify, &script.matter, &script.yes, &script.no, &script.closing];
            for part in parts {
                assert!(!part.is_empty() && !part.contains('{'), "{reason} {}: {part}", lang.code());
            }
            assert!(!script.objections.is_empty(), "{reason}");
            assert!(!script.sms.contains('{'), "{reason}");
        }
    }
}

#[test]
fn both_languages_have_the_same_scripts_with_the_same_parts() {
    let keys = |all: &std::collections::BTreeMap<String, _>| all.keys().cloned().collect::<Vec<_>>();
    let scripts = book().scripts();
    assert_eq!(keys(scripts.all(Lang::Zh)), keys(scripts.all(Lang::En)));
}

#[test]
fn a_script_takes_the_part_of_the_class_before_that_of_the_reason() {
    let script = |value, lifecycle| {
        let blanks =
            Blanks {
                name: "马阿姨", branch: "城东支行", manager: "张", date: "周四", ..Blanks::default()
            };
        book().scripts().script(Lang::Zh, Reason::Rhythm, [value, lifecycle], &blanks)
    };
    assert_ne!(script("private", "mature").matter, script("gold", "mature").matter);
    assert_ne!(script("gold", "new").matter, script("gold", "mature").matter);
    assert_eq!(script("private", "new").matter, script("private", "mature").matter);
    assert!(script("gold", "mature").opening.contains("马阿姨您好，我是城东支行的张"));
}

#[test]
fn wrong_files_are_refused_with_the_place() {
    let good = include_str!("../../../assets/playbook.toml");
    let read = |playbook: &str| {
        let scripts_zh = include_str!("../../../assets/scripts.zh.toml");
        let scripts_en = include_str!("../../../assets/scripts.en.toml");
        load::load(&load::Files { playbook, scripts_zh, scripts_en }).map(|_| ()).unwrap_err().to_string()
    };
    assert!(read(&good.replace("wait = \"1h\"", "wait = \"soon\"")).contains("\"soon\" is no wait"));
    assert!(read(&good.replace("\nsurvey = ", "\nsurvei = ")).contains("[reason] has no code \"survei\""));
    assert!(
        read(&good.replace("diamond = 21", "diamond = 0")).contains("[rhythm] diamond must be at least 1")
    );
    assert!(
        read(&good.replace("morning = \"09:30\"", "morning = \"25:30\"")).contains("\"25:30\" is no time")
    );
    assert!(read(&good.replace("call_day = 1", "cal_day = 1")).contains("cal_day"));
}

#[test]
fn without_a_name_neither_a_blank_nor_a_comma_is_left_of_it() {
    for lang in [Lang::Zh, Lang::En] {
        let script = book().scripts().script(lang, Reason::Rhythm, ["gold", "mature"], &Blanks::default());
        assert!(!script.opening.contains(" ,") && !script.opening.contains("\"，"), "{}", script.opening);
    }
}
