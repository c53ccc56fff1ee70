//! The two languages of the screens. Every text a person sees comes from `assets/locales/<area>.<lang>.yml`,
//! through [`tr!`], with the language passed in: there is no current language.

mod io;

pub use io::io_text;

use crate::domain::Code;
use std::borrow::Cow;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A language of the screens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lang {
    /// 中文
    #[default]
    Zh,
    /// English
    En,
}

impl Lang {
    /// The locale's name in the text files.
    pub fn code(self) -> &'static str {
        match self {
            Lang::Zh => "zh",
            Lang::En => "en",
        }
    }

    /// The other of the two.
    pub fn other(self) -> Lang {
        match self {
            Lang::Zh => Lang::En,
            Lang::En => Lang::Zh,
        }
    }

    /// The language of a locale name such as `zh_CN.UTF-8`: Chinese when it starts with zh or says nothing
    /// (C, POSIX, empty), else English.
    pub fn of_locale(locale: &str) -> Lang {
        let name = locale.split('.').next().unwrap_or_default();
        if name.starts_with("zh") || matches!(name, "" | "C" | "POSIX") { Lang::Zh } else { Lang::En }
    }

    /// The text of a key without arguments. Keys of codes are made at run time, so the key may be any text.
    pub fn text(self, key: &str) -> Cow<'static, str> {
        crate::_rust_i18n_try_translate(self.code(), key)
            .map_or_else(|| Cow::Owned(key.to_owned()), |text| Cow::Owned(text.into_owned()))
    }

    /// The words of a code in this language.
    pub fn code_text<C: Code>(self, code: C) -> Cow<'static, str> {
        self.text(&code.text_key())
    }
}

/// The language that a window has now: the screens switch it, and the threads that make sentences for them follow.
#[derive(Debug, Clone, Default)]
pub struct SharedLang(Arc<AtomicBool>);

impl SharedLang {
    /// The language now.
    pub fn now(&self) -> Lang {
        if self.0.load(Ordering::Relaxed) { Lang::En } else { Lang::Zh }
    }

    /// Switches.
    pub fn switch(&self, to: Lang) {
        self.0.store(to == Lang::En, Ordering::Relaxed);
    }
}

impl From<Lang> for SharedLang {
    fn from(lang: Lang) -> SharedLang {
        SharedLang(Arc::new(AtomicBool::new(lang == Lang::En)))
    }
}

/// A text in a language: `tr!(lang, "edit.saved", name = name)`. In the text, `%{name}` stands for the value, and
/// `%{rows:row|rows}` for the value with the first words behind it where it is 1, else with the second.
#[macro_export]
macro_rules! tr {
    ($lang:expr, $key:expr $(,)?) => {
        rust_i18n::t!($key, locale = $lang.code())
    };
    ($lang:expr, $key:expr, $($name:ident = $value:expr),+ $(,)?) => {
        $crate::lang::fill(
            &rust_i18n::t!($key, locale = $lang.code()),
            &[$((stringify!($name), ::std::string::ToString::to_string(&$value))),+],
        )
    };
}

/// Puts values into a text. What names no value stays as it is.
pub fn fill(text: &str, values: &[(&str, String)]) -> Cow<'static, str> {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("%{") {
        filled.push_str(before);
        let found = behind.split_once('}').and_then(|(inner, after)| Some((said(inner, values)?, after)));
        if let Some((said, after)) = found {
            filled.push_str(&said);
            rest = after;
        } else {
            filled.push_str("%{");
            rest = behind;
        }
    }
    filled.push_str(rest);
    Cow::Owned(filled)
}

/// What stands for `name` or `name:one|several`.
fn said<'v>(inner: &str, values: &'v [(&str, String)]) -> Option<Cow<'v, str>> {
    let (name, words) = inner.split_once(':').map_or((inner, None), |(name, words)| (name, Some(words)));
    let (_, value) = values.iter().find(|(known, _)| *known == name)?;
    let Some(words) = words else { return Some(Cow::Borrowed(value)) };
    let (one, several) = words.split_once('|')?;
    Some(Cow::Owned(format!("{value} {}", if value == "1" { one } else { several })))
}

#[cfg(test)]
mod tests;
