//! Where a key or a command belongs. The scopes that are active follow from the model, innermost first.

use super::model::Model;

/// A part of the program with keys of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Keys that work everywhere, also while typing: control and function keys only.
    Always,
    /// Keys that work on every screen when nothing is typed into.
    App,
    /// The number keys and Tab.
    Tabs,
    /// A list or a text that scrolls.
    List,
    /// The customer under the cursor.
    Customer,
    /// The first start.
    FirstRun,
    /// The first start while another place for the file is typed.
    FirstRunPlace,
    /// 今日
    Today,
    /// 客户
    Customers,
    /// The filter line while it is typed.
    Filter,
    /// 跟进
    Queues,
    /// The customer's card.
    Card,
    /// The call screen, whatever its panel shows.
    Call,
    /// The panel of reach codes of a call.
    CallReach,
    /// In place of the panel: the customer must not be contacted this way.
    CallClosed,
    /// The panel of codes of a message.
    CallMessages,
    /// The panel of results.
    CallResults,
    /// The cursor is in a panel of codes.
    CallPicked,
    /// The form of a log.
    CallForm,
    /// The end of the list that was worked.
    CallEnd,
    /// A form.
    Form,
    /// Customers while there are none.
    NoCustomers,
    /// The import screen while a file is named.
    ImportFile,
    /// The import screen while its columns are looked at.
    Import,
    /// The settings of the file on the import screen.
    ImportSettings,
    /// What was found in the rows of the file.
    ImportFindings,
    /// The import screen while it shows rejected rows.
    ImportRejects,
    /// The import screen after a writing.
    ImportDone,
    /// The imports of the book.
    ImportEarlier,
    /// Any overlay.
    Overlay,
    /// An overlay with choices to pick from while typing.
    Picker,
    /// What is typed into narrows a list down.
    Filtered,
    /// An overlay with a field whose text is saved.
    Entry,
    /// An overlay with a question.
    Dialog,
}

impl Scope {
    /// Every scope with its name in keymap files.
    pub const ALL: [(&'static str, Scope); 34] = [
        ("always", Scope::Always),
        ("app", Scope::App),
        ("tabs", Scope::Tabs),
        ("list", Scope::List),
        ("customer", Scope::Customer),
        ("first-run", Scope::FirstRun),
        ("first-run-place", Scope::FirstRunPlace),
        ("today", Scope::Today),
        ("customers", Scope::Customers),
        ("filter", Scope::Filter),
        ("queues", Scope::Queues),
        ("card", Scope::Card),
        ("call", Scope::Call),
        ("call-reach", Scope::CallReach),
        ("call-closed", Scope::CallClosed),
        ("call-messages", Scope::CallMessages),
        ("call-results", Scope::CallResults),
        ("call-picked", Scope::CallPicked),
        ("call-form", Scope::CallForm),
        ("call-end", Scope::CallEnd),
        ("form", Scope::Form),
        ("no-customers", Scope::NoCustomers),
        ("import-file", Scope::ImportFile),
        ("import", Scope::Import),
        ("import-settings", Scope::ImportSettings),
        ("import-findings", Scope::ImportFindings),
        ("import-rejects", Scope::ImportRejects),
        ("import-done", Scope::ImportDone),
        ("import-earlier", Scope::ImportEarlier),
        ("overlay", Scope::Overlay),
        ("picker", Scope::Picker),
        ("filtered", Scope::Filtered),
        ("entry", Scope::Entry),
        ("dialog", Scope::Dialog),
    ];

    /// The scope with this name.
    pub fn named(name: &str) -> Option<Scope> {
        Scope::ALL.iter().find(|(known, _)| *known == name).map(|(_, scope)| *scope)
    }

    /// Its name in keymap files.
    pub fn name(self) -> &'static str {
        Scope::ALL.iter().find(|(_, scope)| *scope == self).map_or("", |(name, _)| name)
    }
}

/// The scopes whose keys work now, innermost first.
pub fn active(model: &Model) -> Vec<Scope> {
    let inner = match model.overlays.top() {
        Some(overlay) => overlay.scopes(),
        None => model.nav.current().behaviour().scopes(model),
    };
    inner.iter().copied().chain([Scope::Always]).collect()
}

/// The scopes of the screen itself, as if no overlay were open: what help and the palette speak of.
pub fn of_screen(model: &Model) -> Vec<Scope> {
    let inner = model.nav.current().behaviour().scopes(model);
    inner.iter().copied().chain([Scope::Always]).collect()
}

/// Whether a typed character goes into a text instead of being looked up as a key.
pub fn takes_text(model: &Model) -> bool {
    match model.overlays.top() {
        Some(overlay) => overlay.takes_text(),
        None => model.nav.current().behaviour().takes_text(model),
    }
}
