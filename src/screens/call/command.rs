//! The commands of the call screen: the codes of its panels, and what its form and its end can do.

use super::Stage;
use super::choice::has_choices;
use super::view::{has_no_number, script_size};
use crate::app::command::{Applies, Command as Any, Group, Row, can_write};
use crate::app::{Ctx, Model, Scope};
use crate::domain::{Reach, Reply, TalkResult};
use crate::ui::{Motion, SizeClass};

/// What can be done here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// How far the call or message got.
    Reach(Reach),
    /// What the talk came to.
    Result(TalkResult),
    /// What came back on a message.
    Reply(Reply),
    /// Dial the number.
    Dial,
    /// Write the log.
    Save,
    /// The next field of the form.
    NextField,
    /// The former field of the form.
    PreviousField,
    /// A customer who mostly picks up, after three refusals.
    Warm,
    /// The customer made this objection of the script, from 1.
    Objection(u8),
    /// Take the code under the cursor.
    Choose,
    /// Move the script; past its ends, the cursor in the panel.
    Scroll(Motion),
    /// One step, or a large one, in a number or a date; elsewhere to the field above or below.
    Step(Motion),
    /// Show the script where there is no room for it, or hide it.
    Script,
    /// Say that the code of a death is upper-case.
    PointToDeceased,
    /// Say why nothing can be logged.
    PointToClosed,
    /// Go back to where the list was opened.
    Leave,
}

const fn code(id: &'static str, command: Command, scope: Scope) -> Row {
    Row::new(id, Any::Call(command), scope, Group::Code).when(can_write)
}

const fn here(id: &'static str, command: Command, scope: Scope) -> Row {
    Row::new(id, Any::Call(command), scope, Group::Here)
}

const fn talk(id: &'static str, command: Command) -> Row {
    Row::new(id, Any::Call(command), Scope::Call, Group::Code).hinted(is_talking)
}

