//! `callbook undo`: takes the last action back, or brings it back.

use super::changes::At;
use super::{Context, Failure, Outcome};
use crate::book::NewRow;
use crate::domain::CustomerId;
use crate::store::journal::{UndoWhich, Undone, customers_of, offer_undo, undo};
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
    let offer = offer_undo(&store.conn, &actor, which).map_err(|e| context.failed(&e))?;
    let day = actor.now.zone.day(offer.at);
    if !args.yes && (day != actor.now.day() || offer.kind == crate::store::journal::ActionKind::Import) {
        let sentence = tr!(context.lang, "cli.undo.asks", what = offer.label, day = day);
        return Err(Failure::text(sentence, Some(context.lang.text("cli.undo.asks_hint").into_owned())));
    }
    let rules = Rules::load(&store.conn, actor.now.day(), context.rules).map_err(|e| context.failed(&e))?;
    let at = At { context, rules: &rules, playbook: context.playbook()?, now: actor.now };
    let touched = customers_of(&store.conn, &offer).map_err(|e| context.failed(&e))?;
    let before = rows(&at, &store, &touched)?;
    let undone = undo(&mut store.conn, &actor, &offer).map_err(|e| context.failed(&e))?;
    let after = rows(&at, &store, &touched)?;
    let changes = before.iter().zip(&after).filter_map(|(before, after)| {
        let customer_no = &after.as_ref()?.customer_no;
        Some(at.class_changes(customer_no, (before.as_ref(), after.as_ref())))
    });
    Ok(outcome(context, which, &undone, &changes.flatten().collect::<Vec<_>>()))
}

fn rows(at: &At<'_>, store: &Store, customers: &[CustomerId]) -> Result<Vec<Option<NewRow>>, Failure> {
    customers.iter().map(|customer| at.find_row(store, *customer)).collect()
}

fn outcome(context: &Context, which: UndoWhich, undone: &Undone, changes: &[Value]) -> Outcome {
    let at = context.now().zone.rfc3339(undone.offer.at);
    let key = match which {
        UndoWhich::Undo => "cli.undo.done",
        UndoWhich::Redo => "cli.undo.redone",
    };
    let text = tr!(context.lang, key, what = undone.offer.label, rows = undone.rows);
    let restored: Vec<_> = undone
        .restored
        .iter()
        .map(|row| json!({ "kind": row.table, "text": format!("{} {}", row.table, row.row_id) }))
        .collect();
    let json = json!({
        "group": undone.offer.group.0, "what": undone.offer.label, "at": at, "restored": restored, "class_changes": changes,
    });
    Outcome::both(text, json)
}
