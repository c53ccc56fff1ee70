//! What the system says of a file, in words; its own words where there are none of ours.

use super::Lang;
use std::io::{Error, ErrorKind};

/// Why a file could not be read or written.
pub fn io_text(lang: Lang, error: &Error) -> String {
    if error.get_ref().is_some() {
        // One of the program's own, with its own words.
        return error.to_string();
    }
    let key = match error.kind() {
        ErrorKind::NotFound => "io.not_found",
        ErrorKind::PermissionDenied => "io.not_allowed",
        ErrorKind::IsADirectory => "io.is_a_folder",
        ErrorKind::NotADirectory => "io.no_folder",
        ErrorKind::AlreadyExists => "io.exists",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "io.full",
        ErrorKind::ReadOnlyFilesystem => "io.read_only",
        ErrorKind::FileTooLarge => "io.too_large",
        ErrorKind::InvalidData => "io.no_text",
        _ => return error.to_string(),
    };
    lang.text(key).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_says_is_told_in_both_languages_and_never_as_a_number() {
        let missing = Error::from(ErrorKind::NotFound);
        assert_eq!(
            (io_text(Lang::Zh, &missing), io_text(Lang::En, &missing)),
            ("没有这个文件".into(), "there is no such file".into())
        );
        for code in [1, 2, 13, 20, 21, 28, 30] {
            let error = Error::from_raw_os_error(code);
            for lang in [Lang::Zh, Lang::En] {
                assert!(!io_text(lang, &error).contains("os error"), "{code}");
            }
        }
    }
}
