//! `callbook undo`: takes the last action back, or brings it back.

use super::changes::At;
use super::{Context, Failure, Outcome};
use crate::book::NewRow;
use crate::domain::{CustomerId, ImportId, mask};
use crate::lang::Lang;
use crate::store::import::offer_undo_import;
use crate::store::journal::{
    ActionKind, Restored, UndoOffer, UndoWhich, Undone, customers_of, offer_undo, undo,
};
use crate::store::recompute::Rules;
use crate::store::{Access, Store};
use crate::tr;
use serde_json::{Value, json};

/// Arguments of `undo`.
#[derive(Debug, clap::Args)]
pub struct UndoArgs {
    /// Bring the last undone action back
    #[arg(long)]
    redo: bool,
    /// Take this import back, with the other files of its run: its number in `import --list`
    #[arg(long, value_name = "N", conflicts_with = "redo")]
    import: Option<i64>,
    /// Do not ask, also for an older action, one of another window, or an import
    #[arg(long)]
    yes: bool,
}

/// Runs the command.
///
/// # Errors
/// Nothing to undo, a later action in the way, or an action that needs `--yes`.
pub fn run(context: &Context, args: &UndoArgs) -> Result<Outcome, Failure> {
    let mut store = context.open(Access::Write)?;
    let actor = context.actor();
    let which = if args.redo { UndoWhich::Redo } else { UndoWhich::Undo };
    let offer = match args.import {
        Some(number) => offer_undo_import(&store.conn, &actor, ImportId(number)),
        None => offer_undo(&store.conn, &actor, which),
    };
    let offer = offer.map_err(|e| context.failed(&e))?;
    let rules = Rules::load(&store.conn, actor.now.day(), context.rules).map_err(|e| context.failed(&e))?;
    let at = At { context, rules: &rules, playbook: context.playbook()?, now: actor.now };
    let row = offer.customer.map(|customer| at.find_row(&store, customer)).transpose()?.flatten();
    // An import that is named is meant.
    if offer.asks && !args.yes && args.import.is_none() {
        return Err(asks(context, which, (&offer, &named(&offer, row.as_ref(), context.lang))));
    }
    let touched = customers_of(&store.conn, &offer).map_err(|e| context.failed(&e))?;
    let before = rows(&at, &store, &touched)?;
    let undone = undo(&mut store.conn, &actor, &offer).map_err(|e| context.failed(&e))?;
    let after = rows(&at, &store, &touched)?;
    let changes = before.iter().zip(&after).filter_map(|(before, after)| {
        let customer_no = &after.as_ref()?.customer_no;
        Some(at.class_changes(customer_no, (before.as_ref(), after.as_ref())))
    });
    // Whom the action made is there before it is taken back only, or afterwards when it comes back.
    let back = offer.customer.and_then(|id| touched.iter().position(|touched| *touched == id));
    let row = row.as_ref().or_else(|| back.and_then(|at| after[at].as_ref()));
    let what = named(&offer, row, context.lang);
    Ok(outcome(context, (which, &what), &undone, &changes.flatten().collect::<Vec<_>>()))
}

/// What an action did, with its customer's name in full: the journal keeps it masked, on his own desk the manager reads it.
fn named(offer: &UndoOffer, row: Option<&NewRow>, lang: Lang) -> String {
    let what = offer.label.text(lang);
    match row.map(|row| row.name.as_str()).filter(|name| !name.is_empty()) {
        Some(name) => what.replacen(&mask::name(name), name, 1),
        None => what,
    }
}

/// Why `--yes` is needed: another day, an import, or another window.
fn asks(context: &Context, which: UndoWhich, (offer, what): (&UndoOffer, &str)) -> Failure {
    let (lang, now) = (context.lang, context.now());
    let day = now.zone.day(offer.at);
    let sentence = if day != now.day() {
        tr!(lang, "cli.undo.asks", what = what, day = day)
    } else if offer.kind == ActionKind::Import {
        tr!(lang, "cli.undo.asks_import", what = what)
    } else {
        tr!(lang, "cli.undo.asks_window", what = what)
    };
    let hint = match which {
        UndoWhich::Undo => lang.text("cli.undo.asks_hint"),
        UndoWhich::Redo => lang.text("cli.undo.asks_redo_hint"),
    };
    Failure::text(sentence, Some(hint.into_owned()))
}

fn rows(at: &At<'_>, store: &Store, customers: &[CustomerId]) -> Result<Vec<Option<NewRow>>, Failure> {
    customers.iter().map(|customer| at.find_row(store, *customer)).collect()
}

fn outcome(
    context: &Context,
    (which, what): (UndoWhich, &str),
    undone: &Undone,
    changes: &[Value],
) -> Outcome {
    let at = context.now().zone.rfc3339(undone.offer.at);
    let key = match which {
        UndoWhich::Undo => "cli.undo.done",
        UndoWhich::Redo => "cli.undo.redone",
    };
    let text = tr!(context.lang, key, what = what, rows = undone.rows);
    let mut restored: Vec<Value> =
        undone.restored.iter().map(|row| restored_json(row, context.lang)).collect();
    if undone.offer.kind == ActionKind::Import {
        let text = tr!(context.lang, "cli.undo.rows", rows = undone.rows);
        restored.push(json!({ "kind": "import", "text": text }));
    }
    let json = json!({
        "group": undone.offer.group.0, "what": what, "at": at, "restored": restored, "class_changes": changes,
    });
    Outcome::both(text, json)
}

/// A record in words: what it is, and whether it is there again or gone.
fn restored_json(row: &Restored, lang: Lang) -> Value {
    let what = lang.text(&format!("cli.undo.record.{}", row.table));
    let key = if row.is_present { "cli.undo.is_back" } else { "cli.undo.is_gone" };
    json!({ "kind": row.table, "text": tr!(lang, key, what = what) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_restored_record_is_named_in_words() {
        let row = Restored { table: "follow_up".to_owned(), row_id: 7, is_present: false };
        assert_eq!(restored_json(&row, Lang::Zh), json!({ "kind": "follow_up", "text": "跟进 已撤去" }));
        for table in crate::store::journal::TABLES {
            let row = Restored { table: (*table).to_owned(), row_id: 7, is_present: true };
            let text = restored_json(&row, Lang::En)["text"].to_string();
            assert!(!text.contains("cli.") && !text.contains('7'), "{text}");
        }
    }
}
