//! What can be wrong with a row (it is rejected) and what is worth saying about one that goes in.

use super::fields::Field;
use crate::domain::{
    AccountStatus, Code, ConsentState, CustomerKind, Gender, PhoneState, Reach, TalkResult, codes::codes,
};
use crate::lang::Lang;
use crate::tr;
use serde::Serialize;
use std::borrow::Cow;

codes! {
    /// Why a row is rejected.
    "import_fault" Fault {
        MissingValue = "missing_value", TooManyCells = "too_many_cells", QuoteNotClosed = "quote_not_closed",
        ExcelLostDigits = "excel_lost_digits", ExcelError = "excel_error",
        NotADate = "not_a_date", AmbiguousDate = "ambiguous_date", NoSuchDay = "no_such_day", DayOutOfRange = "day_out_of_range",
        NotATime = "not_a_time",
        NotAnAmount = "not_an_amount", LetterInAmount = "letter_in_amount", SignContradicts = "sign_contradicts",
        NotANumber = "not_a_number", NotWhole = "not_whole", NotAPhone = "not_a_phone", TooLong = "too_long",
        UnknownCode = "unknown_code", ReachNotOfChannel = "reach_not_of_channel",
        UnknownCustomer = "unknown_customer", UnknownAccount = "unknown_account",
        LeadingZerosLost = "leading_zeros_lost", OwnerDiffers = "owner_differs", RepeatsRow = "repeats_row",
        NumberTaken = "number_taken", TotalRow = "total_row",
    }

    /// What is said about a row that goes in all the same.
    "import_remark" Remark {
        UnknownWord = "unknown_word", PhoneSegment = "phone_segment", UnreadableText = "unreadable_text",
        FutureDate = "future_date", Kept = "kept", OlderBalance = "older_balance",
        LeadingZeros = "leading_zeros", UnknownReferrer = "unknown_referrer", RefusalKept = "refusal_kept",
        DecimalNumber = "decimal_number", TookEffect = "took_effect", WhichNumber = "which_number",
    }
}

/// A row that does not go in: which cell, what stands there, why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reject {
    /// The row of the file as a spreadsheet counts (the heading row counts too).
    pub row: u64,
    /// The heading of the column (its field where the file has no such column).
    pub column: String,
    /// What the column is read as; `None` where the fault is of the row as a whole.
    #[serde(skip)]
    pub field: Option<Field>,
    /// Whether the file has such a column.
    #[serde(skip)]
    pub has_column: bool,
    /// What stands there, cut short.
    pub value: String,
    /// Why it cannot be read.
    #[serde(rename = "reason")]
    pub fault: Fault,
}

impl Reject {
    /// The column for a person: its heading, or the words of the field that the file has no column for.
    pub fn place(&self, lang: Lang) -> Cow<'_, str> {
        place(&self.column, self.field.filter(|_| !self.has_column), lang)
    }

    /// The reason as a sentence.
    pub fn sentence(&self, lang: Lang) -> String {
        lang.code_text(self.fault).into_owned()
    }

    /// Row, column, value and reason in one line.
    pub fn line(&self, lang: Lang) -> String {
        tr!(
            lang,
            "import.reject_line",
            row = self.row,
            column = self.place(lang),
            value = self.value,
            reason = self.sentence(lang)
        )
        .into_owned()
    }
}

/// Something worth saying about a row that went in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The row of the file.
    pub row: u64,
    /// The field it is about.
    pub field: Field,
    /// What it is.
    pub remark: Remark,
    /// What the file says.
    pub value: String,
    /// What stays instead, for kept values.
    pub kept: Option<String>,
}

/// The most characters of a value that is shown.
pub const VALUE_CAP: usize = 60;

/// A fault found in a field, before the row and column are known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFault {
    /// Where.
    pub field: Field,
    /// What stands there.
    pub value: String,
    /// Why.
    pub fault: Fault,
}

/// The words of a code that a note holds as its value; `None` for what is no code.
pub fn in_words(lang: Lang, field: Field, value: &str) -> Option<String> {
    fn of<C: Code>(lang: Lang, value: &str) -> Option<String> {
        C::from_code(value).map(|code| lang.code_text(code).into_owned())
    }
    match field {
        Field::Gender => of::<Gender>(lang, value),
        Field::CustomerKind => of::<CustomerKind>(lang, value),
        Field::Status => of::<AccountStatus>(lang, value),
        Field::Result => of::<TalkResult>(lang, value),
        Field::Reach => of::<Reach>(lang, value).or_else(|| of::<PhoneState>(lang, value)),
        Field::ConsentPhone | Field::ConsentSms | Field::ConsentWecom | Field::ConsentMail => {
            of::<ConsentState>(lang, value)
        }
        _ => None,
    }
}

/// The first characters of a value, on one line. What could not be read is a question mark, because terminals do
/// not agree how wide the mark for it is.
pub(crate) fn shown(value: &str) -> String {
    let plain = |ch: char| match ch {
        char::REPLACEMENT_CHARACTER => '?',
        ch if ch.is_control() => ' ',
        ch => ch,
    };
    let mut line: String = value.chars().map(plain).take(VALUE_CAP).collect();
    if value.chars().nth(VALUE_CAP).is_some() {
        line.push_str("...");
    }
    line
}

/// A column's heading, or the words of the field that is missing.
pub(super) fn place(column: &str, missing: Option<Field>, lang: Lang) -> Cow<'_, str> {
    missing.map_or(Cow::Borrowed(column), |field| lang.code_text(field))
}

/// A code's place in a list, for sorting groups.
pub(crate) fn order_of(fault: Fault) -> usize {
    Fault::ALL.iter().position(|f| *f == fault).unwrap_or(usize::MAX)
}
