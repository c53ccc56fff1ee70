//! `callbook` alone: opens the workstation, on a terminal or, with `--keys` and `--print`, without one.

use super::configuration::Configuration;
use super::{Context, Failure, demo, output};
use crate::app::effect::{Beginning, Exit};
use crate::app::model::{Modes, Start};
use crate::domain::Now;
use crate::import::{folded_path, typed_path};
use crate::lang::{Lang, SharedLang, io_text};
use crate::runtime::headless::{self, PlayError, parse_size};
use crate::runtime::{DraftFiles, Options, Setup, Stage, clock};
use crate::settings::{self, Memory, Remembered, ThemeChoice};
use crate::store::customer::has_customers;
use crate::store::demo::find_recipe;
use crate::store::protocol::Desk;
use crate::store::worker::{ReplyTo, Surroundings, Worker};
use crate::store::{Access, Store};
use crate::tr;
use crate::ui::Theme;
use std::io::IsTerminal;
use std::process::ExitCode;
use std::sync::Arc;

/// Opens the workstation on the context's book.
pub fn run(context: &Context) -> Result<ExitCode, Failure> {
    let mut context = context.clone();
    if let Some(script) = context.keys.clone() {
        return Ok(ExitCode::from(play(&context, &script)?.status()));
    }
    require_terminal(&context)?;
    let mut stage: Option<Stage> = None;
    let mut start = Chosen::default();
    loop {
        let ended = open(&context, &start, &mut stage)?;
        let (Exit::Begin(beginning), Some(stage)) = (ended.exit, &mut stage) else {
            return Ok(ExitCode::from(ended.exit.status()));
        };
        context.speak(ended.lang);
        let mut next = context.clone();
        let begun = stage.lend(|| begin(&mut next, beginning, &ended.place));
        start = match begun.map_err(|error| broken(context.lang, &error))? {
            Ok(problem) => {
                context = next;
                Chosen { beginning: Some(beginning), problem }
            }
            // Nothing has begun: the first start comes again and says why.
            Err(failure) => Chosen { beginning: None, problem: Some(failure.in_one_line()) },
        };
    }
}

/// Screens need a terminal at both ends; files and pipes get commands, or a play of keys.
fn require_terminal(context: &Context) -> Result<(), Failure> {
    let missing = match (std::io::stdin().is_terminal(), std::io::stdout().is_terminal()) {
        (true, true) => return Ok(()),
        (false, _) => "cli.no_terminal.input",
        (true, false) => "cli.no_terminal.output",
    };
    let hint = context.lang.text("cli.no_terminal.hint").into_owned();
    Err(Failure::text(context.lang.text(missing), Some(hint)))
}

/// What the first start chose, and what went wrong with it.
#[derive(Default)]
struct Chosen {
    beginning: Option<Beginning>,
    problem: Option<String>,
}

fn broken(lang: Lang, error: &anyhow::Error) -> Failure {
    Failure::text(tr!(lang, "cli.terminal_lost", why = format!("{error:#}")), None)
}

/// What the first-run screen chose: the book is there afterwards. Brings what is worth a warning.
fn begin(context: &mut Context, beginning: Beginning, place: &str) -> Result<Option<String>, Failure> {
    let is_elsewhere = !place.is_empty() && place != folded_path(&context.db);
    if is_elsewhere && beginning != Beginning::DemoAfresh {
        context.db = typed_path(place);
    }
    match beginning {
        Beginning::Demo => {
            let made = demo::make_default(context)?;
            output::message(&made.text);
            context.db = demo::path(context);
        }
        Beginning::DemoAfresh => demo::remake(context)?,
        Beginning::Import | Beginning::ByHand => {
            drop(context.open_at_once(Access::Create)?);
            if is_elsewhere && !context.is_named {
                return Ok(remember_place(context));
            }
        }
    }
    Ok(None)
}

/// The next start without `--db` must find the book too.
fn remember_place(context: &Context) -> Option<String> {
    let place = std::path::absolute(&context.db).unwrap_or_else(|_| context.db.clone());
    let memory = memory(context)?;
    let written = memory.remember(&Remembered::Book(place.display().to_string()));
    written.err().map(|why| {
        tr!(context.lang, "settings.not_remembered", why = io_text(context.lang, &why)).into_owned()
    })
}

