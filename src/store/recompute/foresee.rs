//! The customers whose rows changed as they would stand after a recomputation, piece by piece; nothing is written.

use super::customer::{Evaluator, PassFacts, Wants};
use super::gathered::Gathered;
use super::part::Part;
use super::pass::{self, PassInput};
use super::people::States;
use super::rows::KindTable;
use super::watch::Watch;
use super::{Rules, changed_customers, state_on};
use crate::book::Book;
use crate::domain::{CustomerId, Now};
use crate::store::{Progress, Result, Store};
use crate::work::Playbook;

/// Customers in a piece: few, so that a stop does not wait for long.
const PIECE: usize = 256;
/// Ids so near to each other are read together: what lies between them is passed over.
const GAP: i64 = 8;

/// Looks at the customers whose rows changed in pieces, in ascending order of ids; each piece is handed over with how
/// many are through. Behaviour is not looked at: it needs the whole book.
///
/// # Errors
/// `Stopped`, and the file's own troubles.
pub fn foresee(
    store: &Store,
    (playbook, now): (&Playbook, Now),
    watch: &dyn Watch,
    mut each: impl FnMut(Book, Progress),
) -> Result<()> {
    let days = [now.day()];
    let rules = Rules::load(&store.conn, now.day(), None)?;
    let kinds = KindTable::load(&store.conn)?;
    let (dirty, ahead) = changed_customers(&store.conn, now)?;
    let mut ids: Vec<CustomerId> = dirty.keys().copied().collect();
    ids.sort_unstable();
    let states = match state_on(&store.conn)? {
        Some(on) if on <= now.day() => States::Stored,
        Some(_) => States::RecordedOn(now.day()),
        None => States::None,
    };
    let facts = PassFacts { rules: &rules, playbook, days: &days, wants: Wants::Rows };
    let input = PassInput { facts, now, dirty: &dirty, ahead: &ahead, states, is_bulk: true, watch };
    let mut progress = Progress { done: 0, all: ids.len() as u64 };
    let mut part = Part::new(&facts);
    for piece in ids.chunks(PIECE) {
        let mut evaluator = Evaluator::new(facts, part);
        for run in piece.chunk_by(|one, next| next.0 - one.0 <= GAP) {
            if let (Some(first), Some(last)) = (run.first(), run.last()) {
                pass::walk(&store.conn, &kinds, &input, &(first.0..=last.0), &mut evaluator)?;
            }
        }
        part = evaluator.part;
        let mut gathered = Gathered::new(facts);
        gathered.add(&part);
        part.clear(&facts);
        progress.done += piece.len() as u64;
        each(gathered.finish(now.minute()).book, progress);
    }
    Ok(())
}
