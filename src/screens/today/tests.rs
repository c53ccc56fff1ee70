use super::board::{Board, MoveKind};
use super::layout::{Extent, Layout};
use super::sections::{Item, Section};
use super::stop::{self, Side, Stop, Target};
use crate::app::command::{AppCommand, Command as Any};
use crate::app::model::{Modes, Start};
use crate::app::{Ctx, Effect, Model, Msg, Screen, update};
use crate::book::Move;
use crate::domain::{Cause, CustomerId, Dimension, QueueName};
use crate::lang::Lang;
use crate::settings::Settings;
use crate::snapshots;
use crate::store::protocol::{Recomputed, Reply, Request};
use crate::testing::{Play, before_the_book, ctx, small_answers, small_book, small_facts, tuesday};
use crate::ui::Motion;
use proptest::prelude::*;
use ratatui::layout::Size;

fn board() -> Board {
    Board::of(&small_book(), &small_facts(), tuesday().minute())
}

/// Of a first customer with three reasons.
fn extent() -> Extent {
    Extent { reasons: 3, ..Extent::default() }
}

fn crowded() -> Board {
    let mut board = board();
    let (money, edge, promise) = (board.money[0], board.edges[0], board.promised[0]);
    board.money = vec![money; 20];
    board.edges = vec![edge; 9];
    board.promised = vec![promise; 9];
    board.moves = board.moves.iter().cycle().take(40).cloned().collect();
    board.moves.sort_by_key(|line| line.kind);
    board
}

fn items(board: &Board, columns: u16, rows: u16) -> Vec<Item> {
    Layout::new(board, extent(), Size::new(columns, rows)).spots().iter().map(|spot| spot.item).collect()
}

fn stops(board: &Board) -> Vec<(Stop, ratatui::layout::Rect)> {
    stop::stops(&Layout::new(board, extent(), Size::new(120, 36)).spots(), board)
}

#[test]
fn today_in_every_size() {
    snapshots!("today", Play::new(small_answers), "");
}

#[test]
fn today_before_the_book_shows_what_is_stored() {
    snapshots!("today_before", Play::new(before_the_book), "");
}

#[test]
fn what_stands_before_the_book_does_not_jump_when_it_comes() {
    let before = Play::new(before_the_book).size(120, 36).see("");
    let after = Play::new(small_answers).size(120, 36).see("");
    let line = |text: &str, word: &str| text.lines().position(|line| line.contains(word));
    for word in ["价值层级", "P 私人银行", "T 长尾", "变动 5", "^ 挽回", "先打"] {
        assert_eq!(line(&before, word), line(&after, word), "{word}\n{before}\n{after}");
    }
}

#[test]
fn several_changes_of_a_customer_are_one_move_and_there_and_back_is_none() {
    let mut facts = small_facts();
    let change = |id, from: &str, to: &str, back: i32| Move {
        customer: CustomerId(id),
        dimension: Dimension::Value,
        from: from.to_owned(),
        to: to.to_owned(),
        on: tuesday().day() - back,
        cause: Cause::Time,
        assets: None,
    };
    facts.moves = vec![
        change(1, "wealth", "diamond", 0),
        change(2, "gold", "wealth", 0),
        change(1, "gold", "wealth", 1),
        change(2, "wealth", "gold", 1),
    ];
    let board = Board::of(&small_book(), &facts, tuesday().minute());
    let moves: Vec<_> = board.moves.iter().map(|m| (m.customer.0, m.kind, m.from.as_str())).collect();
    assert_eq!(moves, [(1, MoveKind::Up, "gold")]);
}

#[test]
fn the_first_customer_is_one_whose_minute_has_come() {
    let board = board();
    assert_eq!(board.first, Some(CustomerId(5)), "the call-backs of 09:30 and 15:30 wait");
    let later = Board::of(&small_book(), &small_facts(), crate::domain::Minute::new(9, 30).unwrap());
    assert_eq!(later.first, Some(CustomerId(2)));
}

#[test]
fn every_queue_says_who_comes_first() {
    let board = board();
    let first = |queue| board.queues.iter().find(|line| line.queue == queue).unwrap().first;
    assert_eq!(first(Some(QueueName::Overdue)), Some(CustomerId(6)));
    assert_eq!(first(Some(QueueName::AtRisk)), Some(CustomerId(3)));
    assert_eq!(first(None), Some(CustomerId(10)), "held back");
    assert_eq!(first(Some(QueueName::Birthday)), None, "whose only member is held back");
}

