//! Row 2: who it is, the number to dial, and the place in the list. The number is never cut: what is least needed goes
//! before it does.

use super::{best_hour, has_no_number, name, shown_number, texts};
use crate::book::{Card, deceased_text};
use crate::domain::{CustomerKind, Dimension};
use crate::screens::View;
use crate::screens::call::Stage;
use crate::tr;
use crate::ui::layout::SizeClass;
use crate::ui::{Canvas, Line, Role, format, strip, text};
use ratatui::layout::Rect;

/// A piece of the row. The higher its rank, the sooner it goes.
struct Piece {
    rank: u8,
    line: Line<'static>,
}

/// What stays whatever the width: the name, which is cut, and the number.
const STAYS: u8 = 0;
/// The place in the list.
const PLACE: u8 = 4;

/// Draws the row.
pub fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let (call, lang) = (&view.model.call, view.ctx.lang);
    let inner = Rect { x: row.x + 1, width: row.width - 2, ..row };
    if call.stage == Stage::Ended {
        canvas.text(inner, &tr!(lang, "call.ended.head"), Role::Head);
        canvas.line_right(inner, &crumbs(view).or_else(|| place(view)).unwrap_or_default());
        return;
    }
    let mut pieces = who(view);
    let mut places: Vec<Line<'static>> = [place(view), crumbs(view)].into_iter().flatten().collect();
    let width = |pieces: &[Piece]| -> u16 { pieces.iter().map(|piece| piece.line.width()).sum() };
    let beside = |places: &[Line<'static>]| places.last().map_or(0, |place| place.width() + 2);
    while width(&pieces) + beside(&places) > inner.width {
        let last = pieces.iter().enumerate().max_by_key(|(_, piece)| piece.rank);
        match last.map(|(at, piece)| (at, piece.rank)) {
            _ if places.len() > 1 => drop(places.pop()),
            Some((_, rank)) if rank <= PLACE && !places.is_empty() => places.clear(),
            Some((at, rank)) if rank > STAYS => drop(pieces.remove(at)),
            _ => break,
        }
    }
    let excess = width(&pieces).saturating_sub(inner.width);
    if let Some(name) = pieces.first_mut().filter(|_| excess > 0) {
        for span in &mut name.line.0 {
            span.text =
                text::cut(&span.text, text::width(&span.text).saturating_sub(excess)).into_owned().into();
        }
    }
    let who = pieces.into_iter().fold(Line::new(), |line, piece| line.join(piece.line));
    canvas.line(strip(inner.x, inner.y, inner.width), &who);
    if let Some(place) = places.last() {
        canvas.line_right(inner, place);
    }
}

/// `5/87`; none for a single customer.
fn place(view: &View<'_>) -> Option<Line<'static>> {
    let trail = &view.model.call.trail;
    let count = trail.customers.len();
    let (at, of) = trail.place();
    (count > 1).then(|| Line::new().with(format!("{at}/{of}"), Role::Dim))
}

/// The list with the place in it: `跟进 > 全部 > 5/87`.
fn crumbs(view: &View<'_>) -> Option<Line<'static>> {
    let crumbs = view.model.call.trail.crumbs.clone();
    if crumbs.is_empty() {
        return None;
    }
    let line = Line::new().with(crumbs, Role::Dim);
    Some(match place(view) {
        Some(place) => line.with(" > ", Role::Dim).join(place),
        None => line,
    })
}

/// Name, number, age, classes, assets, the number to dial, the best hour.
fn who(view: &View<'_>) -> Vec<Piece> {
    let model = view.model;
    let is_wide = SizeClass::of(view.ctx.size) >= SizeClass::M;
    let mut pieces = vec![Piece { rank: STAYS, line: Line::new().private(name(model), Role::Head) }];
    let Some(card) = &model.call.card else { return pieces };
    let mut add = |rank, gap, line: Line<'static>| {
        if !line.is_empty() {
            pieces.push(Piece { rank, line: Line::new().gap(gap).join(line) });
        }
    };
    if is_wide && card.customer.name.is_some() {
        add(6, 2, Line::new().private(card.customer.customer_no.clone(), Role::Dim));
    }
    add(3, 2, about(view, card));
    add(1, 2, Line::new().with(texts::class(model, Dimension::Value, view.ctx.lang), Role::Text));
    add(if card.customer.deceased_on.is_some() { STAYS } else { 5 }, 2, state(view, card));
    if let Some(assets) = card.row.row.assets {
        add(2, 2, Line::new().private(format::amount(view.ctx.lang, assets), Role::Text));
    }
    let number = if has_no_number(model) {
        Line::new().with(tr!(view.ctx.lang, "call.no_number").into_owned(), Role::Warn)
    } else {
        Line::new().private(shown_number(model), Role::Head)
    };
    add(STAYS, 3, number);
    if is_wide {
        add(7, 0, best_hour(view));
    }
    pieces
}

/// Gender and age.
fn about(view: &View<'_>, card: &Card) -> Line<'static> {
    let (lang, about) = (view.ctx.lang, &card.customer.about);
    let gender = about.gender.map(|gender| lang.code_text(gender).into_owned());
    let age = about.birth_on.filter(|_| card.customer.kind == CustomerKind::Person);
    let age = age.map(|on| tr!(lang, "call.age", years = on.years_until(view.ctx.now.day())).into_owned());
    Line::new().with(gender.into_iter().chain(age).collect::<Vec<_>>().join(" "), Role::Text)
}

fn state(view: &View<'_>, card: &Card) -> Line<'static> {
    let lang = view.ctx.lang;
    if card.customer.deceased_on.is_some() {
        return Line::new().with(deceased_text(lang), Role::Alert);
    }
    Line::new().with(texts::class(view.model, Dimension::Lifecycle, lang), Role::Text)
}
