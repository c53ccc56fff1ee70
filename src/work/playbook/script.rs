//! What to say: call scripts by reason, class and language, and SMS texts, with blanks to fill.
//!
//! A part is looked up for the reason in the customer's value class (`td_due@private`), in the lifecycle class
//! (`rhythm@new`), for the reason, then in `[default]`, so a script states only what differs.

use super::PlaybookError;
use crate::domain::{Code, Reason};
use crate::lang::Lang;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The scripts of both languages.
#[derive(Debug, Clone)]
pub struct Scripts {
    zh: BTreeMap<String, Parts>,
    en: BTreeMap<String, Parts>,
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Parts {
    opening: Option<String>,
    verify: Option<String>,
    matter: Option<String>,
    yes: Option<String>,
    no: Option<String>,
    closing: Option<String>,
    sms: Option<String>,
    #[serde(default)]
    objections: Vec<Objection>,
}

/// What a customer may object, and what to answer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Objection {
    /// The customer's words.
    pub says: String,
    /// The answer.
    pub answer: String,
}

/// The texts of a call, blanks filled, in the order of the call screen. `sms` is empty where no SMS is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Script {
    /// 开场
    pub opening: String,
    /// 核实
    pub verify: String,
    /// 事由
    pub matter: String,
    /// If the customer wants it.
    pub yes: String,
    /// If not.
    pub no: String,
    /// 异议
    pub objections: Vec<Objection>,
    /// 收尾
    pub closing: String,
    /// Text of an SMS for the reason.
    pub sms: String,
}

/// What fills the blanks of a script. An empty one leaves a neutral word of the language.
#[derive(Debug, Clone, Copy, Default)]
pub struct Blanks<'a> {
    /// How the customer is addressed.
    pub name: &'a str,
    /// The branch.
    pub branch: &'a str,
    /// The manager.
    pub manager: &'a str,
    /// The day the reason is about, in words.
    pub date: &'a str,
    /// The product the reason is about.
    pub product: &'a str,
}

impl Scripts {
    pub(super) fn read(zh: &str, en: &str) -> Result<Scripts, PlaybookError> {
        Ok(Scripts { zh: read("scripts.zh.toml", zh)?, en: read("scripts.en.toml", en)? })
    }

    pub(super) fn all(&self, lang: Lang) -> &BTreeMap<String, Parts> {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// The script of a reason for a customer of these classes.
    pub fn script(&self, lang: Lang, reason: Reason, classes: [&str; 2], blanks: &Blanks<'_>) -> Script {
        let all = self.all(lang);
        let [value, lifecycle] = classes;
        let code = reason.code();
        let keys =
            [format!("{code}@{value}"), format!("{code}@{lifecycle}"), code.to_owned(), "default".to_owned()];
        let layers: Vec<&Parts> = keys.iter().filter_map(|key| all.get(key)).collect();
        let part = |of: fn(&Parts) -> Option<&String>| {
            layers.iter().find_map(|parts| of(parts)).map(|text| blanks.fill(lang, text)).unwrap_or_default()
        };
        let objections = layers.iter().map(|parts| &parts.objections).find(|list| !list.is_empty());
        Script {
            opening: part(|p| p.opening.as_ref()),
            verify: part(|p| p.verify.as_ref()),
            matter: part(|p| p.matter.as_ref()),
            yes: part(|p| p.yes.as_ref()),
            no: part(|p| p.no.as_ref()),
            objections: objections.cloned().unwrap_or_default(),
            closing: part(|p| p.closing.as_ref()),
            sms: part(|p| p.sms.as_ref()),
        }
    }
}

fn read(file: &'static str, text: &str) -> Result<BTreeMap<String, Parts>, PlaybookError> {
    let all: BTreeMap<String, Parts> =
        toml::from_str(text).map_err(|error| PlaybookError::Toml { file, message: error.to_string() })?;
    for key in all.keys() {
        let code = key.split('@').next().unwrap_or_default();
        if code != "default" && Reason::from_code(code).is_none() {
            return Err(PlaybookError::UnknownCode { list: "script", code: key.clone() });
        }
    }
    let default = all.get("default").cloned().unwrap_or_default();
    let needed = [
        ("opening", &default.opening),
        ("verify", &default.verify),
        ("matter", &default.matter),
        ("yes", &default.yes),
        ("no", &default.no),
        ("closing", &default.closing),
    ];
    match needed.iter().find(|(_, text)| text.is_none()) {
        Some((part, _)) => Err(PlaybookError::MissingScript { file, part }),
        None => Ok(all),
    }
}

impl Blanks<'_> {
    fn fill(&self, lang: Lang, text: &str) -> String {
        let neutral: [&str; 5] = match lang {
            Lang::Zh => ["", "本行", "客户经理", "近期", "产品"],
            Lang::En => ["", "the bank", "your account manager", "soon", "product"],
        };
        let values = [
            ("{name}", self.name),
            ("{branch}", self.branch),
            ("{manager}", self.manager),
            ("{date}", self.date),
            ("{product}", self.product),
        ];
        // Without a name nothing of its place is left: neither the blank before it nor the comma after it.
        let text = if self.name.is_empty() {
            text.replace(" {name}", "").replace("{name}，", "")
        } else {
            text.to_owned()
        };
        values.iter().zip(neutral).fold(text, |text, ((blank, value), neutral)| {
            text.replace(blank, if value.is_empty() { neutral } else { value })
        })
    }
}