#[test]
fn enter_opens_what_the_line_is_about() {
    let board = board();
    let tier = board.tiers[3].now.class;
    assert_eq!(Stop::Tier(tier).target(&board), Target::Customers(Some(tier)));
    assert_eq!(Stop::Queue(Some(QueueName::AtRisk)).target(&board), Target::Queue(Some(QueueName::AtRisk)));
    assert_eq!(Stop::Queue(None).target(&board), Target::Queue(None));
    let Target::Card(Section::Moves, customers, at) =
        Stop::Move(CustomerId(3), Dimension::Lifecycle).target(&board)
    else {
        panic!("a move opens the card");
    };
    assert_eq!((customers.len(), customers[at]), (5, CustomerId(3)));
    let down = Stop::Kind(MoveKind::Down).target(&board);
    assert_eq!(down, Target::Card(Section::Moves, vec![CustomerId(13)], 0));
    let Target::Call(queue, at) = Stop::First.target(&board) else { panic!("the first one is called") };
    assert_eq!(queue[at], CustomerId(5));
    assert_eq!(queue, board.queue, "with the whole merged queue behind");
}

#[test]
fn with_nobody_to_call_enter_goes_to_the_customers() {
    assert_eq!(Stop::First.target(&Board::default()), Target::Customers(None));
    assert_eq!(Stop::Rest(Section::Money).target(&Board::default()), Target::None);
}

#[test]
fn short_windows_give_lines_up_by_rank_and_never_the_queues_or_the_first_customer() {
    let board = crowded();
    for (columns, rows) in [(60, 16), (80, 24), (100, 20), (120, 36), (160, 48)] {
        let items = items(&board, columns, rows);
        assert!(items.contains(&Item::First), "{columns}x{rows}");
        assert!(items.contains(&Item::Queue(9)), "{columns}x{rows}: {items:?}");
    }
    let tall = items(&board, 120, 90);
    assert!(tall.contains(&Item::Edge(8)) && tall.contains(&Item::Money(19)));
    let short = items(&board, 120, 36);
    assert!(!short.contains(&Item::Edge(8)), "edges go before promises");
    assert!(short.contains(&Item::Promise(8)));
    let tiny = items(&board, 60, 16);
    assert!(tiny.contains(&Item::Line(Section::Tiers)));
}

#[test]
fn a_long_queue_takes_no_room_from_the_first_customer() {
    let mut board = crowded();
    board.queue = (1..300).map(CustomerId).collect();
    let items = items(&board, 160, 48);
    assert!(items.contains(&Item::Reason(2)) && items.contains(&Item::After(10)), "{items:?}");
}

#[test]
fn the_pane_of_wide_windows_says_what_to_say_before_it_names_those_after() {
    let board = crowded();
    let spots = |script, rows| {
        let extent = Extent { reasons: 2, contacts: 5, holdings: 4, script };
        let spots = Layout::new(&board, extent, Size::new(160, rows)).spots();
        spots.iter().map(|spot| spot.item).collect::<Vec<Item>>()
    };
    let lines = |items: &[Item], section| {
        items.iter().filter(|i| matches!(i, Item::Pane(of, _) if *of == section)).count()
    };
    let full = spots(20, 45);
    assert_eq!((lines(&full, Section::Script), lines(&full, Section::Contacts)), (20, 5));
    assert!(!full.contains(&Item::Heading(Section::After)), "no room is left for them");
    let short = spots(20, 30);
    assert!(short.contains(&Item::First) && lines(&short, Section::Script) >= 8, "{short:?}");
    assert!(spots(0, 48).contains(&Item::Heading(Section::After)), "the card is not there yet");
}

#[test]
fn the_card_and_script_of_the_first_customer_stand_beside_all_in_a_wide_window() {
    let book = || crate::testing::store_of(include_str!("../card/book.sql"));
    let text = crate::testing::with_store(book).size(160, 48).see("");
    for words in ["怎么说", "开场", "到期与持有", "电话 "] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let narrow = crate::testing::with_store(book).size(120, 36).see("");
    assert!(!narrow.contains("怎么说"), "{narrow}");
}

