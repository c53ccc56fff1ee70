//! Names, order and letters of the classes of every dimension, as the rules in force give them.

use crate::domain::{Code, Dimension, UNCLASSIFIED};
use crate::lang::Lang;

/// A class of a dimension by its place; the last place is "unclassified".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassIx(pub u8);

impl ClassIx {
    /// Where no rule matches.
    pub const UNCLASSIFIED: ClassIx = ClassIx(u8::MAX);
}

/// A class: its code and what it is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassName {
    /// Code of the rule file.
    pub code: String,
    /// Chinese name.
    pub zh: String,
    /// English name.
    pub en: String,
    /// First letter of the code that no class before it has, upper case; a blank where there is none (`25_34`).
    pub letter: char,
}

/// The states of a customer's life, first to last. Their rules stand in another order: the first that holds decides.
const LIFE: [&str; 10] =
    ["prospect", "new", "growing", "mature", "declining", "at_risk", "dormant", "lost", "revived", "closed"];

/// The classes of all dimensions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ClassTable {
    dimensions: [Vec<ClassName>; 6],
}

impl ClassTable {
    /// Adds the classes of a dimension, best first: code, Chinese name, English name.
    pub fn set(&mut self, dimension: Dimension, classes: impl IntoIterator<Item = (String, String, String)>) {
        let mut named: Vec<ClassName> = Vec::new();
        for (code, zh, en) in classes {
            let is_taken = |letter: &char| named.iter().any(|class| class.letter == *letter);
            let mut letters = code.chars().filter(char::is_ascii_alphabetic).map(|c| c.to_ascii_uppercase());
            let letter = letters.find(|letter| !is_taken(letter)).unwrap_or(' ');
            named.push(ClassName { code, zh, en, letter });
        }
        self.dimensions[dimension.index()] = named;
    }

    /// The classes of a dimension, best first, without "unclassified".
    pub fn of(&self, dimension: Dimension) -> &[ClassName] {
        &self.dimensions[dimension.index()]
    }

    /// The class codes in order, "unclassified" last, each with its place.
    pub fn all_of(&self, dimension: Dimension) -> impl Iterator<Item = ClassIx> + use<> {
        let count = u8::try_from(self.of(dimension).len()).unwrap_or(u8::MAX);
        (0..count).map(ClassIx).chain(std::iter::once(ClassIx::UNCLASSIFIED))
    }

    /// The same in the order in which lists show them: the states of the lifecycle as they follow one another in a
    /// customer's life, what a rule file adds behind them.
    pub fn shown_of(&self, dimension: Dimension) -> Vec<ClassIx> {
        let mut shown: Vec<ClassIx> = self.all_of(dimension).collect();
        if dimension == Dimension::Lifecycle {
            let stage = |class: &ClassIx| {
                let code = self.code(dimension, *class);
                LIFE.iter().position(|stage| *stage == code).unwrap_or(LIFE.len())
            };
            shown.sort_by_key(stage);
        }
        shown
    }

    /// The place of a code; unknown codes (of rules no longer in force) are unclassified.
    pub fn place(&self, dimension: Dimension, code: &str) -> ClassIx {
        let at = self.of(dimension).iter().position(|class| class.code == code);
        at.and_then(|at| u8::try_from(at).ok()).map_or(ClassIx::UNCLASSIFIED, ClassIx)
    }

    /// The code of a class.
    pub fn code(&self, dimension: Dimension, class: ClassIx) -> &str {
        self.of(dimension).get(usize::from(class.0)).map_or(UNCLASSIFIED, |class| class.code.as_str())
    }

    /// What a class is called.
    pub fn label(&self, dimension: Dimension, class: ClassIx, lang: Lang) -> String {
        match (self.of(dimension).get(usize::from(class.0)), lang) {
            (Some(class), Lang::Zh) => class.zh.clone(),
            (Some(class), Lang::En) => class.en.clone(),
            (None, _) => lang.text("book.unclassified").into_owned(),
        }
    }

    /// What a class is called where there is little room (风险, Private); its name where that is short enough.
    pub fn short(&self, dimension: Dimension, class: ClassIx, lang: Lang) -> String {
        if class == ClassIx::UNCLASSIFIED {
            return lang.text("book.unclassified_short").into_owned();
        }
        let key = format!("book.short.{}.{}", dimension.code(), self.code(dimension, class));
        let text = lang.text(&key);
        if text == key { self.label(dimension, class, lang) } else { text.into_owned() }
    }

    /// What a class is called, by code; a code no rule has today is shown as it is.
    pub fn label_of_code(&self, dimension: Dimension, code: &str, lang: Lang) -> String {
        match self.place(dimension, code) {
            ClassIx::UNCLASSIFIED if code != UNCLASSIFIED => code.to_owned(),
            class => self.label(dimension, class, lang),
        }
    }

    /// The letter of a class; `-` for unclassified.
    pub fn letter(&self, dimension: Dimension, class: ClassIx) -> char {
        self.of(dimension).get(usize::from(class.0)).map_or('-', |class| class.letter)
    }
}
