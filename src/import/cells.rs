//! The cells of one row, each read as what its field is. A cell that cannot be read is a [`CellFault`]; an empty
//! one is `None`.

use super::columns::Layout;
use super::dates::read_day;
use super::fault::{CellFault, Fault, Note, Remark, shown};
use super::fields::Field;
use super::units::{Unit, read_money};
use super::words;
use crate::domain::phone::Phone;
use crate::domain::text::{NOTE_CAP, clean, clean_line, fold_width};
use crate::domain::{Code, Day, Money, PhoneKind, Zone};
use csv::StringRecord;

/// The most characters of a short text.
const TEXT_CAP: usize = 200;
/// The most characters of a number that names something.
const NUMBER_CAP: usize = 64;

pub(crate) type CellResult<T> = Result<T, CellFault>;

/// What reading needs to know besides the file.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The working day: later dates are remarked on.
    pub day: Day,
    /// Local time.
    pub zone: Zone,
}

/// One row.
pub(crate) struct Cells<'a> {
    pub record: &'a StringRecord,
    pub layout: &'a Layout,
    pub setting: Setting,
    pub row: u64,
    pub notes: Vec<Note>,
}

impl Cells<'_> {
    /// What stands in a field's (first) column, without the wrappings of spreadsheets; `None` when it is empty.
    pub fn raw(&self, field: Field) -> Option<&str> {
        self.layout.column(field).and_then(|at| self.at(at))
    }

    fn at(&self, column: usize) -> Option<&str> {
        self.record.get(column).map(unwrap).filter(|cell| !cell.is_empty())
    }

    /// As [`Cells::raw`], and words for "nothing" are nothing.
    fn typed(&self, field: Field) -> CellResult<Option<&str>> {
        match self.raw(field) {
            Some(cell) if is_excel_error(cell) => Err(fault(field, cell, Fault::ExcelError)),
            Some(cell) if words::is_blank(cell) => Ok(None),
            cell => Ok(cell),
        }
    }

    /// A number that names something, as written: leading zeros stay.
    pub fn number(&mut self, field: Field) -> CellResult<Option<String>> {
        let Some(cell) = self.typed(field)?.map(str::to_owned) else { return Ok(None) };
        let is_damaged = self.layout.column(field).is_some_and(|at| self.layout.is_damaged(at));
        let number = read_number(&cell, is_damaged).map_err(|why| fault(field, &cell, why))?;
        if cell.ends_with(".0") && !number.ends_with(".0") {
            self.remark(field, Remark::DecimalNumber, &cell);
        }
        Ok(Some(number))
    }

    /// As [`Cells::number`], where the row is nothing without it.
    pub fn required_number(&mut self, field: Field) -> CellResult<String> {
        self.number(field)?.ok_or_else(|| fault(field, "", Fault::MissingValue))
    }

    /// A line of text.
    pub fn text(&mut self, field: Field) -> CellResult<Option<String>> {
        let Some(cell) = self.raw(field) else { return Ok(None) };
        let cell = cell.to_owned();
        self.read_text(field, &cell)
    }

    fn read_text(&mut self, field: Field, cell: &str) -> CellResult<Option<String>> {
        if is_excel_error(cell) {
            return Err(fault(field, cell, Fault::ExcelError));
        }
        if cell.chars().nth(TEXT_CAP).is_some() {
            return Err(fault(field, cell, Fault::TooLong));
        }
        self.note_unreadable(field, cell);
        let line = clean_line(cell, TEXT_CAP);
        Ok((!line.is_empty()).then_some(line))
    }

    /// A text of several lines.
    pub fn note(&mut self, field: Field) -> CellResult<Option<String>> {
        let Some(cell) = self.raw(field).map(str::to_owned) else { return Ok(None) };
        if cell.chars().nth(NOTE_CAP).is_some() {
            return Err(fault(field, &cell, Fault::TooLong));
        }
        self.note_unreadable(field, &cell);
        let text = clean(&cell, NOTE_CAP).trim().to_owned();
        Ok((!text.is_empty()).then_some(text))
    }

    fn note_unreadable(&mut self, field: Field, cell: &str) {
        if cell.contains(char::REPLACEMENT_CHARACTER) {
            self.remark(field, Remark::UnreadableText, cell);
        }
    }

    /// A date.
    pub fn day(&self, field: Field) -> CellResult<Option<Day>> {
        let Some(cell) = self.typed(field)? else { return Ok(None) };
        if matches!(cell, "长期" | "长期有效" | "永久" | "permanent" | "0") {
            return Ok(if cell == "0" { None } else { Day::from_ymd(9999, 12, 31) });
        }
        read_day(cell, self.layout.dates(field)).map(Some).map_err(|why| fault(field, cell, why))
    }

    /// A date that the row is nothing without; a later one than the working day is remarked on.
    pub fn required_day(&mut self, field: Field) -> CellResult<Day> {
        let day = self.day(field)?.ok_or_else(|| fault(field, "", Fault::MissingValue))?;
        self.note_future(field, day);
        Ok(day)
    }

    /// Remarks on a day after the working day.
    pub fn note_future(&mut self, field: Field, day: Day) {
        if day > self.setting.day {
            self.remark(field, Remark::FutureDate, &day.to_string());
        }
    }

    /// An amount.
    pub fn money(&self, field: Field) -> CellResult<Option<Money>> {
        let Some(cell) = self.typed(field)? else { return Ok(None) };
        let column = self.layout.column(field);
        let unit = column.map_or(Unit::Yuan, |at| self.layout.unit(at));
        read_money(cell, unit, self.layout.comma).map(Some).map_err(|why| fault(field, cell, why))
    }

    /// Every phone number of the phone columns, in order, each once. Several may stand in a cell.
    pub fn phones(&mut self) -> CellResult<Vec<(String, PhoneKind)>> {
        let mut phones: Vec<(String, PhoneKind)> = Vec::new();
        for at in self.layout.columns(Field::Phone) {
            let Some(cell) = self.at(at).map(str::to_owned) else { continue };
            for part in cell.split(['/', ';', '；', '、', ',', '，']).map(str::trim) {
                if part.is_empty() || words::is_blank(part) || part.bytes().all(|b| b == b'0') {
                    continue;
                }
                let phone = Phone::parse(part).map_err(|_| phone_fault(part))?;
                if !phone.has_known_segment() {
                    self.remark(
                        Field::Phone,
                        Remark::PhoneSegment,
                        &crate::domain::mask::phone(phone.number()),
                    );
                }
                let kind = phone.kind();
                let number = phone.into_number();
                if !phones.iter().any(|(other, _)| *other == number) {
                    phones.push((number, kind));
                }
            }
        }
        Ok(phones)
    }

    /// Every tag of the tag columns, each once.
    pub fn tags(&mut self) -> CellResult<Vec<String>> {
        let mut tags: Vec<String> = Vec::new();
        for at in self.layout.columns(Field::Tags) {
            let Some(cell) = self.at(at).map(str::to_owned) else { continue };
            for part in cell.split([';', '；', '、', ',', '，', '|']) {
                let tag = self.read_text(Field::Tags, part.trim())?;
                tags.extend(tag.filter(|tag| !tags.contains(tag)).into_iter().collect::<Vec<_>>());
            }
        }
        Ok(tags)
    }

    /// A word of a closed list; one that nobody knows is remarked on and left out.
    pub fn word<C: Code>(&mut self, field: Field) -> CellResult<Option<C>> {
        let Some(cell) = self.typed(field)?.map(str::to_owned) else { return Ok(None) };
        let code = words::code_of(&cell);
        if code.is_none() {
            self.remark(field, Remark::UnknownWord, &cell);
        }
        Ok(code)
    }

    /// A word of a closed list without which the row means nothing.
    pub fn required_word<C: Code>(&self, field: Field) -> CellResult<Option<C>> {
        let Some(cell) = self.typed(field)? else { return Ok(None) };
        words::code_of(cell).map(Some).ok_or_else(|| fault(field, cell, Fault::UnknownCode))
    }

    /// Says something about a cell.
    pub fn remark(&mut self, field: Field, remark: Remark, value: &str) {
        self.notes.push(Note { row: self.row, field, remark, value: shown(value), kept: None });
    }
}