#[test]
fn a_step_agreed_about_money_is_work_and_no_news_of_money() {
    let mut row = crate::testing::small_row(1);
    row.dues[0].kind = Some(crate::domain::FollowUpKind::Step);
    let mut book = small_book();
    book.put(&row);
    let before = board().money.len();
    assert_eq!(Board::of(&book, &small_facts(), tuesday().minute()).money.len(), before - 1);
}

#[test]
fn what_does_not_fit_is_counted_in_a_line_of_its_own() {
    let board = crowded();
    let items = items(&board, 120, 36);
    let shown = items.iter().filter(|item| matches!(item, Item::Money(_))).count();
    assert!(items.contains(&Item::More(Section::Money, 20 - shown)), "{items:?}");
}

#[test]
fn the_cursor_starts_on_the_first_customer_and_goes_over_sections_and_panes() {
    let board = board();
    let stops = stops(&board);
    assert_eq!(stops[stop::place(&stops, Stop::default())].0, Stop::First);
    let up = stop::next_section(&stops, Stop::First, Side::Left).unwrap();
    assert_eq!(up.section(), Section::Faults);
    let tier = Stop::Tier(board.tiers[0].now.class);
    let right = stop::beside(&stops, tier, Side::Right).unwrap();
    assert_eq!(right.section(), Section::Promised);
    assert_eq!(stop::beside(&stops, right, Side::Left).map(Stop::section), Some(Section::Tiers));
    assert_eq!(stop::moved_by(&stops, tier, Motion::Up), Some(tier), "nothing is above");
}

#[test]
fn a_stop_that_is_gone_gives_way_to_its_section() {
    let stops = stops(&board());
    let gone = Stop::Move(CustomerId(99), Dimension::Value);
    assert_eq!(stops[stop::place(&stops, gone)].0.section(), Section::Moves);
}

#[test]
fn enter_on_the_first_customer_opens_the_call_and_on_a_queue_the_queue() {
    let play = Play::new(small_answers).size(120, 36);
    let text = play.see("<enter>");
    assert!(!text.contains("先打"), "{text}");
    let queues = play.see("[[[<enter>");
    assert!(queues.contains("[3跟进]"), "{queues}");
}

#[test]
fn enter_on_a_tier_lists_its_customers() {
    for (lang, filter) in [(Lang::Zh, "层级=私人银行"), (Lang::En, "tier=Private")] {
        let text = Play::new(small_answers).size(120, 36).lang(lang).see("g<enter>");
        assert!(text.contains(filter) && text.contains("宋立诚") && !text.contains("马玉兰"), "{text}");
    }
}

fn today() -> Model {
    Model::new(Start::Book(Modes::default()), Settings::default())
}

#[test]
fn leaving_today_is_noted_once_and_only_then() {
    let leaves = |effects: crate::app::Effects| {
        effects.0.iter().filter(|e| matches!(e, Effect::Store(_, Request::RecordLeaving))).count()
    };
    let mut model = today();
    let tab = |screen| Msg::Command(Any::App(AppCommand::Tab(screen)));
    assert_eq!(leaves(update::update(&mut model, tab(Screen::Today), &ctx())), 0);
    assert_eq!(leaves(update::update(&mut model, tab(Screen::Queues), &ctx())), 1);
    assert_eq!(leaves(update::update(&mut model, tab(Screen::Customers), &ctx())), 0);
    let quit = Msg::Command(Any::App(AppCommand::Quit));
    assert_eq!(leaves(update::update(&mut today(), quit, &ctx())), 1);
    let mut read_only = today();
    read_only.session.modes.read_only = true;
    assert_eq!(leaves(update::update(&mut read_only, tab(Screen::Queues), &ctx())), 0);
}

