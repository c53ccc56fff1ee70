//! Kinds of movements and products: what a file's own word means.
//!
//! Owns the two tables under `assets/kinds/` (names in both languages to codes, and what a code counts as). Must
//! not reject anything: a word that no row names is `None`, and the facts of an unknown code are the cautious
//! ones (active, a flow; an asset), for the caller to report.

use crate::domain::Reason;
use crate::lang::Lang;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

/// The code of a kind or product that no table names.
pub const UNKNOWN_KIND: &str = "unknown";

/// What a movement is besides its amount.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TxnRole {
    /// Nothing special.
    #[default]
    Plain,
    /// Regular income: salary or pension.
    Salary,
    /// What the bank takes: fees and penalties.
    Fee,
}

/// What a kind of movement counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TxnKindInfo {
    /// The customer's own doing.
    pub is_active: bool,
    /// Between the customer and others.
    pub is_flow: bool,
    /// Salary, fee or neither.
    pub role: TxnRole,
}

impl TxnKindInfo {
    /// A kind that no table names.
    pub const UNKNOWN: TxnKindInfo = TxnKindInfo { is_active: true, is_flow: true, role: TxnRole::Plain };
}

/// On which side of the balance sheet a product stands, seen from the customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductClass {
    /// The customer's money.
    Asset,
    /// The bank's money.
    Liability,
    /// No balance of its own counts.
    Neither,
}

/// The shelf a product stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProductGroup {
    /// Current, notice and time deposits.
    Deposit,
    /// Wealth products, trusts, bonds, metal.
    Wealth,
    /// Funds.
    Fund,
    /// Insurance with a value.
    Insurance,
    /// Loans.
    Loan,
    /// Cards.
    Card,
    /// Everything else, and what no table names.
    Other,
}

/// What a product counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProductInfo {
    /// Asset, liability or neither.
    pub class: ProductClass,
    /// The shelf.
    pub group: ProductGroup,
    /// The follow-up reason of a maturity.
    pub due: Option<Reason>,
}

impl ProductInfo {
    /// A product that no table names.
    pub const UNKNOWN: ProductInfo =
        ProductInfo { class: ProductClass::Asset, group: ProductGroup::Other, due: None };
}

/// A table of codes with their names and facts.
#[derive(Debug)]
pub struct Kinds<T> {
    rows: Vec<Row<T>>,
    by_name: HashMap<String, usize>,
}

impl<T> Default for Kinds<T> {
    fn default() -> Self {
        Kinds { rows: Vec::new(), by_name: HashMap::new() }
    }
}

#[derive(Debug)]
struct Row<T> {
    code: String,
    zh: String,
    en: String,
    info: T,
}

/// Kinds of movements.
pub type TxnKinds = Kinds<TxnKindInfo>;
/// Products.
pub type ProductKinds = Kinds<ProductInfo>;

#[derive(Deserialize)]
struct Document<R> {
    kind: Vec<R>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TxnLine {
    code: String,
    zh: String,
    en: String,
    names: Vec<String>,
    active: bool,
    flow: bool,
    #[serde(default)]
    role: TxnRole,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProductLine {
    code: String,
    zh: String,
    en: String,
    names: Vec<String>,
    class: ProductClass,
    group: ProductGroup,
    due: Option<Reason>,
}

impl<T: Copy> Kinds<T> {
    fn add(&mut self, row: Row<T>, names: &[String]) {
        let at = self.rows.len();
        for name in [&row.code, &row.zh, &row.en].into_iter().chain(names) {
            self.by_name.entry(normalise_name(name)).or_insert(at);
        }
        self.rows.push(row);
    }

    fn row(&self, code: &str) -> Option<&Row<T>> {
        self.rows.iter().find(|row| row.code == code)
    }

    /// The code that a file's word means; `None` when no row names it.
    pub fn code_of(&self, text: &str) -> Option<&str> {
        self.by_name.get(&normalise_name(text)).map(|at| self.rows[*at].code.as_str())
    }

    /// The words of a code; `None` for codes that the table does not have.
    pub fn label(&self, code: &str, lang: Lang) -> Option<&str> {
        self.row(code).map(|row| match lang {
            Lang::Zh => row.zh.as_str(),
            Lang::En => row.en.as_str(),
        })
    }

    /// Every code, in the table's order.
    pub fn codes(&self) -> impl Iterator<Item = &str> {
        self.rows.iter().map(|row| row.code.as_str())
    }
}

impl Kinds<TxnKindInfo> {
    /// The built-in table of movements.
    pub fn embedded() -> &'static TxnKinds {
        static KINDS: LazyLock<TxnKinds> = LazyLock::new(|| {
            TxnKinds::parse(include_str!("../../assets/kinds/transactions.toml")).unwrap_or_default()
        });
        &KINDS
    }

    /// Reads a table of movements.
    pub fn parse(text: &str) -> Result<TxnKinds, toml::de::Error> {
        let document: Document<TxnLine> = toml::from_str(text)?;
        let mut kinds = TxnKinds::default();
        for line in document.kind {
            let info = TxnKindInfo { is_active: line.active, is_flow: line.flow, role: line.role };
            kinds.add(Row { code: line.code, zh: line.zh, en: line.en, info }, &line.names);
        }
        Ok(kinds)
    }

    /// What a code counts as; [`TxnKindInfo::UNKNOWN`] for a code that the table does not have.
    pub fn info(&self, code: &str) -> TxnKindInfo {
        self.row(code).map_or(TxnKindInfo::UNKNOWN, |row| row.info)
    }
}

impl Kinds<ProductInfo> {
    /// The built-in table of products.
    pub fn embedded() -> &'static ProductKinds {
        static KINDS: LazyLock<ProductKinds> = LazyLock::new(|| {
            ProductKinds::parse(include_str!("../../assets/kinds/products.toml")).unwrap_or_default()
        });
        &KINDS
    }

