//! The codes of the word table: one enum per list, the English code as its only text form.
//!
//! A code's words in both languages live in the locales under `<list>.<code>`, see [`Code::text_key`]. The same
//! codes stand in schema.sql (CHECK), in JSON and in rule files.

mod classes;
mod contacts;
mod people;
mod reasons;

pub use classes::*;
pub use contacts::*;
pub use people::*;
pub use reasons::*;

/// A closed list of codes.
pub trait Code: Sized + Copy + 'static {
    /// The name of the list, as in the locales.
    const LIST: &'static str;
    /// Every code, in the order of the word table.
    const ALL: &'static [Self];

    /// The English code.
    fn code(self) -> &'static str;

    /// The code with this text, if the list has it.
    fn from_code(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|c| c.code() == text)
    }

    /// The key of its words in the locales.
    fn text_key(self) -> String {
        format!("{}.{}", Self::LIST, self.code())
    }
}

macro_rules! codes {
    ($($(#[$doc:meta])* $list:literal $name:ident { $($(#[$vdoc:meta])* $variant:ident = $code:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[doc = concat!("`", $code, "`")] #[serde(rename = $code)] $variant,)+
        }

        impl $crate::domain::codes::Code for $name {
            const LIST: &'static str = $list;
            const ALL: &'static [Self] = &[$($name::$variant),+];
            fn code(self) -> &'static str {
                match self { $($name::$variant => $code,)+ }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::domain::codes::Code::code(*self))
            }
        }
    )+};
}
pub(crate) use codes;
