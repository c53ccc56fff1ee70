//! Dialling from the call screen: by the person's command, else by hand.
//!
//! Owns what the command is made of and what is said when it fails. Must not: start anything; the runtime does.

use super::view;
use crate::app::{Ctx, DialFailure, Effect, Effects, Model};
use crate::domain::secret;
use crate::tr;

/// Enter dials by the person's command; without one the number is said.
pub fn dial(model: &mut Model, ctx: &Ctx) -> Effects {
    if view::is_over(model) {
        model.status.problem(tr!(ctx.lang, "call.closed.over"), ctx);
        return Effects::none();
    }
    let shown = view::shown_number(model);
    if shown.is_empty() {
        model.status.problem(tr!(ctx.lang, "reason.no_number"), ctx);
        return Effects::none();
    }
    let command = dial_command(&model.session.settings.call.command, &view::number(model));
    let Some(command) = command else {
        model.status.note(tr!(ctx.lang, "call.dial_by_hand", number = secret(&shown)), ctx);
        return Effects::none();
    };
    model.status.note(tr!(ctx.lang, "call.dialling", number = secret(&shown)), ctx);
    Effect::Dial(command).into()
}

/// The command with the digits of a number in it; `None` without a command or without digits.
pub fn dial_command(words: &[String], number: &str) -> Option<Vec<String>> {
    const BLANK: &str = "{number}";
    let digits: String = number.chars().filter(|ch| ch.is_ascii_digit() || *ch == '+').collect();
    if words.is_empty() || digits.is_empty() {
        return None;
    }
    let mut command: Vec<String> = words.iter().map(|word| word.replace(BLANK, &digits)).collect();
    if !words.iter().any(|word| word.contains(BLANK)) {
        command.push(digits);
    }
    Some(command)
}

/// The number was not dialled: say why, and that it can be dialled by hand.
pub fn dial_failed(model: &mut Model, failure: &DialFailure, ctx: &Ctx) {
    let text = match failure {
        DialFailure::NotStarted(why) => tr!(ctx.lang, "call.dial_not_started", why = why),
        DialFailure::Ended(Some(status)) => tr!(ctx.lang, "call.dial_ended", status = status),
        DialFailure::Ended(None) => tr!(ctx.lang, "call.dial_ended", status = "?"),
    };
    model.status.problem(text, ctx);
}
