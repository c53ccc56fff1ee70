//! Paths as people type them: `~` for the home folder, and what a beginning can go on as.

use std::path::{Path, PathBuf};

/// The most paths that are listed.
const LISTED: usize = 200;

/// The path of a typed or pasted text: quotes round it and `file://` before it are taken off, `~/` is the home folder.
pub fn typed_path(text: &str) -> PathBuf {
    let text = text.trim();
    let bare = text.strip_prefix("file://").unwrap_or(text);
    let quoted = |quote: char| bare.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
    let bare = quoted('\'').or_else(|| quoted('"')).unwrap_or(bare);
    match (bare.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(bare),
    }
}

/// A path as people write it: `~/` for the home folder.
pub fn folded_path(path: &Path) -> String {
    let inside = std::env::home_dir().and_then(|home| path.strip_prefix(home).ok().map(Path::to_path_buf));
    match inside {
        Some(rest) if !rest.as_os_str().is_empty() => format!("~/{}", rest.display()),
        _ => path.display().to_string(),
    }
}

/// What a typed path can go on as: folders end in `/`. Hidden files come only when a dot was typed.
pub fn list_paths(beginning: &str) -> Vec<String> {
    let (folder, name) = match beginning.rfind('/') {
        Some(at) => beginning.split_at(at + 1),
        None => ("", beginning),
    };
    let place = if folder.is_empty() { PathBuf::from(".") } else { typed_path(folder) };
    let Ok(entries) = std::fs::read_dir(place) else { return Vec::new() };
    let mut paths: Vec<String> = entries
        .flatten()
        .filter_map(|entry| {
            let own = entry.file_name().into_string().ok()?;
            let is_wanted = own.starts_with(name) && (name.starts_with('.') || !own.starts_with('.'));
            let end = if entry.path().is_dir() { "/" } else { "" };
            is_wanted.then(|| format!("{folder}{own}{end}"))
        })
        .collect();
    paths.sort();
    paths.truncate(LISTED);
    paths
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_a_scheme_come_off() {
        for text in ["/a/b c.csv", " '/a/b c.csv' ", "\"/a/b c.csv\"", "file:///a/b c.csv"] {
            assert_eq!(typed_path(text), PathBuf::from("/a/b c.csv"), "{text}");
        }
    }

    #[test]
    fn the_tilde_is_the_home_folder() {
        let Some(home) = std::env::home_dir() else { return };
        assert_eq!(typed_path("~/x.csv"), home.join("x.csv"));
        assert_eq!(folded_path(&home.join("a/x.csv")), "~/a/x.csv");
        assert_eq!(folded_path(Path::new("/no-home/x.csv")), "/no-home/x.csv");
    }

    #[test]
    fn a_beginning_goes_on_as_files_and_folders() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["konten.csv", "kunden.csv", ".kunden"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("kasse")).unwrap();
        let at = folder.path().display();
        assert_eq!(list_paths(&format!("{at}/ku")), [format!("{at}/kunden.csv")]);
        assert_eq!(list_paths(&format!("{at}/ka")), [format!("{at}/kasse/")]);
        assert_eq!(list_paths(&format!("{at}/")).len(), 3, "hidden files stay hidden");
        assert_eq!(list_paths("/no/such/folder/x"), Vec::<String>::new());
    }
}
