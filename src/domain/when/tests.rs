use super::*;
use crate::domain::day::{Moment, Zone};
use proptest::prelude::*;

/// Tuesday 2026-11-24, 10:00.
fn context_at(date: &str, time: &str) -> WhenContext {
    let zone = Zone::CHINA;
    let at = zone.at(Day::parse_iso(date).unwrap(), Minute::parse(time).unwrap());
    let now = Now { at, clock: Moment(0), zone };
    WhenContext { now, maturity: Day::parse_iso("2026-12-10") }
}

fn context() -> WhenContext {
    context_at("2026-11-24", "10:00")
}

/// A value as text: date, then minute or am/pm, then the channel.
fn read(text: &str, context: &WhenContext) -> String {
    match parse(text, context) {
        Ok(when) => {
            let minute = when.minute.map(|m| format!(" {m}")).unwrap_or_default();
            let half =
                when.half.map(|h| if h == HalfDay::Morning { " am" } else { " pm" }).unwrap_or_default();
            let channel = when.channel.map(|c| format!(" {c}")).unwrap_or_default();
            format!("{}{minute}{half}{channel}", when.day)
        }
        Err(error) => format!("! {}", error.text(Lang::En)),
    }
}

#[test]
fn every_form_of_the_grammar_is_read_in_both_languages() {
    for (texts, value) in [
        (&["tom", "tomorrow", "明天", "TOM", "ｔｏｍ", " 明日 "][..], "2026-11-25"),
        (&["后天", "2d", "2天", "两天后", "２ｄ"], "2026-11-26"),
        (&["3d", "3天", "三天", "3天后", "3 days", "大后天"], "2026-11-27"),
        (&["1h", "1小时", "一小时后", "60min", "1个小时"], "2026-11-24 11:00"),
        (&["半小时", "30分钟", "30min"], "2026-11-24 10:30"),
        (&["20h"], "2026-11-25 06:00"),
        (&["pm", "下午", "今天下午"], "2026-11-24 pm"),
        (
            &["2026-12-03T15:00", "2026-12-03t15:00", "2026-12-03T15:00:00+08:00", "2026-12-03T07:00:00Z"],
            "2026-12-03 15:00",
        ),
        (&["am", "上午"], "2026-11-24 am"),
        (&["mon", "周一", "下周一", "星期一", "礼拜一", "Monday"], "2026-11-30"),
        (&["tue", "周二", "下周二"], "2026-12-01"),
        (&["wed", "周三", "本周三", "这周三"], "2026-11-25"),
        (&["下周三", "下个星期三"], "2026-12-02"),
        (&["sun", "周日", "周天", "本周日"], "2026-11-29"),
        (&["2w", "两周", "2周", "2个星期", "2 weeks"], "2026-12-08"),
        (&["1mo", "1个月", "一个月后"], "2026-12-24"),
        (&["eom", "月底", "月末"], "2026-11-30"),
        (&["t-7", "T-7", "Ｔ－７", "到期前7天", "到期前七天"], "2026-12-03"),
        (&["t+1", "到期后1天"], "2026-12-11"),
        (&["t", "到期", "到期日"], "2026-12-10"),
        (
            &[
                "15:30",
                "１５：３０",
                "3:30pm",
                "3:30 pm",
                "下午3点半",
                "下午3:30",
                "3点半",
                "今天 15:30",
                "15点30分",
            ],
            "2026-11-24 15:30",
        ),
        (&["3pm", "3点", "下午三点", "15点"], "2026-11-24 15:00"),
        (&["2026-12-01", "2026/12/1", "2026.12.1", "2026年12月1日"], "2026-12-01"),
        (&["12-01", "12-1", "12/1", "12月1日", "12月1号", "十二月一日"], "2026-12-01"),
        (&["11-24"], "2026-11-24"),
        (&["11-23"], "2027-11-23"),
        (&["2-29"], "2028-02-29"),
    ] {
        for text in texts {
            assert_eq!(read(text, &context()), value, "{text}");
        }
    }
}

