//! callbook (客户经理工作台): a full-screen terminal workstation for the account managers of a bank branch.
//!
//! The core is pure: [`domain`] (words of the business) and `classify` (metrics, rules, classes) know nothing of
//! files, clocks and screens. `store` is the only place that names SQL; `runtime` the only one that reads the
//! clock. See ARCHITECTURE.md for the map and for "to add X, touch".

rust_i18n::i18n!("assets/locales", fallback = "en");

pub mod app;
pub mod book;
pub mod classify;
pub mod cli;
pub mod demo;
pub mod domain;
pub mod import;
pub mod keymap;
pub mod lang;
#[cfg(test)]
mod lang_tests;
pub mod overlays;
pub mod runtime;
pub mod screens;
pub mod search;
pub mod settings;
pub mod store;
#[cfg(test)]
pub mod testing;
pub mod ui;
pub mod work;
