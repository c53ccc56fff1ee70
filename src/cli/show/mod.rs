//! `callbook show`: one customer, whole.

mod text;

use super::list::{open_recomputed, row_json};
use super::{Context, Failure, Outcome};
use crate::book::{Book, Card, CardClass, Event, Row, TimelineEntry};
use crate::classify::Metric;
use crate::domain::{Channel, Code, ConsentState, CustomerPhone, Label, TxnKinds, mask, phone};
use crate::store::journal::{Action, ActionInfo, ActionKind};
use crate::store::log::find_log_facts;
use crate::store::{Access, card, customer};
use crate::tr;
use crate::ui::format;
use crate::work::words::{reason_text, reply_text};
use crate::work::{LogFacts, Playbook, Used};
use serde_json::{Map, Value, json};

/// Arguments of `show`.
#[derive(Debug, clap::Args)]
pub struct ShowArgs {
    /// The customer number
    #[arg(value_name = "CUSTOMER")]
    customer_no: String,
}

/// Everything that is shown.
struct Shown<'a> {
    context: &'a Context,
    book: &'a Book,
    card: Card,
    facts: Option<LogFacts>,
    playbook: &'a Playbook,
}

/// Runs the command. With `--clear` phones stand in full and the reason is recorded.
///
/// # Errors
/// A customer or a book that is not there.
pub fn run(context: &Context, args: &ShowArgs) -> Result<Outcome, Failure> {
    let (store, done) = open_recomputed(context)?;
    let failed = |error| context.failed(&error);
    let found = customer::find_customer_id(&store.conn, &args.customer_no).map_err(failed)?;
    let id = found.ok_or_else(|| no_customer(context, &args.customer_no))?;
    let (playbook, now) = (context.playbook()?, context.now());
    let card = card::find_card(&store, &done.engine, playbook, now, id).map_err(failed)?;
    let facts = find_log_facts(&store, &done.engine.rules, playbook, now, id).map_err(failed)?;
    drop(store);
    if let Some(reason) = &context.clear {
        record_clear(context, &card, reason)?;
    }
    let shown = Shown { context, book: &done.book, card, facts, playbook };
    Ok(Outcome::both(shown.text(), shown.json()))
}

fn no_customer(context: &Context, customer_no: &str) -> Failure {
    let hint = context.lang.text("work.cli.no_customer_hint").into_owned();
    Failure::text(tr!(context.lang, "work.cli.no_customer", no = customer_no), Some(hint))
}

/// Clear text leaves a row in the journal.
fn record_clear(context: &Context, card: &Card, reason: &str) -> Result<(), Failure> {
    let failed = |error| context.failed(&error);
    let mut store = context.open(Access::Write)?;
    let label = Label::of("journal.clear").with("reason", reason);
    let info = ActionInfo { kind: ActionKind::Access, label, customer: Some(card.customer.id) };
    let actor = context.actor();
    let mut action = Action::begin(&mut store.conn, &actor, &info).map_err(failed)?;
    action
        .insert(
            "access",
            &[("customer_id", &card.customer.id), ("at", &actor.now.at), ("what", &"clear_output")],
        )
        .map_err(failed)?;
    action.commit().map_err(failed)?;
    Ok(())
}

