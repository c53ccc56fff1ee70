//! Commands for the customer under the cursor, the same on every screen that has one.
//!
//! [`Behaviour::selected`](crate::screens::Behaviour::selected) says who that is.

use super::{Applies, Command, Group, Row, can_write};
use crate::app::scope::Scope;
use crate::app::{Ctx, Effects, Model, Screen};
use crate::book::Flag;
use crate::domain::{Channel, CustomerId};
use crate::overlays;
use crate::screens;
use crate::screens::call::Way;

/// What can be done with a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CustomerCommand {
    /// Open the card.
    Card,
    /// Open the call screen.
    Call,
    /// Show the number in clear for a while.
    ShowNumber,
    /// Log an SMS to him.
    Message,
    /// Log a `WeCom` message to him.
    Wecom,
    /// Log a call from him.
    Incoming,
    /// Change his data.
    Edit,
    /// Set a class by hand.
    SetClass,
    /// Change what he allows.
    Consent,
    /// Add another customer.
    Add,
    /// Put off what is due with him.
    Snooze,
    /// Pass him over today, and say why.
    Skip,
    /// Write something about him that is no contact.
    Remark,
}

const fn customer(id: &'static str, command: CustomerCommand) -> Row {
    Row::new(id, Command::Customer(command), Scope::Customer, Group::Customer).when(has_customer)
}

pub(super) const ROWS: &[Row] = &[
    customer("customer.card", CustomerCommand::Card).weight(60).when(has_customer_elsewhere),
    customer("customer.call", CustomerCommand::Call).weight(80).when(is_not_called),
    Row::new(
        "customer.show-number",
        Command::Customer(CustomerCommand::ShowNumber),
        Scope::Card,
        Group::Customer,
    )
    .weight(27)
    .when(is_number_hidden)
    .hinted(screens::has_number),
    customer("customer.message", CustomerCommand::Message).weight(11).when(can_be_contacted),
    customer("customer.wecom", CustomerCommand::Wecom).aliases(&["wecom"]).when(can_be_contacted),
    customer("customer.incoming", CustomerCommand::Incoming).when(can_be_written),
    customer("customer.edit", CustomerCommand::Edit).weight(29).when(can_be_written),
    customer("customer.set-class", CustomerCommand::SetClass).weight(28).when(can_be_written),
    customer("customer.consent", CustomerCommand::Consent).aliases(&["consent"]).when(can_be_written),
    Row::new("customer.add", Command::Customer(CustomerCommand::Add), Scope::Customer, Group::Customer)
        .weight(22)
        .aliases(&["add"])
        .when(can_write),
    customer("customer.snooze", CustomerCommand::Snooze).weight(55).when(can_be_contacted),
    customer("customer.skip", CustomerCommand::Skip).weight(65).when(can_be_skipped),
    customer("customer.remark", CustomerCommand::Remark).weight(26).when(can_be_written),
];

fn selected(model: &Model) -> Option<CustomerId> {
    model.nav.current().behaviour().selected_customer(model)
}

fn has_customer(model: &Model) -> Applies {
    if selected(model).is_some() { Ok(()) } else { Err("reason.no_customer") }
}

fn can_be_written(model: &Model) -> Applies {
    can_write(model)?;
    has_customer(model)
}

/// Nobody who died is contacted, and nothing with him is put off.
fn can_be_contacted(model: &Model) -> Applies {
    can_be_written(model)?;
    is_with_us(model)
}

fn is_with_us(model: &Model) -> Applies {
    let row = selected(model).and_then(|customer| model.book.find(customer));
    match row.map(|(_, row)| row.flags) {
        Some(flags) if flags.contains(Flag::Deceased) => Err("reason.deceased"),
        _ => Ok(()),
    }
}

/// On the card itself there is no way to the card.
fn has_customer_elsewhere(model: &Model) -> Applies {
    if model.nav.current() == Screen::Card { Err("reason.is_card") } else { has_customer(model) }
}

/// Card and panes have a place for the whole number; the call screen shows it anyway.
fn is_number_hidden(model: &Model) -> Applies {
    match model.nav.current() {
        Screen::Card | Screen::Customers | Screen::Queues => has_customer(model).and(is_with_us(model)),
        Screen::Call => Err("reason.called"),
        _ => Err("reason.elsewhere"),
    }
}

/// On the call screen itself `c` only leads back from logging a message.
fn is_not_called(model: &Model) -> Applies {
    let is_called = model.nav.current() == Screen::Call && model.call.way == Way::Call;
    if is_called { Err("reason.called") } else { has_customer(model).and(is_with_us(model)) }
}

/// In a list that is worked: a queue, or the calls of one before the first code.
fn can_be_skipped(model: &Model) -> Applies {
    can_write(model)?;
    match model.nav.current() {
        Screen::Queues if !screens::queues::shows_held(model) => has_customer(model),
        Screen::Call if model.call.stage == screens::call::Stage::Reach => has_customer(model),
        Screen::Call => Err("reason.finish_log"),
        _ => Err("reason.elsewhere"),
    }
}

/// Runs a command on the customer under the cursor.
pub fn run(model: &mut Model, command: CustomerCommand, ctx: &Ctx) -> Effects {
    if command == CustomerCommand::Add {
        return screens::edit::add(model, ctx);
    }
    let behaviour = model.nav.current().behaviour();
    let Some(mut trail) = behaviour.selected(model) else { return Effects::none() };
    if trail.crumbs.is_empty() {
        trail.crumbs = behaviour.crumbs(model, ctx.lang);
    }
    let Some(customer) = trail.customer() else { return Effects::none() };
    match command {
        CustomerCommand::Card => screens::card::open(model, trail, ctx),
        CustomerCommand::Call => screens::call::open(model, trail, Way::Call, ctx),
        CustomerCommand::Message => screens::call::open(model, trail, Way::Message, ctx),
        CustomerCommand::Wecom => screens::call::open(model, trail, Way::Wecom, ctx),
        CustomerCommand::Incoming => screens::call::open(model, trail, Way::Incoming, ctx),
        CustomerCommand::ShowNumber if !screens::has_number(model, ctx) => {
            model.status.problem(ctx.lang.text("customers.no_place"), ctx);
            Effects::none()
        }
        CustomerCommand::ShowNumber => screens::card::show_number(model, customer, ctx),
        CustomerCommand::Edit if model.nav.current() == Screen::Card => {
            screens::card::edit_section(model, &trail, ctx)
        }
        CustomerCommand::Edit => screens::edit::edit(model, customer, None, ctx),
        CustomerCommand::SetClass => {
            let is_card = model.nav.current() == Screen::Card;
            let dimension = if is_card { screens::card::dimension_under_cursor(model, ctx) } else { None };
            screens::edit::set_class(model, customer, dimension, ctx)
        }
        CustomerCommand::Consent => {
            let channel = consent_meant(model, ctx);
            screens::edit::set_consent(model, customer, channel, ctx)
        }
        CustomerCommand::Add => Effects::none(),
        CustomerCommand::Skip => screens::skip::open(model, customer, ctx),
        CustomerCommand::Remark => overlays::remark::open(model, &trail, ctx),
        CustomerCommand::Snooze => overlays::snooze::open(model, &trail, ctx),
    }
}

/// The channel that is meant: that of the line under the cursor of a card, that of a log, else the phone.
fn consent_meant(model: &Model, ctx: &Ctx) -> Channel {
    match model.nav.current() {
        Screen::Card => screens::card::channel_under_cursor(model, ctx).unwrap_or(Channel::Phone),
        Screen::Call => model.call.way.parts().0,
        _ => Channel::Phone,
    }
}
