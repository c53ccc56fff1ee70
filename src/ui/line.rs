//! A line of text in pieces, each with its role. What views hand to the canvas.

use super::text;
use super::theme::Role;
use crate::domain::secret;
use std::borrow::Cow;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span<'a> {
    /// The text, any width.
    pub text: Cow<'a, str>,
    /// What it stands for.
    pub role: Role,
    /// Whether the veil hides it.
    pub secrecy: Secrecy,
}

/// Whether a text tells something about a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Secrecy {
    /// Labels, headings, counts of the program itself.
    Open,
    /// Names, numbers, amounts, notes: drawn as `*` under the veil.
    Private,
}

/// Pieces drawn one after the other.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line<'a>(pub Vec<Span<'a>>);

impl<'a> Line<'a> {
    /// An empty line.
    pub fn new() -> Line<'a> {
        Line(Vec::new())
    }

    /// Plain text.
    pub fn plain(text: impl Into<Cow<'a, str>>) -> Line<'a> {
        Line::new().with(text, Role::Text)
    }

    /// The line with a text added, of which the veil hides the parts that are marked as [`secret`].
    pub fn with(mut self, text: impl Into<Cow<'a, str>>, role: Role) -> Line<'a> {
        let text = text.into();
        if secret::has_secret(&text) {
            self.0.extend(secret::parts(&text).map(|(part, is_secret)| Span {
                text: Cow::Owned(part.to_owned()),
                role,
                secrecy: if is_secret { Secrecy::Private } else { Secrecy::Open },
            }));
        } else {
            self.0.push(Span { text, role, secrecy: Secrecy::Open });
        }
        self
    }

    /// The line with a piece added that the veil hides as a whole. For what stands alone (a name, an amount) and for what
    /// people wrote: a note holds names of others and amounts in words, which nothing can tell from the rest of it.
    pub fn private(mut self, text: impl Into<Cow<'a, str>>, role: Role) -> Line<'a> {
        let text = text.into();
        let text =
            if secret::has_secret(&text) { Cow::Owned(secret::bare(&text).into_owned()) } else { text };
        self.0.push(Span { text, role, secrecy: Secrecy::Private });
        self
    }

    /// The line with blanks added.
    pub fn gap(self, columns: u16) -> Line<'a> {
        self.with(" ".repeat(usize::from(columns)), Role::Text)
    }

    /// The line followed by another.
    pub fn join(mut self, other: Line<'a>) -> Line<'a> {
        self.0.extend(other.0);
        self
    }

    /// The line followed by another where that fits whole into `columns`, else as it is.
    pub fn join_if_fits(self, other: Line<'a>, columns: u16) -> Line<'a> {
        if self.width() + other.width() <= columns { self.join(other) } else { self }
    }

    /// The columns it takes.
    pub fn width(&self) -> u16 {
        self.0.iter().map(|span| text::width(&span.text)).sum()
    }

    /// Whether there is nothing to draw.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|span| span.text.is_empty())
    }
}