/// The commands of this screen.
pub const ROWS: &[Row] = &[
    here("call.dial", Command::Dial, Scope::CallReach).weight(75).when(has_number),
    here("call.script", Command::Script, Scope::Call).weight(52).hinted(has_no_room_for_script),
    here("call.scroll-down", Command::Scroll(Motion::Down), Scope::Call)
        .weight(50)
        .twin("call.scroll-up")
        .hinted(scrolls_or_picks),
    here("call.scroll-up", Command::Scroll(Motion::Up), Scope::Call),
    here("call.page-down", Command::Scroll(Motion::PageDown), Scope::Call).twin("call.page-up"),
    here("call.page-up", Command::Scroll(Motion::PageUp), Scope::Call),
    here("call.choose", Command::Choose, Scope::CallPicked).weight(95).hinted(has_picked),
    here("call.save", Command::Save, Scope::CallForm).weight(90).when(can_write),
    here("call.next-field", Command::NextField, Scope::CallForm).weight(80),
    here("call.previous-field", Command::PreviousField, Scope::CallForm),
    here("call.step-up", Command::Step(Motion::Up), Scope::CallForm).twin("call.step-down"),
    here("call.step-down", Command::Step(Motion::Down), Scope::CallForm),
    here("call.leap-up", Command::Step(Motion::PageUp), Scope::CallForm).twin("call.leap-down"),
    here("call.leap-down", Command::Step(Motion::PageDown), Scope::CallForm),
    here("call.leave", Command::Leave, Scope::CallEnd).weight(90),
    Row::new(
        "call.point-to-deceased",
        Any::Call(Command::PointToDeceased),
        Scope::CallResults,
        Group::Unlisted,
    ),
    Row::new("call.point-to-closed", Any::Call(Command::PointToClosed), Scope::CallClosed, Group::Unlisted),
    here("call.warm", Command::Warm, Scope::CallReach).weight(88).when(offers_warm),
    talk("objection.one", Command::Objection(1)).weight(60),
    talk("objection.two", Command::Objection(2)),
    talk("objection.three", Command::Objection(3)),
    talk("objection.four", Command::Objection(4)),
    talk("objection.five", Command::Objection(5)),
    talk("objection.six", Command::Objection(6)),
    talk("objection.seven", Command::Objection(7)),
    talk("objection.eight", Command::Objection(8)),
    talk("objection.nine", Command::Objection(9)),
    code("reach.connected", Command::Reach(Reach::Connected), Scope::CallReach),
    code("reach.third-party", Command::Reach(Reach::ThirdParty), Scope::CallReach),
    code("reach.no-answer", Command::Reach(Reach::NoAnswer), Scope::CallReach),
    code("reach.busy", Command::Reach(Reach::Busy), Scope::CallReach),
    code("reach.declined", Command::Reach(Reach::Declined), Scope::CallReach),
    code("reach.switched-off", Command::Reach(Reach::SwitchedOff), Scope::CallReach),
    code("reach.unreachable", Command::Reach(Reach::Unreachable), Scope::CallReach),
    code("reach.voicemail", Command::Reach(Reach::Voicemail), Scope::CallReach),
    code("reach.suspended", Command::Reach(Reach::Suspended), Scope::CallReach),
    code("reach.empty-number", Command::Reach(Reach::EmptyNumber), Scope::CallReach),
    code("reach.wrong-person", Command::Reach(Reach::WrongPerson), Scope::CallReach),
    code("reach.not-dialled", Command::Reach(Reach::NotDialled), Scope::CallReach),
    code("reach.sent", Command::Reach(Reach::Sent), Scope::CallMessages),
    code("reach.delivered", Command::Reach(Reach::Delivered), Scope::CallMessages),
    code("reach.undeliverable", Command::Reach(Reach::Undeliverable), Scope::CallMessages),
    code("reach.rejected", Command::Reach(Reach::Rejected), Scope::CallMessages),
    code("reach.expired", Command::Reach(Reach::Expired), Scope::CallMessages),
    code("reach.unknown", Command::Reach(Reach::Unknown), Scope::CallMessages),
    code("reply.agrees", Command::Reply(Reply::Yes), Scope::CallMessages),
    code("reply.asks", Command::Reply(Reply::Ask), Scope::CallMessages),
    code("reply.refuses", Command::Reply(Reply::No), Scope::CallMessages),
    code("reply.unsubscribed", Command::Reply(Reply::Unsubscribed), Scope::CallMessages),
    code("reply.called-back", Command::Reply(Reply::CalledBack), Scope::CallMessages),
    code("reply.nothing", Command::Reply(Reply::None), Scope::CallMessages),
    code("result.appointment", Command::Result(TalkResult::Appointment), Scope::CallResults),
    code("result.deal", Command::Result(TalkResult::Deal), Scope::CallResults),
    code("result.interested", Command::Result(TalkResult::Interested), Scope::CallResults),
    code("result.later", Command::Result(TalkResult::Later), Scope::CallResults),
    code("result.callback", Command::Result(TalkResult::Callback), Scope::CallResults),
    code("result.material", Command::Result(TalkResult::Material), Scope::CallResults),
    code("result.served", Command::Result(TalkResult::Served), Scope::CallResults),
    code("result.thinking", Command::Result(TalkResult::Thinking), Scope::CallResults),
    code("result.not-interested", Command::Result(TalkResult::NotInterested), Scope::CallResults),
    code("result.other-bank", Command::Result(TalkResult::OtherBank), Scope::CallResults),
    code("result.complaint", Command::Result(TalkResult::Complaint), Scope::CallResults),
    code("result.verify", Command::Result(TalkResult::Verify), Scope::CallResults),
    code("result.do-not-call", Command::Result(TalkResult::DoNotCall), Scope::CallResults),
    code("result.gone", Command::Result(TalkResult::Gone), Scope::CallResults),
    code("result.deceased", Command::Result(TalkResult::Deceased), Scope::CallResults),
];

fn shows_script(model: &Model, ctx: &Ctx) -> bool {
    script_size(model, ctx).is_some()
}

/// Up and Down move the script, and where it ends the cursor in the panel.
fn scrolls_or_picks(model: &Model, ctx: &Ctx) -> bool {
    has_choices(model) || (model.call.stage != Stage::Form && shows_script(model, ctx))
}

/// In small windows the script stands in the place of the reasons, when it is asked for.
fn has_no_room_for_script(model: &Model, ctx: &Ctx) -> bool {
    SizeClass::of(ctx.size) == SizeClass::Xs && (model.call.shows_script || !shows_script(model, ctx))
}

/// The answers to objections are wanted while the customer speaks.
fn is_talking(model: &Model, _ctx: &Ctx) -> bool {
    model.call.stage == Stage::Results
}

fn has_picked(model: &Model, _ctx: &Ctx) -> bool {
    model.call.picked.is_some()
}

fn has_number(model: &Model) -> Applies {
    if has_no_number(model) { Err("reason.no_number") } else { Ok(()) }
}

fn offers_warm(model: &Model) -> Applies {
    if model.call.offers_warm() { Ok(()) } else { Err("reason.no_offer") }
}