/// A fault with what stands there.
pub(crate) fn fault(field: Field, value: &str, fault: Fault) -> CellFault {
    CellFault { field, value: shown(value), fault }
}

/// A faulty phone number is shown without its middle.
fn phone_fault(part: &str) -> CellFault {
    let chars: Vec<char> = part.chars().collect();
    let hidden = chars.len() > 7 && chars.iter().filter(|c| c.is_ascii_digit()).count() > 6;
    let value = if hidden {
        let end: String = chars[chars.len() - 2..].iter().collect();
        format!("{}****{end}", chars[..3].iter().collect::<String>())
    } else {
        part.to_owned()
    };
    let why = if is_scientific(part) { Fault::ExcelLostDigits } else { Fault::NotAPhone };
    fault(Field::Phone, &value, why)
}

/// Without what spreadsheets wrap around a text: `="0123"`, a leading `'` before a formula sign or a digit.
pub(crate) fn unwrap(cell: &str) -> &str {
    let cell = cell.trim_matches(|ch: char| ch.is_whitespace() || ch == '\u{feff}');
    if let Some(inner) = cell.strip_prefix("=\"").and_then(|rest| rest.strip_suffix('"')) {
        return inner.trim();
    }
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(|ch: char| "=+-@\t\r".contains(ch) || ch.is_ascii_digit()) => rest,
        _ => cell,
    }
}

