//! Domain values as SQL values: days and money as integers, codes as their text.

use crate::domain::{Code, Day, Label, Minute, Moment, Money};
use rusqlite::Row;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

macro_rules! integers {
    ($($name:ty : $to:expr, $from:expr;)+) => {$(
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                let to: fn(&$name) -> i64 = $to;
                Ok(to(self).into())
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let from: fn(i64) -> Option<$name> = $from;
                let number = value.as_i64()?;
                from(number).ok_or(FromSqlError::OutOfRange(number))
            }
        }
    )+};
}

integers! {
    Day: |d| i64::from(d.0), |n| i32::try_from(n).ok().map(Day);
    Money: |m| m.0, |n| Some(Money(n));
    Moment: |m| m.0, |n| Some(Moment(n));
    Minute: |m| m.number(), Minute::from_number;
}

macro_rules! ids {
    ($($name:ident),+) => {$(
        impl ToSql for crate::domain::$name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.0.into())
            }
        }
        impl FromSql for crate::domain::$name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_i64().map(Self)
            }
        }
    )+};
}

ids!(
    CustomerId,
    PhoneId,
    AccountId,
    TxnId,
    ContactId,
    FollowUpId,
    OverrideId,
    RuleVersionId,
    ImportId,
    GroupId
);

impl ToSql for Label {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.stored().into())
    }
}

impl FromSql for Label {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Label> {
        value.as_str().map(Label::read)
    }
}

macro_rules! code_columns {
    ($($name:ident),+ $(,)?) => {$(
        impl ToSql for crate::domain::$name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(self.code().into())
            }
        }
        impl FromSql for crate::domain::$name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let text = value.as_str()?;
                Self::from_code(text).ok_or_else(|| FromSqlError::Other(format!("unknown code {text}").into()))
            }
        }
    )+};
}

code_columns!(
    Channel,
    Direction,
    Reach,
    TalkResult,
    Reply,
    ConsentState,
    CustomerKind,
    Gender,
    RiskLevel,
    PhoneKind,
    PhoneState,
    AccountStatus,
    ImportKind,
    Dimension,
    Cause,
    Reason,
    FollowUpKind,
    FollowUpState,
    SkipReason,
);

/// Reading codes leniently, where a newer or hand-made file may hold a code this program does not know.
pub trait Codes {
    /// The code in a column; `None` when it is null or unknown.
    fn code_or_none<C: Code>(&self, column: &str) -> rusqlite::Result<Option<C>>;
    /// The same by place: where many rows are read, looking the name up costs more than the value.
    fn code_at<C: Code>(&self, place: usize) -> rusqlite::Result<Option<C>>;
}

impl Codes for Row<'_> {
    fn code_or_none<C: Code>(&self, column: &str) -> rusqlite::Result<Option<C>> {
        let text: Option<String> = self.get(column)?;
        Ok(text.as_deref().and_then(C::from_code))
    }

    fn code_at<C: Code>(&self, place: usize) -> rusqlite::Result<Option<C>> {
        Ok(self.get_ref(place)?.as_str_or_null()?.and_then(C::from_code))
    }
}
