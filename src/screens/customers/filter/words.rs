//! What can be asked for, and the words that name it in both languages.

use crate::book::Flag;
use crate::domain::Dimension;
use crate::lang::Lang;

/// What a condition is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The class in a dimension.
    Class(Dimension),
    /// The day of the next contact.
    Next,
    /// The day of the last contact.
    Last,
    /// Assets.
    Assets,
    /// A mark.
    Flag,
}

impl Subject {
    /// Every subject, in the order in which completion offers them.
    pub const ALL: [Subject; 10] = [
        Subject::Class(Dimension::Value),
        Subject::Class(Dimension::Lifecycle),
        Subject::Next,
        Subject::Last,
        Subject::Assets,
        Subject::Flag,
        Subject::Class(Dimension::Behaviour),
        Subject::Class(Dimension::Need),
        Subject::Class(Dimension::Demographic),
        Subject::Class(Dimension::Industry),
    ];

    /// Its words: Chinese ones, then English ones; the first of each is the one that is offered.
    fn words(self) -> [&'static [&'static str]; 2] {
        match self {
            Subject::Class(Dimension::Value) => [&["层级", "价值", "价值层级"], &["tier", "value"]],
            Subject::Class(Dimension::Lifecycle) => [&["状态", "周期", "生命周期"], &["state", "lifecycle"]],
            Subject::Class(Dimension::Behaviour) => [&["行为"], &["behaviour", "behavior"]],
            Subject::Class(Dimension::Need) => [&["需求", "需求类型"], &["need"]],
            Subject::Class(Dimension::Demographic) => [&["人口", "年龄"], &["age", "demographic"]],
            Subject::Class(Dimension::Industry) => [&["行业"], &["industry"]],
            Subject::Next => [&["下次", "下次联系"], &["next"]],
            Subject::Last => [&["上次", "上次联系"], &["last"]],
            Subject::Assets => [&["资产"], &["assets"]],
            Subject::Flag => [&["标记"], &["mark", "flag"]],
        }
    }

    /// The subject that a word names.
    pub fn named(word: &str) -> Option<Subject> {
        let word = word.to_lowercase();
        Subject::ALL
            .into_iter()
            .find(|subject| subject.words().iter().any(|words| words.contains(&word.as_str())))
    }

    /// Its word in a language.
    pub fn word(self, lang: Lang) -> &'static str {
        let [zh, en] = self.words();
        match lang {
            Lang::Zh => zh[0],
            Lang::En => en[0],
        }
    }

    /// How a condition on it is mostly begun: the sign after the word.
    pub fn sign(self) -> &'static str {
        match self {
            Subject::Class(_) | Subject::Flag => "=",
            Subject::Next => "<=",
            Subject::Last => ">",
            Subject::Assets => ">=",
        }
    }

    /// An example of a whole condition.
    pub fn example(self, lang: Lang) -> String {
        let value = match (self, lang) {
            (Subject::Class(dimension), _) => return format!("{}=...", Subject::Class(dimension).word(lang)),
            (Subject::Next, _) => "7d",
            (Subject::Last, _) => "30d",
            (Subject::Assets, Lang::Zh) => "20万",
            (Subject::Assets, Lang::En) => "200k",
            (Subject::Flag, Lang::Zh) => "逾期",
            (Subject::Flag, Lang::En) => "overdue",
        };
        format!("{}{}{value}", self.word(lang), self.sign())
    }
}

/// A mark and its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FlagWord {
    /// Which.
    pub flag: Flag,
    /// In Chinese.
    pub zh: &'static str,
    /// In English.
    pub en: &'static str,
}

const fn flag(flag: Flag, zh: &'static str, en: &'static str) -> FlagWord {
    FlagWord { flag, zh, en }
}

impl FlagWord {
    /// Every mark.
    pub const ALL: [FlagWord; 13] = [
        flag(Flag::Overdue, "逾期", "overdue"),
        flag(Flag::MoneyDue, "到期", "money_due"),
        flag(Flag::Watch, "关注", "watch"),
        flag(Flag::Edge, "临界", "edge"),
        flag(Flag::Overridden, "人工", "by_hand"),
        flag(Flag::ClosedChannel, "关闭", "closed"),
        flag(Flag::NumberInvalid, "空号", "no_number"),
        flag(Flag::RiskExpired, "风评过期", "risk_expired"),
        flag(Flag::IdExpired, "证件过期", "id_expired"),
        flag(Flag::NoNextContact, "无下次", "no_next"),
        flag(Flag::Birthday, "生日", "birthday"),
        flag(Flag::Deceased, "身故", "deceased"),
        flag(Flag::Left, "离行", "left"),
    ];

    /// The mark that a word or a letter names. `?` names several and therefore none.
    pub fn named(word: &str) -> Option<Flag> {
        let word = word.to_lowercase();
        let mut chars = word.chars();
        let letter = chars.next().filter(|letter| chars.next().is_none() && *letter != '?');
        let fits = |known: &&FlagWord| {
            known.zh == word
                || known.en == word
                || letter.is_some_and(|letter| known.flag.letter().to_ascii_lowercase() == letter)
        };
        FlagWord::ALL.iter().find(fits).map(|known| known.flag)
    }

    /// Its word in a language.
    pub fn word(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// The name of a dimension in a language, as the filter has it.
pub fn dimension_word(dimension: Dimension, lang: Lang) -> &'static str {
    Subject::Class(dimension).word(lang)
}

/// A class name as it is compared: lower case, without blanks and signs.
pub fn bare(name: &str) -> String {
    name.chars().filter(|ch| ch.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Code;

    #[test]
    fn every_dimension_can_be_asked_for() {
        for dimension in Dimension::ALL {
            assert_eq!(Subject::named(dimension.code()), Some(Subject::Class(*dimension)));
            for lang in [Lang::Zh, Lang::En] {
                assert_eq!(
                    Subject::named(dimension_word(*dimension, lang)),
                    Some(Subject::Class(*dimension))
                );
            }
        }
    }

    #[test]
    fn every_mark_has_a_word_of_its_own() {
        for known in FlagWord::ALL {
            assert_eq!(FlagWord::named(known.zh), Some(known.flag));
            assert_eq!(FlagWord::named(known.en), Some(known.flag));
        }
        assert_eq!(FlagWord::named("?"), None);
        assert_eq!(FlagWord::named("m"), Some(Flag::MoneyDue));
    }
}
