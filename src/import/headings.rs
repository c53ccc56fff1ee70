//! Headings in Chinese and English to fields, through `assets/import/headings.toml`.

use super::fields::Field;
use crate::domain::{Code, ImportKind};
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

type Names = HashMap<String, Field>;

static TABLE: LazyLock<[Names; 5]> =
    LazyLock::new(|| read_table(include_str!("../../assets/import/headings.toml")));

/// The field that a heading names in a file of this kind.
pub fn field_of(kind: ImportKind, heading: &str) -> Option<Field> {
    let names = &TABLE[kind as usize];
    let whole = normalise(heading);
    let find = |name: &str| names.get(name).copied();
    find(&whole)
        .or_else(|| find(&normalise(without_brackets(heading))))
        .or_else(|| find(without_unit(&whole)))
        .or_else(|| find(without_number(&whole)))
        .or_else(|| find(without_unit(without_number(&whole))))
}

/// "余额万元" and "利率%" without the unit at the end.
fn without_unit(name: &str) -> &str {
    let units = [
        "万元人民币",
        "万元",
        "千元",
        "亿元",
        "元人民币",
        "人民币元",
        "人民币",
        "元",
        "rmb",
        "cny",
        "%",
        "‰",
    ];
    units.iter().find_map(|unit| name.strip_suffix(unit)).unwrap_or(name)
}

/// "1客户号" without the number of the column at its beginning.
fn without_number(name: &str) -> &str {
    name.trim_start_matches(|ch: char| ch.is_ascii_digit())
}

/// A name as it is compared: half-width, lower case, without spaces, brackets and marks.
pub(crate) fn normalise(name: &str) -> String {
    name.nfkc()
        .flat_map(char::to_lowercase)
        .filter(|ch| {
            !ch.is_whitespace()
                && !ch.is_control()
                && !matches!(
                    ch,
                    '_' | '-'
                        | '.'
                        | ':'
                        | '('
                        | ')'
                        | '['
                        | ']'
                        | '*'
                        | '/'
                        | '、'
                        | '【'
                        | '】'
                        | '\''
                        | '"'
                        | '='
                        | '\u{feff}'
                )
        })
        .collect()
}

/// "金额(元)" and "余额【万元】" without what stands in brackets at the end.
fn without_brackets(heading: &str) -> &str {
    let cut = heading.find(['(', '（', '[', '【']).unwrap_or(heading.len());
    if cut == 0 { heading } else { &heading[..cut] }
}

/// Every field's own code counts as a heading too.
fn read_table(text: &str) -> [Names; 5] {
    let table: HashMap<String, HashMap<String, Vec<String>>> = toml::from_str(text).unwrap_or_default();
    let mut all: [Names; 5] = Default::default();
    for kind in ImportKind::ALL {
        let names = &mut all[*kind as usize];
        let rows = table.get(kind.code());
        for field in Field::of_kind(*kind) {
            let listed = rows.and_then(|rows| rows.get(field.code())).map_or(&[][..], Vec::as_slice);
            for name in listed.iter().map(String::as_str).chain([field.code()]) {
                names.entry(normalise(name)).or_insert(*field);
            }
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_names_a_field_of_its_kind_once() {
        let table: HashMap<String, HashMap<String, Vec<String>>> =
            toml::from_str(include_str!("../../assets/import/headings.toml")).unwrap();
        assert_eq!(table.len(), ImportKind::ALL.len());
        for (kind, rows) in table {
            let kind = ImportKind::from_code(&kind).unwrap();
            for (code, names) in rows {
                let field = Field::from_code(&code).unwrap();
                assert!(Field::of_kind(kind).contains(&field), "{kind}: {code}");
                for name in names {
                    assert_eq!(field_of(kind, &name), Some(field), "{kind}: {name} stands in two rows");
                }
            }
        }
    }

    #[test]
    fn headings_are_known_in_both_languages_and_any_spelling() {
        for (kind, heading, field) in [
            (ImportKind::Customers, "客户号", Field::CustomerNo),
            (ImportKind::Customers, " Customer No. ", Field::CustomerNo),
            (ImportKind::Customers, "birth_date", Field::BirthOn),
            (ImportKind::Customers, "＊客户姓名", Field::Name),
            (ImportKind::Transactions, "交易金额（元）", Field::Amount),
            (ImportKind::Transactions, "借贷", Field::Direction),
            (ImportKind::Transactions, "余额", Field::BalanceAfter),
            (ImportKind::Accounts, "余额(万元)", Field::Balance),
            (ImportKind::Accounts, "余额（万元）", Field::Balance),
            (ImportKind::Accounts, "账户余额:万元", Field::Balance),
            (ImportKind::Accounts, "执行利率%", Field::Rate),
            (ImportKind::Customers, "1.客户号", Field::CustomerNo),
            (ImportKind::Customers, "客户编码", Field::CustomerNo),
            (ImportKind::Transactions, "借方发生额", Field::AmountOut),
            (ImportKind::Transactions, "贷方发生额（元）", Field::AmountIn),
            (ImportKind::Balances, "date", Field::BalanceOn),
            (ImportKind::Contacts, "联系时间", Field::At),
        ] {
            assert_eq!(field_of(kind, heading), Some(field), "{heading}");
        }
        assert_eq!(field_of(ImportKind::Transactions, "柜员号"), None);
    }
}