fn is_excel_error(cell: &str) -> bool {
    cell.starts_with('#')
        && matches!(
            cell,
            "#REF!" | "#VALUE!" | "#NAME?" | "#DIV/0!" | "#NUM!" | "#NULL!" | "#SPILL!" | "#CALC!"
        )
}

/// `6.21700E+18`, `1E+05`: digits are gone, or may be.
pub(super) fn is_scientific(cell: &str) -> bool {
    let Some((mantissa, exponent)) = cell.split_once(['e', 'E']) else { return false };
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let is_spreadsheets = mantissa.contains('.') || exponent.starts_with(['+', '-']);
    is_spreadsheets && is_number(mantissa) && is_number(exponent.trim_start_matches(['+', '-']))
}

fn read_number(cell: &str, is_damaged: bool) -> Result<String, Fault> {
    let folded = fold_width(cell);
    let number = folded.trim();
    if is_scientific(number) || (is_damaged && has_lost_tail(number)) {
        return Err(Fault::ExcelLostDigits);
    }
    if words::is_total(number) {
        return Err(Fault::TotalRow);
    }
    // "100482.0": a whole number that went through a decimal one.
    let number = match number.strip_suffix(".0") {
        Some(whole) if whole.len() <= 15 && whole.bytes().all(|b| b.is_ascii_digit()) => whole,
        _ => number,
    };
    let number = clean_line(number, NUMBER_CAP + 1);
    if number.chars().nth(NUMBER_CAP).is_some() {
        return Err(Fault::TooLong);
    }
    let has_groups = number.bytes().all(|b| b.is_ascii_digit() || b == b' ') && number.contains(' ');
    Ok(if has_groups { number.replace(' ', "") } else { number })
}

/// A number that was typed, as files are read: widths folded, groups of digits joined. `None` without any, or with too
/// much of it.
pub fn typed_number(text: &str) -> Option<String> {
    read_number(text, false).ok().filter(|number| !number.is_empty())
}

/// Sixteen digits and more, with zeros only behind the fifteenth: what a spreadsheet leaves of a long number.
pub(crate) fn has_lost_tail(number: &str) -> bool {
    let bytes = number.as_bytes();
    bytes.len() >= 16 && bytes.iter().all(u8::is_ascii_digit) && bytes[15..].iter().all(|b| *b == b'0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spreadsheet_wrappings_come_off() {
        for (cell, plain) in [
            ("=\"0123\"", "0123"),
            ("'0123", "0123"),
            ("'=1+2", "=1+2"),
            ("'t Hooft", "'t Hooft"),
            ("\t6217 ", "6217"),
            ("\u{3000}张三\u{3000}", "张三"),
        ] {
            assert_eq!(unwrap(cell), plain, "{cell}");
        }
    }

    #[test]
    fn numbers_keep_their_zeros_and_damaged_ones_are_refused() {
        assert_eq!(read_number("００１２", false), Ok("0012".to_owned()));
        assert_eq!(read_number("100482.0", false), Ok("100482".to_owned()));
        assert_eq!(read_number("6217 0012 3456 7890", false), Ok("6217001234567890".to_owned()));
        assert_eq!(read_number("A-5 x", false), Ok("A-5 x".to_owned()));
        for damaged in ["6.21700E+18", "1E+05", "1E-05"] {
            assert_eq!(read_number(damaged, false), Err(Fault::ExcelLostDigits), "{damaged}");
        }
        assert_eq!(read_number("12E5", false), Ok("12E5".to_owned()));
        for total in ["合计", " 总 计 ", "合计: 3 户", "Grand Total", "小计"] {
            assert_eq!(read_number(total, false), Err(Fault::TotalRow), "{total}");
        }
        assert_eq!(read_number("total7", false), Ok("total7".to_owned()));
        assert_eq!(read_number("6217001234567890000", true), Err(Fault::ExcelLostDigits));
        assert_eq!(read_number("6217001234567890000", false), Ok("6217001234567890000".to_owned()));
        assert_eq!(read_number(&"9".repeat(65), false), Err(Fault::TooLong));
    }
}