fn memory(context: &Context) -> Option<Memory> {
    context.config.clone().or_else(settings::config_dir).map(Memory::new)
}

/// How the screens ended.
struct Ended {
    exit: Exit,
    place: String,
    lang: Lang,
}

/// Runs the screens on the terminal, which is taken the first time. A book begins with what was chosen.
fn open(context: &Context, chosen: &Chosen, stage: &mut Option<Stage>) -> Result<Ended, Failure> {
    let as_of = context.as_of;
    let (mut setup, connect) = prepare(context, Arc::new(move || clock::now(as_of)))?;
    setup.start = match (chosen.beginning, setup.start) {
        (Some(Beginning::Import), start) => Start::Import(start.modes()),
        (Some(Beginning::ByHand), start) => Start::ByHand(start.modes()),
        (_, start) => start,
    };
    setup.problems.extend(chosen.problem.clone());
    let stage = match stage {
        Some(stage) => stage,
        None => stage.insert(Stage::open(&setup.settings).map_err(|error| broken(context.lang, &error))?),
    };
    let drafts = left_over(context, &mut setup);
    let (lang, memory) = (setup.lang.clone(), memory(context));
    let ended = stage
        .run(Options { setup, as_of, connect, drafts, memory })
        .map_err(|error| broken(context.lang, &error))?;
    Ok(Ended { exit: ended.exit, place: ended.place, lang: lang.now() })
}

/// Takes in what earlier runs left half-typed in the book that is opened.
fn left_over(context: &Context, setup: &mut Setup) -> Option<DraftFiles> {
    if !context.db.exists() {
        return None;
    }
    let mut files = DraftFiles::beside(&context.db);
    let (drafts, broken) = files.load();
    if setup.start == Start::FirstRun && !drafts.is_empty() {
        // What was half typed when nothing had been saved yet is offered where it was typed.
        setup.start = Start::Book(Modes::default());
    }
    setup.left_over = drafts;
    let lang = setup.lang.now();
    let told = broken.iter().map(|path| tr!(lang, "draft.broken", path = path.display()).into_owned());
    setup.problems.extend(told);
    Some(files)
}

type Connect = Box<dyn FnOnce(ReplyTo) -> Box<dyn Desk>>;

/// Opens the book if it is there, and puts together what the screens need.
fn prepare(context: &Context, now: Arc<dyn Fn() -> Now + Send + Sync>) -> Result<(Setup, Connect), Failure> {
    let store = if context.db.exists() { Some(context.open_at_once(Access::Write)?) } else { None };
    let setup = setup_of(context, store.as_ref())?;
    let named = Some(setup.settings.manager.clone()).filter(|who| !who.is_empty());
    let who = named.unwrap_or_else(clock::user_name);
    let connect = connect(context, setup.lang.clone(), who, store, now)?;
    Ok((setup, connect))
}

/// Without a terminal: plays the keys from the working time on, and prints the last screen.
fn play(context: &Context, script: &str) -> Result<Exit, Failure> {
    let (lang, now) = (context.lang, context.now());
    let (setup, connect) = prepare(context, Arc::new(move || now))?;
    let size = context.print.as_deref().unwrap_or("120x36");
    let size = parse_size(size).map_err(|error| Failure::usage(error.text(lang), None))?;
    let screen = headless::play(setup, size, now, script, connect).map_err(|error| match error {
        PlayError::Script(wrong) => Failure::usage(wrong.text(lang), None),
        PlayError::NoAnswer => Failure::text(error.text(lang), None),
    })?;
    output::print(&screen.text());
    Ok(screen.exit.filter(|exit| !matches!(exit, Exit::Begin(_))).unwrap_or(Exit::Asked))
}