impl Shown<'_> {
    /// His row in the book, which knows the whole book; that of the card where he does not exist yet.
    fn row(&self) -> &Row {
        self.book.find(self.card.customer.id).unwrap_or(&self.card.row.row)
    }

    fn number(&self, phone: &CustomerPhone) -> String {
        if self.context.clear.is_some() { phone::grouped(&phone.number) } else { mask::phone(&phone.number) }
    }

    fn json(&self) -> Value {
        let card = &self.card;
        let mut fields = row_json(self.book, self.row());
        let phones: Vec<Value> = card
            .phones
            .iter()
            .map(|p| json!({ "number": self.number(p), "kind": p.kind, "state": p.state, "primary": p.is_primary }))
            .collect();
        let mut add = |key: &str, value: Value| fields.insert(key.to_owned(), value);
        add("phones", phones.into());
        add("metrics", Value::Object(self.metrics()));
        add("reasons", Value::Object(card.classes.iter().map(|c| self.reasons(c)).collect()));
        add("holdings", card.holdings.iter().map(holding_json).collect());
        add("timeline", card.timeline.iter().map(|entry| self.entry_json(entry)).collect());
        add("follow_ups", self.follow_ups());
        add("consent", self.consent());
        add("budget", self.budget());
        Value::Object(fields)
    }

    fn metrics(&self) -> Map<String, Value> {
        let (metrics, facts) = (&self.card.metrics, &self.card.facts);
        Metric::ALL.iter().map(|m| (m.code().to_owned(), metrics.json(*m, facts))).collect()
    }

    fn reasons(&self, class: &CardClass) -> (String, Value) {
        let lang = self.context.lang;
        let reasons: Vec<Value> = class.explanation.reasons.iter().map(|reason| reason.json(lang)).collect();
        (class.dimension.code().to_owned(), reasons.into())
    }

    fn follow_ups(&self) -> Value {
        let lang = self.context.lang;
        let zone = self.context.now().zone;
        let due = |due: &crate::work::Due| {
            let at = due.minute.map(|minute| zone.rfc3339(zone.at(due.due_on, minute)));
            json!({
                "reason": due.reason, "kind": due.kind, "date": due.on, "due_on": due.due_on,
                "at": at, "channel": due.channel, "amount": due.amount,
                "text": reason_text(lang, due, self.book.day, format::amount),
            })
        };
        self.card.row.dues.iter().map(due).collect()
    }

    /// Every channel; one of which nothing was said is unknown.
    fn consent(&self) -> Value {
        let one = |channel: &Channel| {
            let said = self.card.consents.iter().find(|c| c.channel == *channel);
            let window = said.and_then(|c| c.window).map(|(from, to)| format!("{from}-{to}"));
            let fields = json!({
                "state": said.map_or(ConsentState::Unknown, |c| c.state), "window": window,
                "until_on": said.and_then(|c| c.until_on), "given_on": said.map(|c| c.given_on),
                "wording": said.and_then(|c| c.wording.as_deref()),
            });
            (channel.code().to_owned(), fields)
        };
        Value::Object(Channel::ALL.iter().map(one).collect())
    }

    fn budget(&self) -> Value {
        let Some(facts) = &self.facts else { return Value::Null };
        let limits = &self.playbook.limits;
        let used = Used::count(&facts.touches, self.book.day, None, limits);
        let pair = |used: u16, allowed: u16| json!({ "used": used, "allowed": allowed });
        json!({
            "calls_today": pair(used.calls_today, limits.call_day),
            "messages_today": pair(used.messages_today, limits.message_day),
            "days_7": pair(used.week, limits.touch_week), "days_30": pair(used.month, limits.touch_month),
            "dials_today": pair(used.dials[0], limits.dials[0]), "dials_7": pair(used.dials[1], limits.dials[1]),
            "dials_30": pair(used.dials[2], limits.dials[2]),
        })
    }

    fn entry_json(&self, entry: &TimelineEntry) -> Value {
        let kind = match entry.event {
            Event::Contact(_) => "contact",
            Event::Movement { .. } => "transaction",
            Event::ClassChanged { .. } => "class",
            Event::FollowUp { .. } => "follow_up",
            Event::Remark { .. } => "remark",
            Event::Imported { .. } => "import",
            Event::Entered => "entered",
            Event::Edited(_) => "edit",
            Event::ConsentChanged(_) => "consent",
        };
        let zone = self.context.now().zone;
        let at = entry.minute.map(|minute| zone.rfc3339(zone.at(entry.on, minute)));
        json!({
            "date": entry.on, "at": at, "kind": kind,
            "text": self.event_text(&entry.event),
        })
    }

    fn event_text(&self, event: &Event) -> String {
        let lang = self.context.lang;
        match event {
            Event::Contact(contact) => {
                let words = [
                    Some(lang.code_text(contact.channel)),
                    Some(lang.code_text(contact.reach)),
                    contact.result.map(|result| lang.code_text(result)),
                    contact.reply.map(|reply| reply_text(lang, reply)),
                    contact.note.clone().map(Into::into),
                ];
                words.into_iter().flatten().collect::<Vec<_>>().join("  ")
            }
            Event::Movement { amount, kind, text, detail, .. } => {
                let text = TxnKinds::embedded().label(kind, lang).unwrap_or(text);
                let detail = detail.as_deref().unwrap_or_default();
                format!("{text}  {}  {detail}", format::amount_change(lang, *amount)).trim_end().to_owned()
            }
            Event::ClassChanged { dimension, from, to, cause } => {
                let label = |code: &str| self.book.classes.label_of_code(*dimension, code, lang);
                let (dimension, cause) = (lang.code_text(*dimension), lang.code_text(*cause));
                format!("{dimension}  {} > {}  {cause}", label(from), label(to))
            }
            Event::Remark { skip, text } => crate::work::words::remark_text(lang, *skip, text.as_deref()),
            Event::Imported { kind, file, rows } => crate::work::words::import_text(lang, *kind, file, *rows),
            Event::Entered => lang.text("card.event.entered").into_owned(),
            Event::Edited(fields) => crate::work::words::edited_text(lang, fields),
            Event::ConsentChanged(consent) => {
                let wording = consent.wording.as_deref().unwrap_or_default();
                let text = crate::work::words::consent_text(lang, consent, self.book.day);
                format!("{text}  {wording}").trim_end().to_owned()
            }
            Event::FollowUp { kind, state, due_on, note, .. } => {
                let note = note.as_deref().unwrap_or_default();
                format!("{}  {due_on}  {}  {note}", lang.code_text(*kind), lang.code_text(*state))
                    .trim_end()
                    .to_owned()
            }
        }
    }
}

fn holding_json(holding: &crate::domain::Holding) -> Value {
    json!({
        "account_no": mask::account(&holding.account_no), "product": holding.product, "label": holding.label,
        "status": holding.status, "balance": holding.balance, "opened_on": holding.opened_on,
        "closed_on": holding.closed_on, "maturity_on": holding.maturity_on,
    })
}