#[test]
fn a_day_a_time_and_a_channel_combine_in_any_order() {
    for (text, value) in [
        ("3d 15:30", "2026-11-27 15:30"),
        ("tom pm", "2026-11-25 pm"),
        ("周三 10:00", "2026-11-25 10:00"),
        ("明天下午3点电话", "2026-11-25 15:00 phone"),
        ("10:00 周三", "2026-11-25 10:00"),
        ("12-01，上午 短信", "2026-12-01 am sms"),
        ("15:30 call", "2026-11-24 15:30 phone"),
        ("2w 企微", "2026-12-08 wecom"),
        ("mon 到店", "2026-11-30 branch"),
        ("1h 打电话", "2026-11-24 11:00 phone"),
        ("tue 12-01", "2026-12-01"),
        ("12-01 周二", "2026-12-01"),
        ("eom SMS", "2026-11-30 sms"),
    ] {
        assert_eq!(read(text, &context()), value, "{text}");
    }
}

#[test]
fn what_is_no_day_to_come_says_what_was_read_and_what_would_be_right() {
    let error = |text: &str| parse(text, &context()).unwrap_err();
    assert_eq!(error("3x").text(Lang::Zh), "看不懂 \"3x\": 写 3d 周一 15:30 12-01");
    assert_eq!(error("  "), WhenError::Empty);
    for text in
        ["7", "12", "d", "x", "tompm", "3dd", "2026-12", "1:5", "15:30:00", "2026-12-01-01", "下周", "-3d"]
    {
        assert!(matches!(error(text), WhenError::Unreadable(_)), "{text} {:?}", error(text));
    }
    for text in ["26-12-01", "26/12/1", "26年12月1日", "26.12.01"] {
        assert_eq!(error(text), WhenError::ShortYear(text.to_owned()));
        assert!(
            error(text).text(Lang::Zh).contains("只有两位")
                && error(text).text(Lang::En).contains("two digits")
        );
    }
    for text in ["26-13-01", "26-12", "2026-12-01", "a-12-01"] {
        assert!(!has_short_year(text), "{text}");
    }
    assert_eq!(error("3d foo"), WhenError::Unreadable("foo".to_owned()));
    assert_eq!(error("电话"), WhenError::NoDay("电话".to_owned()));
    for text in
        ["tom 3d", "am pm", "am 15:30", "1h 3d", "3d 1h", "15:30 16:30", "sms call", "周一 周二", "12am"]
    {
        assert!(matches!(error(text), WhenError::Conflict(_)), "{text}");
    }
    for text in ["25:00", "10:61", "02-30", "13-01", "2027-02-29"] {
        assert!(matches!(error(text), WhenError::Impossible(_)), "{text}");
    }
    assert!(error("12-01 周三").text(Lang::Zh).contains("是周二, 不是周三"));
    assert_eq!(error("9999d"), WhenError::TooFar);
    assert_eq!(error("9999mo"), WhenError::TooFar);
}

#[test]
fn the_past_is_refused_with_a_sentence() {
    assert_eq!(read("09:59", &context()), "! 2026-11-24 09:59 is past: write today or later");
    assert_eq!(read("10:00", &context()), "2026-11-24 10:00", "this very minute is not past");
    assert_eq!(read("2026-11-23", &context()), "! 2026-11-23 is past: write today or later");
    assert_eq!(read("本周一", &context()), "! 2026-11-23 is past: write today or later");
    assert_eq!(read("T-17", &context()), "! 2026-11-23 is past: write today or later");
    assert_eq!(
        read("am", &context_at("2026-11-24", "12:01")),
        "! 2026-11-24 12:00 is past: write today or later"
    );
    assert_eq!(read("0天", &context()), "2026-11-24");
}

#[test]
fn a_maturity_is_needed_for_t() {
    let context = WhenContext { maturity: None, ..context() };
    assert_eq!(parse("T-7", &context), Err(WhenError::NoMaturity));
}

#[test]
fn month_ends_are_kept_inside_the_month() {
    assert_eq!(read("1mo", &context_at("2027-01-31", "10:00")), "2027-02-28");
    assert_eq!(read("eom", &context_at("2026-11-30", "10:00")), "2026-11-30");
}