#[test]
fn a_demo_of_an_earlier_day_offers_to_be_made_afresh() {
    let stale = |has_entries: bool| {
        Play::new(move |request: &Request| {
            small_answers(request).map(|reply| match reply {
                crate::store::protocol::Reply::OverviewFound(mut overview) => {
                    (overview.is_demo_stale, overview.has_entries) = (true, has_entries);
                    crate::store::protocol::Reply::OverviewFound(overview)
                }
                reply => reply,
            })
        })
    };
    let afresh = Some(crate::app::Exit::Begin(crate::app::effect::Beginning::DemoAfresh));
    assert_eq!(stale(false).screen("D").exit, afresh, "nothing is lost: one key");
    let play = stale(true);
    assert!(play.see("").contains("D 按今天重做"), "{}", play.see(""));
    assert_eq!(play.screen("D<enter>").exit, None, "the safe answer keeps it");
    assert_eq!(play.screen("Dy").exit, afresh);
    assert!(Play::new(small_answers).see("D").contains("示例已经是今天的"));
}

#[test]
fn money_keeps_the_lines_that_there_is_room_for() {
    let mut board = crowded();
    let kinds = MoveKind::ALL;
    for (at, line) in board.moves.iter_mut().enumerate() {
        line.kind = kinds[at % kinds.len()];
    }
    board.moves.sort_by_key(|line| line.kind);
    let spots = Layout::new(&board, extent(), Size::new(80, 24)).spots();
    let items: Vec<Item> = spots.iter().map(|spot| spot.item).collect();
    assert!(items.contains(&Item::Kind(MoveKind::Revived)) && items.contains(&Item::Money(1)), "{items:?}");
    let left = spots.iter().filter(|spot| spot.area.x == 0);
    let rows: Vec<u16> = left.map(|spot| spot.area.y).collect();
    assert_eq!(rows, (3..22).collect::<Vec<u16>>(), "no row is left blank");
}

#[test]
fn moves_and_money_share_the_room_that_is_left() {
    let items = items(&crowded(), 120, 36);
    let count = |is: fn(&Item) -> bool| items.iter().filter(|item| is(item)).count();
    let is_move = |item: &Item| matches!(item, Item::Move(_) | Item::Kind(_) | Item::MoreOf(..));
    let (moves, money) = (count(is_move), count(|item| matches!(item, Item::Money(_))));
    assert!(moves >= 7 && money >= 6 && moves.abs_diff(money) <= 1, "{moves} {money}");
}

#[test]
fn every_kind_of_move_has_its_share_where_they_do_not_all_fit() {
    let mut board = crowded();
    let line = board.moves[0].clone();
    let of = |kind, count| vec![crate::screens::today::board::MoveLine { kind, ..line.clone() }; count];
    let all = [(MoveKind::Up, 80), (MoveKind::Down, 52), (MoveKind::AtRisk, 17), (MoveKind::Revived, 1)];
    board.moves = all.iter().flat_map(|(kind, count)| of(*kind, *count)).collect();
    for (columns, rows) in [(80, 24), (100, 30), (120, 36), (160, 48), (250, 80)] {
        let items = items(&board, columns, rows);
        for (kind, _) in all {
            let is_of = |item: &Item| match item {
                Item::Move(at) => board.moves[*at].kind == kind,
                Item::Kind(of) | Item::MoreOf(of, _) => *of == kind,
                _ => false,
            };
            assert!(items.iter().any(is_of), "{columns}x{rows}: {kind:?} is hidden");
        }
    }
    let mut model = today();
    model.today.board = board.clone();
    let last = board.moves.len() - 1;
    model.today.board.moves[last].customer = CustomerId(4);
    let asked = super::update::ask_for_proofs(&mut model, &ctx());
    let Some(Effect::Store(_, Request::FindProofs(ask))) = asked.0.first() else { panic!("{asked:?}") };
    assert!(ask.moves.iter().any(|one| one.customer == CustomerId(4)), "of every kind some are proved");
    let items = items(&board, 120, 36);
    let hidden: Vec<_> = items.iter().filter(|item| matches!(item, Item::MoreOf(..))).collect();
    assert!(hidden.len() >= 2, "{items:?}");
    for item in hidden {
        let target = Stop::of(*item, &board).unwrap().target(&board);
        assert!(matches!(target, Target::Card(Section::Moves, ..) | Target::List(Section::Moves, _)));
    }
}

