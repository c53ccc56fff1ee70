//! `callbook demo`: makes the fictional book in its own file, or keeps the one that is there.

use super::{Context, Failure, Outcome};
use crate::demo::{DEFAULT_CUSTOMERS, DEFAULT_SEED, MAX_CUSTOMERS, Recipe};
use crate::domain::Label;
use crate::store::demo::{Making, classify, find_recipe, make};
use crate::store::{Access, Store};
use crate::tr;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Arguments of `demo`.
#[derive(Debug, clap::Args)]
pub struct DemoArgs {
    /// How many customers to invent
    #[arg(long, value_name = "N", default_value_t = DEFAULT_CUSTOMERS,
          value_parser = clap::value_parser!(u32).range(1..=i64::from(MAX_CUSTOMERS)))]
    customers: u32,
    /// Another seed gives another book
    #[arg(long, value_name = "S", default_value_t = DEFAULT_SEED)]
    seed: u64,
    /// Only make the book, do not open it
    #[arg(long)]
    pub no_open: bool,
}

/// The file of the demo: the one of `--db`, else its own beside the real book.
pub fn path(context: &Context) -> PathBuf {
    if context.is_named { context.db.clone() } else { context.db.with_file_name("demo.db") }
}

/// Runs the command; opening the workstation is the caller's.
///
/// # Errors
/// Another file in the way, which is never overwritten; a disk that cannot be written.
pub fn run(context: &Context, args: &DemoArgs) -> Result<Outcome, Failure> {
    let path = path(context);
    let now = context.now();
    let recipe = Recipe::new(args.customers, args.seed, now.day(), now.zone);
    if path.exists() {
        return keep(context, &path, &recipe);
    }
    write(context, &path, &recipe)?;
    let text = tr!(context.lang, "demo.made", customers = recipe.customers, path = path.display());
    Ok(outcome(text.into_owned(), &path, &recipe, true))
}

/// The default demo book, made where there is none.
///
/// # Errors
/// As [`run`].
pub fn make_default(context: &Context) -> Result<Outcome, Failure> {
    run(context, &DemoArgs { customers: DEFAULT_CUSTOMERS, seed: DEFAULT_SEED, no_open: false })
}

/// Makes the context's demo book afresh for the working day; what was changed in it is lost.
///
/// # Errors
/// As [`run`], and when the context's book is no demo.
pub fn remake(context: &Context) -> Result<(), Failure> {
    let store =
        Store::open(&context.db, Access::Read, context.now().clock).map_err(|e| context.failed(&e))?;
    let found = find_recipe(&store.conn).map_err(|e| context.failed(&e))?;
    drop(store);
    let Some(recipe) = found else {
        let sentence = tr!(context.lang, "demo.not_demo", path = context.db.display());
        return Err(Failure::text(sentence, Some(context.lang.text("demo.not_demo_hint").into_owned())));
    };
    write(context, &context.db, &recipe.remade(context.now().day()))
}

/// An existing demo book stays; anything else is no place for one.
fn keep(context: &Context, path: &Path, wanted: &Recipe) -> Result<Outcome, Failure> {
    let store = Store::open(path, Access::Read, context.now().clock).map_err(|e| context.failed(&e))?;
    let Some(found) = find_recipe(&store.conn).map_err(|e| context.failed(&e))? else {
        let sentence = tr!(context.lang, "demo.not_demo", path = path.display());
        return Err(Failure::text(sentence, Some(context.lang.text("demo.not_demo_hint").into_owned())));
    };
    let (customers, day) = (found.customers, found.as_of);
    let mut text =
        tr!(context.lang, "demo.kept", path = path.display(), customers = customers, day = day).into_owned();
    if (found.customers, found.seed) != (wanted.customers, wanted.seed) {
        let (customers, seed) = (wanted.customers, wanted.seed);
        text.push('\n');
        text.push_str(&tr!(context.lang, "demo.kept_other", customers = customers, seed = seed));
    }
    Ok(outcome(text, path, &found, false))
}

/// Makes the file, with a progress bar where somebody looks at it.
fn write(context: &Context, path: &Path, recipe: &Recipe) -> Result<(), Failure> {
    let actor = context.actor();
    let label = Label::of("demo.label").with("customers", recipe.customers);
    let bar = ProgressBar::new(recipe.customers.into());
    if let Ok(style) = ProgressStyle::with_template("{msg} {bar:40} {human_pos}/{human_len} {eta}") {
        bar.set_style(style.progress_chars("=> "));
    }
    bar.set_message(context.lang.text("demo.making"));
    let mut progress = |written: u32| {
        bar.set_position(written.into());
        if written == recipe.customers {
            bar.set_message(context.lang.text("demo.indexing"));
        }
        ControlFlow::Continue(())
    };
    let playbook = context.playbook()?;
    let made = make(path, &Making { recipe, actor: &actor, label }, &mut progress).and_then(|mut store| {
        bar.set_message(context.lang.text("demo.classifying"));
        classify(&mut store, playbook, recipe, context.now())
    });
    bar.finish_and_clear();
    made.map_err(|error| context.failed(&error))
}

fn outcome(text: String, path: &Path, recipe: &Recipe, is_made: bool) -> Outcome {
    let json = json!({
        "ok": true, "text": text, "file": path.display().to_string(), "made": is_made,
        "customers": recipe.customers, "seed": recipe.seed, "as_of": recipe.as_of.to_string(),
    });
    Outcome::both(text, json)
}