    /// Reads a table of products.
    pub fn parse(text: &str) -> Result<ProductKinds, toml::de::Error> {
        let document: Document<ProductLine> = toml::from_str(text)?;
        let mut kinds = ProductKinds::default();
        for line in document.kind {
            let info = ProductInfo { class: line.class, group: line.group, due: line.due };
            kinds.add(Row { code: line.code, zh: line.zh, en: line.en, info }, &line.names);
        }
        Ok(kinds)
    }

    /// What a code counts as; [`ProductInfo::UNKNOWN`] for a code that the table does not have.
    pub fn info(&self, code: &str) -> ProductInfo {
        self.row(code).map_or(ProductInfo::UNKNOWN, |row| row.info)
    }
}

/// A name as it is compared: half-width, lower case, trimmed; spaces, hyphens and underscores are the same.
pub(crate) fn normalise_name(text: &str) -> String {
    let mut name = String::with_capacity(text.len());
    for ch in text.trim().nfkc().flat_map(char::to_lowercase) {
        if ch.is_whitespace() || matches!(ch, '_' | '-') {
            if !name.ends_with('_') {
                name.push('_');
            }
        } else {
            name.push(ch);
        }
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn check_names<T>(table: &str, kinds: &Kinds<T>) {
        let codes: HashSet<&str> = kinds.rows.iter().map(|row| row.code.as_str()).collect();
        assert_eq!(codes.len(), kinds.rows.len(), "a code stands twice");
        assert!(!kinds.rows.is_empty());
        let document: toml::Table = toml::from_str(table).unwrap();
        for (at, line) in document["kind"].as_array().unwrap().iter().enumerate() {
            let named = ["code", "zh", "en"].map(|key| line[key].as_str().unwrap());
            let names = line["names"].as_array().unwrap().iter().filter_map(toml::Value::as_str);
            for name in named.into_iter().chain(names) {
                assert_eq!(kinds.by_name[&normalise_name(name)], at, "{name} stands in two rows");
            }
        }
    }

    #[test]
    fn every_name_of_the_tables_means_one_code() {
        check_names(include_str!("../../assets/kinds/transactions.toml"), TxnKinds::embedded());
        check_names(include_str!("../../assets/kinds/products.toml"), ProductKinds::embedded());
    }

    #[test]
    fn names_are_found_in_any_case_and_width_and_language() {
        let kinds = TxnKinds::embedded();
        for (text, code) in [
            ("cash_deposit", "cash_deposit"),
            (" Cash Deposit ", "cash_deposit"),
            ("ＡＴＭ取款", "cash_withdrawal"),
            ("代发工资", "salary_in"),
            ("statement-fee", "statement_fee"),
        ] {
            assert_eq!(kinds.code_of(text), Some(code), "{text}");
        }
        assert_eq!(kinds.code_of("打赏"), None);
        assert_eq!(ProductKinds::embedded().code_of("整存整取"), Some("time_deposit"));
    }

    #[test]
    fn only_the_customers_own_doing_is_active() {
        let kinds = TxnKinds::embedded();
        let active = "cash_deposit cash_withdrawal card_withdrawal card_purchase transfer_in transfer_out transfer \
                      product_purchase product_redemption";
        assert!(active.split(' ').all(|code| kinds.info(code).is_active));
        let passive = "interest fee statement_fee penalty_interest standing_order household_out insurance_out \
                       loan_payment_out salary_in pension_in";
        assert!(passive.split(' ').all(|code| !kinds.info(code).is_active));
        assert_eq!(kinds.info("pension_in").role, TxnRole::Salary);
        assert!(!kinds.info("own_transfer").is_flow);
    }

    #[test]
    fn unknown_words_count_cautiously() {
        assert_eq!(TxnKinds::embedded().info(UNKNOWN_KIND), TxnKindInfo::UNKNOWN);
        assert_eq!(ProductKinds::embedded().info("crypto"), ProductInfo::UNKNOWN);
        assert_eq!(ProductKinds::embedded().info("loan").due, Some(Reason::LoanDue));
        assert_eq!(ProductKinds::embedded().info("card").class, ProductClass::Neither);
    }
}