#[test]
fn those_without_a_class_stand_in_the_heading_where_their_row_is_needed() {
    let mut board = crowded();
    let mut tier = board.tiers[0];
    tier.now.class = crate::book::ClassIx::UNCLASSIFIED;
    board.tiers.push(tier);
    let folded =
        |columns, rows| Layout::new(&board, extent(), Size::new(columns, rows)).folded_tier().is_some();
    assert!(folded(80, 24) && !folded(80, 90) && !folded(120, 36) && !folded(60, 16));
    assert_eq!(items(&board, 80, 24).iter().filter(|item| matches!(item, Item::Tier(_))).count(), 6);
    assert_eq!(items(&board, 80, 90).iter().filter(|item| matches!(item, Item::Tier(_))).count(), 7);
}

proptest! {
    #[test]
    fn lines_never_lie_over_each_other_or_outside(columns in 60u16..220, rows in 16u16..70) {
        for board in [board(), crowded(), Board::default()] {
            let spots = Layout::new(&board, extent(), Size::new(columns, rows)).spots();
            for (at, spot) in spots.iter().enumerate() {
                prop_assert!(spot.area.right() <= columns && spot.area.bottom() <= rows - 2, "{:?}", spot);
                prop_assert!(spot.area.y >= 3);
                for other in &spots[at + 1..] {
                    prop_assert!(!spot.area.intersects(other.area), "{:?} {:?}", spot, other);
                }
            }
        }
    }
}

#[test]
fn a_line_with_several_names_lists_them_and_one_with_a_single_name_opens_his_card() {
    let mut board = board();
    let kind = board.moves[0].kind;
    assert!(matches!(Stop::Kind(kind).target(&board), Target::Card(..)));
    board.moves.iter_mut().for_each(|line| line.kind = kind);
    let Target::List(_, customers) = Stop::Kind(kind).target(&board) else {
        panic!("several names are a list")
    };
    assert_eq!(customers.len(), 5);
}

#[test]
fn a_list_from_today_is_shown_by_name_until_it_is_cleared() {
    let mut model = with_book();
    let open = |model: &mut Model| {
        crate::screens::customers::open_listed(
            model,
            "今日 > 变动".to_owned(),
            vec![CustomerId(3), CustomerId(1)],
            &ctx(),
        )
    };
    let _ = open(&mut model);
    let shown = || Play::new(small_answers);
    assert!(!shown().see("2").contains("名单"));
    assert!(model.nav.current().behaviour().can_go_back(&model));
    let _ = model.nav.current().behaviour().back(&mut model, &ctx());
    assert!(!model.nav.current().behaviour().can_go_back(&model), "Esc shows everybody again");
}

#[test]
fn outside_the_hours_enter_on_the_first_customer_opens_his_card_and_says_from_when() {
    let mut model = with_book();
    let first = CustomerId(7);
    model.today.board.first = Some(first);
    model.today.cursor = Stop::First;
    let early = Ctx { now: at_minute(8, 20), ..ctx() };
    assert_eq!(super::update::open_again(&model, &early, first).unwrap().text(Lang::Zh), "09:00起可拨");
    assert_eq!(
        super::update::open_again(&model, &Ctx { now: at_minute(21, 0), ..ctx() }, first)
            .unwrap()
            .text(Lang::En),
        "open tmrw 09:00"
    );
    assert_eq!(super::update::open_again(&model, &ctx(), first), None);
    assert!(
        super::update::open_again(&model, &early, CustomerId(5)).is_some(),
        "promised for no minute of the night"
    );
    let _ = super::run(&mut model, super::Command::Open, &early);
    assert_eq!(model.nav.current(), Screen::Card);
    let said = model.status.current(early.uptime).map(|message| message.text.clone()).unwrap_or_default();
    assert!(said.contains("09:00"), "{said}");
}

#[test]
fn a_call_promised_for_the_evening_is_made_then_and_what_was_missed_in_the_day_waits_for_the_morning() {
    let agreed = |hour| {
        let mut row = crate::testing::small_row(2);
        row.dues[0].minute = crate::domain::Minute::new(hour, 30);
        let mut model = with_book();
        let mut book = small_book();
        book.put(&row);
        let done =
            Recomputed { book, today: small_facts(), rule_versions: [1; 6], changes: 0, is_recorded: true };
        let _ = crate::app::recompute::answered(&mut model, Ok(Reply::Recomputed(Box::new(done))), &ctx());
        let evening = Ctx { now: at_minute(20, 40), ..ctx() };
        super::update::open_again(&model, &evening, CustomerId(2)).map(|open| open.text(Lang::Zh))
    };
    assert_eq!(agreed(20), None);
    assert_eq!(agreed(15).as_deref(), Some("明天 09:00起可拨"));
    assert_eq!(agreed(21).as_deref(), Some("明天 09:00起可拨"), "not yet");
}

