//! The words that files write for codes: 男, M, 1 for a gender; 借, D, 支出 for money out.
//!
//! Owns `assets/import/words.toml`. A code itself and its words on the screens always count. Kinds of movements
//! and products have tables of their own (`domain::kinds`).

use super::headings::normalise;
use crate::domain::Code;
use crate::lang::Lang;
use std::collections::HashMap;
use std::sync::LazyLock;

type Lists = HashMap<String, HashMap<String, String>>;

static WORDS: LazyLock<Lists> = LazyLock::new(|| read(include_str!("../../assets/import/words.toml")));

/// The code of a closed list that a word means.
pub fn code_of<C: Code>(word: &str) -> Option<C> {
    let name = normalise(word);
    if let Some(code) = in_list(C::LIST, &name) {
        return C::from_code(code);
    }
    C::ALL.iter().copied().find(|code| {
        normalise(code.code()) == name
            || [Lang::Zh, Lang::En].iter().any(|lang| normalise(&lang.code_text(*code)) == name)
    })
}

/// Money that came in (`true`) or went out, by a word.
pub fn is_money_in(word: &str) -> Option<bool> {
    in_list("money", &normalise(word)).map(|code| code == "in")
}

/// Yes or no, by a word.
pub fn is_yes(word: &str) -> Option<bool> {
    in_list("yes_no", &normalise(word)).map(|code| code == "yes")
}

/// Whether a cell says that there is nothing: a dash, 无, NULL. Not for texts: people are called Null.
pub fn is_blank(cell: &str) -> bool {
    in_list("blank", &cell.trim().to_lowercase()).is_some()
}

/// Whether a cell names a row that adds others up.
pub fn is_total(cell: &str) -> bool {
    let name = normalise(cell);
    let begins_so = |word: &String| !word.is_ascii() && name.starts_with(word.as_str());
    WORDS.get("total").is_some_and(|words| words.contains_key(&name) || words.keys().any(begins_so))
}

fn in_list(list: &str, name: &str) -> Option<&'static str> {
    WORDS.get(list)?.get(name).map(String::as_str)
}

fn read(text: &str) -> Lists {
    let table: HashMap<String, HashMap<String, Vec<String>>> = toml::from_str(text).unwrap_or_default();
    let mut lists = Lists::new();
    for (list, codes) in table {
        let is_exact = list == "blank";
        let names = lists.entry(list).or_default();
        for (code, words) in codes {
            for word in words {
                let name = if is_exact { word } else { normalise(&word) };
                names.insert(name, code.clone());
            }
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::*;

    #[test]
    fn every_word_of_the_table_means_one_code() {
        let table: HashMap<String, HashMap<String, Vec<String>>> =
            toml::from_str(include_str!("../../assets/import/words.toml")).unwrap();
        for (list, codes) in table {
            let mut seen = HashMap::new();
            for (code, words) in codes {
                for word in words {
                    let name = if list == "blank" { word.clone() } else { normalise(&word) };
                    let before = seen.insert(name, code.clone());
                    assert!(before.is_none_or(|b| b == code), "{list}: {word} stands twice");
                }
            }
        }
    }

    #[test]
    fn words_of_both_languages_are_understood() {
        assert_eq!(code_of::<Gender>("F"), Some(Gender::Female));
        assert_eq!(code_of::<Gender>(" 男 "), Some(Gender::Male));
        assert_eq!(code_of::<Channel>("电话"), Some(Channel::Phone));
        assert_eq!(code_of::<Channel>("WeCom"), Some(Channel::Wecom));
        assert_eq!(code_of::<Reach>("本人接通"), Some(Reach::Connected));
        assert_eq!(code_of::<Reach>("No Answer"), Some(Reach::NoAnswer));
        assert_eq!(code_of::<TalkResult>("暂无意向"), Some(TalkResult::NotInterested));
        assert_eq!(code_of::<Direction>("呼出"), Some(Direction::Out));
        assert_eq!(code_of::<AccountStatus>("销户"), Some(AccountStatus::Closed));
        assert_eq!(code_of::<RiskLevel>("c3"), Some(RiskLevel::C3));
        assert_eq!(code_of::<CustomerKind>("对公"), Some(CustomerKind::Firm));
        assert_eq!(code_of::<Gender>("?"), None);
        assert_eq!((is_money_in("借"), is_money_in("C"), is_money_in("x")), (Some(false), Some(true), None));
        assert!(is_blank(" NULL ") && is_blank("无") && !is_blank("0.00"));
    }
}