/// Makes whoever answers the screens: the store's worker, or nobody before there is a book.
fn connect(
    context: &Context,
    lang: SharedLang,
    who: String,
    store: Option<Store>,
    now: Arc<dyn Fn() -> Now + Send + Sync>,
) -> Result<Connect, Failure> {
    let playbook = context.playbook()?;
    Ok(Box::new(move |reply_to| match store {
        Some(store) => {
            let window = format!("{}-{}", std::process::id(), clock::clock().0);
            let around = Surroundings { now, who, window, lang, playbook };
            Box::new(Worker::spawn(store, around, reply_to))
        }
        None => Box::new(Nobody),
    }))
}

/// Before there is a book nothing is asked.
struct Nobody;

impl Desk for Nobody {
    fn send(&mut self, _id: crate::store::protocol::RequestId, _request: crate::store::protocol::Request) {}
}

fn setup_of(context: &Context, store: Option<&Store>) -> Result<Setup, Failure> {
    let configuration = Configuration::load(context);
    let problems = configuration.problems();
    let Configuration { settings, keymap, .. } = configuration;
    let start = start_of(context, store)?;
    let lang = context.chosen_lang.or(settings.lang).unwrap_or(context.lang);
    let theme = theme(settings.theme, context.no_color || context.keys.is_some());
    let book_path = folded_path(&context.db);
    Ok(Setup {
        start,
        book_path,
        settings,
        keymap,
        theme,
        lang: lang.into(),
        problems,
        left_over: Vec::new(),
    })
}

/// Without a customer there is nothing to show: the ways to begin come again.
fn start_of(context: &Context, store: Option<&Store>) -> Result<Start, Failure> {
    let Some(store) = store else { return Ok(Start::FirstRun) };
    let failed = |error| context.failed(&error);
    if !has_customers(&store.conn).map_err(failed)? {
        return Ok(Start::FirstRun);
    }
    let demo = find_recipe(&store.conn).map_err(failed)?.is_some();
    Ok(Start::Book(Modes { demo, ..Modes::default() }))
}

/// The colours: none where none are wanted, else as set, else by what the terminal says of itself.
fn theme(choice: ThemeChoice, no_color: bool) -> Theme {
    let is_plain = no_color || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    let variable = |name: &str| std::env::var(name).unwrap_or_default();
    let name =
        if is_plain { "plain" } else { theme_name(choice, &variable("COLORFGBG"), &variable("COLORTERM")) };
    Theme::embedded(name).unwrap_or_else(Theme::plain)
}

/// `COLORFGBG` ends in the number of the background colour: 7 and 15 are the light ones. `COLORTERM` says `truecolor` or
/// `24bit` where a terminal has more than 256 colours.
fn theme_name(choice: ThemeChoice, colour_fg_bg: &str, colour_term: &str) -> &'static str {
    let is_light = matches!(colour_fg_bg.rsplit(';').next(), Some("7" | "15"));
    let is_true = matches!(colour_term, "truecolor" | "24bit");
    let is_light = match choice {
        ThemeChoice::Auto => is_light,
        ThemeChoice::Light | ThemeChoice::Light16 => true,
        ThemeChoice::Dark | ThemeChoice::Dark16 | ThemeChoice::Plain => false,
    };
    let is_true = is_true && !matches!(choice, ThemeChoice::Dark16 | ThemeChoice::Light16);
    match (is_light, is_true) {
        _ if choice == ThemeChoice::Plain => "plain",
        (false, false) => "dark",
        (true, false) => "light",
        (false, true) => "dark-true",
        (true, true) => "light-true",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_follow_the_setting_and_what_the_terminal_says_of_itself() {
        for (choice, background, depth, name) in [
            (ThemeChoice::Auto, "", "", "dark"),
            (ThemeChoice::Auto, "0;15", "", "light"),
            (ThemeChoice::Auto, "15;default;0", "truecolor", "dark-true"),
            (ThemeChoice::Auto, "0;default;15", "24bit", "light-true"),
            (ThemeChoice::Light, "15;0", "truecolor", "light-true"),
            (ThemeChoice::Dark16, "0;15", "truecolor", "dark"),
            (ThemeChoice::Light16, "", "truecolor", "light"),
            (ThemeChoice::Plain, "", "truecolor", "plain"),
        ] {
            assert_eq!(theme_name(choice, background, depth), name, "{choice:?} {background} {depth}");
        }
    }
}