#[test]
fn a_date_without_its_year_that_has_passed_is_noticed() {
    for (text, passed) in [
        ("11-01", Some("2026-11-01")),
        ("11月1日 15:30 电话", Some("2026-11-01")),
        ("11-24", None),
        ("12-01", None),
        ("2027-11-01", None),
        ("3d", None),
        ("x", None),
    ] {
        assert_eq!(passed_this_year(text, &context()), passed.and_then(Day::parse_iso), "{text}");
    }
}

#[test]
fn the_canonical_form_is_an_absolute_date() {
    let today = context().now.day();
    let canonical = |text: &str, lang| parse(text, &context()).unwrap().canonical(lang, today);
    assert_eq!(canonical("tue", Lang::Zh), "12-01 周二");
    assert_eq!(canonical("tue", Lang::En), "Tue 12-01");
    assert_eq!(canonical("3d 15:30 sms", Lang::Zh), "11-27 周五 15:30 短信");
    assert_eq!(canonical("tom pm 电话", Lang::En), "Wed 11-25 pm phone");
    assert_eq!(canonical("2027-12-01", Lang::Zh), "2027-12-01 周三");
    assert_eq!(canonical("01-04", Lang::Zh), "2027-01-04 周一", "another year stands with it");
}

#[test]
fn a_half_day_is_stored_as_the_start_of_work() {
    let when = parse("tom pm", &context()).unwrap();
    assert_eq!(when.due_minute().unwrap().to_string(), "14:00");
    assert_eq!(parse("tom", &context()).unwrap().due_minute(), None);
}

fn words() -> impl Strategy<Value = String> {
    let day = prop_oneof![
        (0u32..4000).prop_map(|n| format!("{n}d")),
        (0u32..90).prop_map(|n| format!("{n}周后")),
        (1u32..13, 1u32..32).prop_map(|(m, d)| format!("{m}-{d}")),
        (2026u32..2040, 1u32..13, 1u32..32).prop_map(|(y, m, d)| format!("{y}年{m}月{d}日")),
        prop::sample::select(vec!["tom", "eom", "周三", "下周五", "sun", "T-3", "t+20", "", "5h", "90分钟"])
            .prop_map(str::to_owned),
    ];
    let time = prop_oneof![
        (0u32..24, 0u32..60).prop_map(|(h, m)| format!("{h}:{m:02}")),
        prop::sample::select(vec!["pm", "上午", "3点半", "11am", ""]).prop_map(str::to_owned),
    ];
    let channel = prop::sample::select(vec!["", "电话", "sms", "企微", "手机银行", "mail", "visit"]);
    (day, time, channel).prop_map(|(day, time, channel)| format!("{day} {time} {channel}"))
}

proptest! {
    #[test]
    fn the_canonical_form_reads_back_as_the_same_value(text in words(), on in 0i32..1500, minute in 0i64..1440) {
        let zone = Zone::CHINA;
        let today = Day::parse_iso("2026-01-01").unwrap() + on;
        let now = Now { at: zone.at(today, Minute::from_number(minute).unwrap()), clock: Moment(0), zone };
        let context = WhenContext { now, maturity: Some(today + 30) };
        if let Ok(when) = parse(&text, &context) {
            prop_assert!(when.day >= today);
            for lang in [Lang::Zh, Lang::En] {
                let canonical = when.canonical(lang, today);
                prop_assert_eq!(parse(&canonical, &context), Ok(when), "{}", canonical);
            }
        }
    }

    #[test]
    fn any_text_is_a_day_or_a_sentence(text in any::<String>()) {
        if let Err(error) = parse(&text, &context()) {
            for lang in [Lang::Zh, Lang::En] {
                prop_assert!(!error.text(lang).contains("when.error"));
            }
        }
    }
}

#[test]
fn what_cannot_be_read_is_named_as_it_was_typed() {
    for (text, error) in [
        ("FooBar", WhenError::Unreadable("FooBar".into())),
        ("3d Xyz", WhenError::Unreadable("Xyz".into())),
        ("3D Tom", WhenError::Conflict("Tom".into())),
        ("2026-12-03Tea", WhenError::Unreadable("2026-12-03Tea".into())),
        ("短信 SMS", WhenError::Conflict("SMS".into())),
    ] {
        assert_eq!(parse(text, &context()), Err(error), "{text}");
    }
}
