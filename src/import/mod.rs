//! Reading people's files: bytes to text, text to rows, headings to fields, cells to values, with reasons for
//! everything that cannot be read.
//!
//! The way of a file: [`Source`] (bytes) -> [`Sheet`] (encoding, separator, heading row, columns) -> [`Rows`]
//! (read and checked, one by one), or [`Preview`] (all of it, counted). Owns `assets/import/`. Must not: know the
//! book; who owns what and what is new is found out in `store::import`.

mod cells;
mod columns;
pub(crate) mod dates;
mod decode;
mod dialect;
mod encoding;
mod error;
mod fault;
mod fields;
mod headings;
mod paths;
mod preview;
mod profile;
mod read_rows;
mod reader;
mod rejects;
mod rows;
mod sheet;
mod source;
mod tally;
mod units;
mod words;

pub use cells::typed_number;
pub use columns::{Column, ColumnBy, ColumnChoice};
pub use dates::DateReading;
pub use dialect::{Dialect, Separator};
pub use encoding::{EncodingBy, Scan, encoding_named, encodings};
pub use error::ImportError;
pub use fault::{CellFault, Fault, Note, Reject, Remark, in_words};
pub use fields::{Field, Sort};
pub use paths::{folded_path, list_paths, typed_path};
pub use preview::{Preview, PreviewColumn, masked, masked_found};
pub use profile::Profile;
pub use rejects::RejectFile;
pub use rows::{AccountRow, BalanceRow, ContactRow, CustomerRow, Row, TransactionRow};
pub use sheet::{Checked, Plan, Rows, Sheet};
pub use source::{Progress, Source, Stop};
pub use tally::{HELD, RejectGroup, RemarkGroup, Tally};
pub use units::Unit;

#[cfg(test)]
mod tests;
