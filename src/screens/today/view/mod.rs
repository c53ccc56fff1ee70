//! How Today looks: the figures above, then every line where the layout puts it.

mod figures;
mod first;
mod lines;
mod queues;
mod tiers;

use super::layout::HEAD;
use super::sections::{Item, Section, Spot};
use super::stop;
use super::update;
use crate::app::Topic;
use crate::domain::Dimension;
use crate::screens::{View, empty};
use crate::tr;
use crate::ui::widgets::heading;
use crate::ui::{Canvas, FrameAreas, Line, Role, SizeClass, format, strip, text};
use ratatui::layout::Rect;

/// Draws the body, row 2 included.
pub fn body(view: &View<'_>, canvas: &mut Canvas<'_>, areas: &FrameAreas) {
    let model = view.model;
    let is_empty = match (model.book.get(), &model.session.overview) {
        (Some(book), _) => book.is_empty(),
        (None, Some(overview)) => !overview.has_customers,
        (None, None) => return,
    };
    if is_empty {
        canvas.text(
            strip(1, areas.head.y, areas.head.width - 2),
            &tr!(view.ctx.lang, "today.head"),
            Role::Head,
        );
        return empty::no_customers(view, canvas, areas.body);
    }
    let body = areas.tall_body();
    figures::draw(view, canvas, Rect { height: HEAD, ..body });
    let layout = update::layout(model, view.ctx);
    let spots = layout.spots();
    for bar in layout.bars() {
        for y in bar.top()..bar.bottom() {
            canvas.rule(strip(bar.x, y, 1), '|', Role::Dim);
        }
    }
    for spot in &spots {
        draw(view, canvas, spot);
    }
    let stops = stop::stops(&spots, &model.today.board);
    if let Some((_, area)) = stops.get(stop::place(&stops, model.today.cursor)) {
        canvas.text(strip(area.x, area.y, 1), ">", Role::Text);
        canvas.focus(*area);
    }
    classified(view, canvas, areas.status);
}

/// The versions of the rules, at the right of the status line.
pub fn rules(view: &View<'_>) -> Line<'static> {
    match view.model.book.rule_versions[Dimension::Value.index()] {
        0 => Line::new(),
        version => Line::plain(tr!(view.ctx.lang, "today.rules", version = version)),
    }
}

/// What was classified, in the status line while it has nothing else to say.
fn classified(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let (model, lang, now) = (view.model, view.ctx.lang, view.ctx.uptime);
    let is_silent = model.status.current(now).is_none() && !model.requests.is_slow(now);
    let Some(book) = model.book.get().filter(|_| is_silent) else { return };
    let room = strip(row.x + 2, row.y, (row.width - 2).saturating_sub(rules(view).width() + 12));
    let is_stale = model.session.overview.as_ref().is_some_and(|overview| overview.is_demo_stale);
    let text = if is_stale {
        tr!(lang, "today.demo.stale")
    } else {
        let day = format::month_day(book.day);
        let customers = format::count(i64::from(model.today.board.customers));
        let moves = model.today.board.moves.len();
        let long = tr!(lang, "today.classified", day = day, customers = customers, moves = moves);
        let fits = text::width(&long) <= room.width;
        if fits { long } else { tr!(lang, "today.classified_short", day = day, moves = moves) }
    };
    canvas.text(room, &text, Role::Dim);
}

/// Whether the figures are still those that were stored.
fn is_waiting(view: &View<'_>) -> bool {
    !view.model.today.board.has_book && view.model.requests.is_awaiting(Topic::Book)
}

fn draw(view: &View<'_>, canvas: &mut Canvas<'_>, spot: &Spot) {
    let row = spot.area;
    match spot.item {
        Item::Heading(section) => section_heading(view, canvas, row, section),
        Item::Line(section) => lines::section_line(view, canvas, inset(row, 1), section),
        Item::More(_, hidden) => {
            let more = tr!(view.ctx.lang, "today.more", count = hidden);
            canvas.text(inset(row, 2), &more, Role::Dim);
        }
        Item::Tier(at) => tiers::tier(view, canvas, inset(row, 2), at),
        Item::Total => tiers::total(view, canvas, inset(row, 2)),
        Item::Move(at) => lines::moved(view, canvas, inset(row, 2), at),
        Item::MoreOf(kind, shown) => lines::more_of(view, canvas, inset(row, 2), (kind, shown)),
        Item::Kind(kind) => lines::kind(view, canvas, inset(row, 2), kind),
        Item::Money(at) => lines::money(view, canvas, inset(row, 2), at),
        Item::Promise(at) => lines::promise(view, canvas, inset(row, 2), at),
        Item::Queue(at) => queues::line(view, canvas, inset(row, 2), at),
        Item::Edge(at) => lines::edge(view, canvas, inset(row, 2), at),
        Item::Fault(at) => lines::fault(view, canvas, inset(row, 2), at),
        Item::First => first::first(view, canvas, inset(row, 2)),
        Item::About(at) => first::about(view, canvas, inset(row, 2), at),
        Item::Reason(at) => first::reason(view, canvas, inset(row, 2), at),
        Item::Proof(at) => first::proof(view, canvas, inset(row, 5), at),
        Item::Pane(section, at) => {
            if let Some(line) = view.model.today.pane.line(section, at) {
                canvas.line(inset(row, 2), line);
            }
        }
        Item::After(at) => first::after(view, canvas, inset(row, 2), at),
    }
}

/// The text columns of a line: after the cursor, up to the blank column at the edge.
fn inset(row: Rect, left: u16) -> Rect {
    strip(row.x + left, row.y, row.width.saturating_sub(left + 1))
}

fn section_heading(view: &View<'_>, canvas: &mut Canvas<'_>, row: Rect, section: Section) {
    let (lang, board) = (view.ctx.lang, &view.model.today.board);
    let name = lang.text(update::section_key(section));
    let count = match section {
        Section::Tiers => return tiers::heading(view, canvas, row),
        Section::Moves => Some(board.moves.len()),
        _ if !board.has_book => None,
        Section::Money => Some(board.money.len()),
        Section::Promised => Some(board.promised.len()),
        Section::Queues => usize::try_from(board.queue_all.customers).ok(),
        Section::Edges => Some(board.edges.len()),
        Section::Faults => Some(board.faults.iter().map(|(_, all)| all.len()).sum()),
        Section::First | Section::Contacts | Section::Holdings | Section::Script => None,
        Section::After => Some(board.next_after_first().count()),
    };
    let title = match count {
        Some(count) => format!("{name} {}", format::count(i64::try_from(count).unwrap_or(0))),
        None => name.into_owned(),
    };
    let tail = match section {
        Section::Queues => queues::heads(lang, SizeClass::of(view.ctx.size), row.width),
        Section::Moves | Section::Money if view.model.book.today.last_visit_on.is_some() => {
            Line::new().with(tr!(lang, "today.since_last"), Role::Dim)
        }
        Section::Edges => Line::new().with(tr!(lang, "today.edge_tail"), Role::Dim),
        Section::Holdings | Section::Script => view.model.today.pane.tail(section),
        _ => Line::new(),
    };
    heading(canvas, row, &title, &tail);
}