#[test]
fn on_a_line_of_several_customers_no_key_acts_on_one_of_them() {
    let mut model = with_book();
    let mut seen = Vec::new();
    let stops = stop::stops(&super::update::layout(&model, &ctx()).spots(), &model.today.board);
    for (stop, _) in stops {
        model.today.cursor = stop;
        let names_one = super::update::trail(&model).is_some();
        match stop {
            Stop::First | Stop::Reason(_) | Stop::Move(..) | Stop::Due(..) => assert!(names_one, "{stop:?}"),
            Stop::Rest(_) | Stop::Tier(_) | Stop::Queue(_) => assert!(!names_one, "{stop:?}"),
            _ => {}
        }
        seen.push(stop.section());
    }
    assert!(seen.contains(&Section::Faults), "in one line");
    let play = Play::new(small_answers).size(80, 24);
    let text = play.see("[c");
    assert!(text.contains("先选一位客户") && !text.contains("c 通话") && !text.contains("s 推迟"), "{text}");
}

#[test]
fn the_cursor_is_on_a_line_that_is_shown_when_the_window_gets_smaller() {
    let mut model = with_book();
    model.today.board.edges = vec![model.today.board.edges[0]; 5];
    let wide = Ctx { size: Size::new(120, 48), ..ctx() };
    model.today.cursor = Stop::Edge(model.today.board.edges[0].customer);
    super::update::settle(&mut model, &wide);
    assert!(matches!(model.today.cursor, Stop::Edge(_)));
    let narrow = Ctx { size: Size::new(60, 16), ..ctx() };
    let _ = update::update(&mut model, Msg::Resized, &narrow);
    let shown = stop::stops(&super::update::layout(&model, &narrow).spots(), &model.today.board);
    assert!(shown.iter().any(|(stop, _)| *stop == model.today.cursor), "{:?}", model.today.cursor);
}

/// Today with the small book.
fn with_book() -> Model {
    let mut model = today();
    let done = Recomputed {
        book: small_book(),
        today: small_facts(),
        rule_versions: [1; 6],
        changes: 0,
        is_recorded: true,
    };
    let _ = crate::app::recompute::answered(&mut model, Ok(Reply::Recomputed(Box::new(done))), &ctx());
    model
}

fn at_minute(hour: u32, minute: u32) -> crate::domain::Now {
    let now = tuesday();
    let at = now.zone.at(now.day(), crate::domain::Minute::new(hour, minute).unwrap());
    crate::domain::Now { at, clock: at, ..now }
}

#[test]
fn moves_say_the_condition_that_decided() {
    let mut model = with_book();
    let line = model.today.board.moves[0].clone();
    let set = crate::classify::rules::RuleBook::embedded().set(Dimension::Value);
    let mut metrics = crate::classify::Metrics::MISSING;
    metrics.set(crate::classify::Metric::AssetsAvg30d, 201_600_000);
    let facts = crate::classify::Facts::default();
    let explained =
        crate::classify::explain::Explained { set, metrics: &metrics, facts: &facts, edges: None };
    let why = crate::classify::explain::deciding(&explained, "wealth").unwrap();
    let asked = crate::book::MoveAsked {
        customer: line.customer,
        dimension: line.dimension,
        from: line.from.clone(),
    };
    let proofs = crate::book::TodayProofs {
        moves: vec![(asked, crate::book::MoveProof::Rule(why))],
        lines: Vec::new(),
    };
    let reply = Ok(Reply::ProofsFound(Box::new(proofs)));
    let _ = super::reply(&mut model, super::Topic::Proofs, reply, &ctx());
    let found = model.today.proofs.of_move(line.customer, line.dimension);
    let Some(crate::book::MoveProof::Rule(found)) = found else { panic!("{found:?}") };
    assert_eq!(crate::domain::secret::bare(found.text(Lang::Zh)), "月日均 201.6万 >= 200万");
}
