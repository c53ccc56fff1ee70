//! Dates in every form that files bring.

use super::*;

fn day(text: &str) -> Result<String, Fault> {
    read_day(text, DateReading::Auto).map(|day| day.to_string())
}

#[test]
fn dates_are_read_in_every_usual_form() {
    for text in [
        "2024-01-02",
        "2024/1/2",
        "2024.1.2",
        "2024年1月2日",
        "２０２４年１月２日",
        "20240102",
        "20240102103000",
        "45293",
        "45293.0",
        "45293.4375",
        "2024-01-02 00:00:00",
        "2024-01-02T10:30:00+08:00",
        "2024/1/2 10:30",
    ] {
        assert_eq!(day(text), Ok("2024-01-02".to_owned()), "{text}");
    }
    assert_eq!(read_day("43831", DateReading::From1904).unwrap().to_string(), "2024-01-02");
    for (text, reading) in [
        ("02/01/2024", DateReading::DayFirst),
        ("2.1.2024", DateReading::DayFirst),
        ("1/2/2024 10:30", DateReading::MonthFirst),
        ("2024-01-02", DateReading::DayFirst),
        ("2024/1/2", DateReading::MonthFirst),
    ] {
        assert_eq!(read_day(text, reading).unwrap().to_string(), "2024-01-02", "{text}");
    }
    assert_eq!(read_day("31/12/2024", DateReading::MonthFirst), Err(Fault::NoSuchDay));
    assert_eq!(day("9999-12-31"), Ok("9999-12-31".to_owned()));
}

#[test]
fn what_is_no_date_is_said_and_not_guessed() {
    for (text, fault) in [
        ("2023-02-29", Fault::NoSuchDay),
        ("20261131", Fault::NoSuchDay),
        ("2024/13/1", Fault::NoSuchDay),
        ("01/02/2024", Fault::AmbiguousDate),
        ("1.2.2024 10:30", Fault::AmbiguousDate),
        ("31/31/2024", Fault::NoSuchDay),
        ("20-Nov-24", Fault::NotADate),
        ("30 February 2024", Fault::NoSuchDay),
        ("1/2/3/2024", Fault::NotADate),
        ("24-01-02", Fault::NotADate),
        ("1990", Fault::NotADate),
        ("2024-01", Fault::NotADate),
        ("yesterday", Fault::NotADate),
        ("2024-1-2-3", Fault::NotADate),
        ("1024-01-02", Fault::DayOutOfRange),
        ("2024-01-02 25:00", Fault::NotATime),
    ] {
        assert_eq!(day(text), Err(fault), "{text}");
    }
}

#[test]
fn times_are_read_in_both_languages() {
    for (text, second) in [
        ("9:05", Some(32_700)),
        ("09:05:30", Some(32_730)),
        ("9时05分", Some(32_700)),
        ("下午3:20", Some(55_200)),
        ("3:20 PM", Some(55_200)),
        ("12:00 am", Some(0)),
        ("24:00", None),
        ("9", None),
        ("abc", None),
    ] {
        assert_eq!(read_time(text), second, "{text}");
    }
    let zone = Zone::CHINA;
    let at = |text| zone.rfc3339(read_stamp(text, DateReading::Auto).unwrap().moment(zone));
    assert_eq!(at("2024-01-02"), "2024-01-02T10:00:00+08:00");
    assert_eq!(at("2024-01-02T02:30:00Z"), "2024-01-02T10:30:00+08:00");
    assert_eq!(at("45293.4375"), "2024-01-02T10:30:00+08:00");
}

#[test]
fn a_date_that_can_be_one_day_only_is_taken_where_the_year_stands_last() {
    for text in [
        "20.11.2026",
        "20/11/2026",
        "11/20/2026",
        "20-11-2026",
        "２０．１１．２０２６",
        "20/11/2026 10:30",
        "20-Nov-2026",
        "20-NOV-2026",
        "20 November 2026",
        "Nov 20, 2026",
        "november 20 2026",
        "2026-Nov-20",
        "20/Nov/2026 10:30",
        "20.Nov.2026",
    ] {
        assert_eq!(day(text), Ok("2026-11-20".to_owned()), "{text}");
    }
    assert_eq!(day("05/05/2026"), Ok("2026-05-05".to_owned()), "both orders mean the same day");
    assert_eq!(day("1-Sept-2026"), Ok("2026-09-01".to_owned()));
}
