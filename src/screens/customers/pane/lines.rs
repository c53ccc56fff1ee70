//! The lines of the pane in words.

use super::{About, Section, columns};
use crate::book::{CardClass, Event, TimelineEntry};
use crate::domain::{Day, Dimension, Holding, Money, ProductKinds, TxnKinds, secret};
use crate::lang::Lang;
use crate::screens::{dossier, reasons};
use crate::tr;
use crate::ui::{Line, Role, format, text};
use crate::work::{Due, words};

/// The dimensions whose why stands there.
const WHY: [Dimension; 3] = [Dimension::Value, Dimension::Lifecycle, Dimension::Behaviour];

/// No window shows more dealings.
const DEALINGS: usize = 200;

/// `label value`, with the value hidden under the veil.
fn labelled(line: Line<'static>, label: &str, value: String) -> Line<'static> {
    if value.is_empty() {
        return line;
    }
    let line = if line.is_empty() { line } else { line.gap(2) };
    line.with(format!("{label} "), Role::Dim).private(value, Role::Text)
}

impl About<'_> {
    fn lang(&self) -> Lang {
        self.view.ctx.lang
    }

    /// The lines under the name.
    pub(super) fn intro(&self, width: u16) -> Vec<Line<'static>> {
        let lang = self.lang();
        let average = self.row.assets_avg.map(|average| format::amount(lang, average)).unwrap_or_default();
        let assets =
            labelled(Line::new(), &tr!(lang, "customers.column.assets"), columns::assets(self.row, lang));
        let average = labelled(Line::new(), &tr!(lang, "customers.pane.average"), average);
        let change = columns::change(self.row);
        let long = format!(" ({})", tr!(lang, "customers.pane.in_90d", change = change));
        let ways = if change.is_empty() { [String::new(), change] } else { [long, format!(" {change}")] };
        let mut ways = ways.into_iter().map(|change| assets.clone().with(change, Role::Text));
        let room = width.saturating_sub(average.width() + 2);
        let assets = ways.find(|line| line.width() <= room).unwrap_or_else(|| assets.clone());
        let mut lines =
            vec![self.person(width), if average.is_empty() { assets } else { assets.gap(2).join(average) }];
        lines.extend(self.marks(width));
        lines
    }

    /// `! 已逾期  M 7天内有资金到期`: what the marks of his row stand for, as far as they fit whole.
    fn marks(&self, width: u16) -> Option<Line<'static>> {
        let line = self.row.flags.iter().fold(Line::new(), |line, flag| {
            let gap = if line.is_empty() { 0 } else { 2 };
            let words = format!(" {}", dossier::flag_words(self.lang(), flag));
            let mark =
                Line::new().gap(gap).with(flag.letter().to_string(), Role::Text).with(words, Role::Dim);
            line.join_if_fits(mark, width)
        });
        (!line.is_empty()).then_some(line)
    }

    /// `女 61岁  钻石  成熟  忠诚 R4 F4 M5`; what does not fit whole is left out.
    fn person(&self, width: u16) -> Line<'static> {
        let mut line = self.sex_and_age();
        for dimension in WHY {
            let class = self.row.class(dimension);
            let label = self.book.classes.short(dimension, class, self.lang());
            let role = match dimension {
                Dimension::Value if class.0 < 6 => Role::Class(class.0 + 1),
                _ => Role::Text,
            };
            let gap = if line.is_empty() { 0 } else { 2 };
            line = line.join_if_fits(Line::new().gap(gap).with(label, role), width);
        }
        match self.row.rfm {
            Some([r, f, m]) => {
                line.join_if_fits(Line::new().with(format!(" R{r} F{f} M{m}"), Role::Dim), width)
            }
            None => line,
        }
    }

    fn sex_and_age(&self) -> Line<'static> {
        let Some(card) = self.card else { return Line::new() };
        let about = &card.customer.about;
        let gender = about.gender.map(|gender| self.lang().code_text(gender).into_owned());
        let age = about.birth_on.map(|birth| {
            tr!(self.lang(), "customers.pane.age", years = birth.years_until(self.book.day)).into_owned()
        });
        let words: Vec<String> = gender.into_iter().chain(age).collect();
        Line::new().with(words.join(" "), Role::Text)
    }

    /// The sections at the right, most important first.
    pub(super) fn sections(&self, width: u16) -> Vec<Section> {
        let mut sections = vec![self.next_section()];
        if let Some(card) = self.card {
            let versions = card.classes.iter().find(|class| class.dimension == Dimension::Value);
            let lang = self.lang();
            let tail = versions.map(|class| tr!(lang, "customers.pane.rules", version = class.rule_version));
            sections.push(Section {
                title: tr!(lang, "customers.pane.why").into_owned(),
                tail: Line::new().with(tail.unwrap_or_default(), Role::Dim),
                lines: card
                    .classes
                    .iter()
                    .filter(|c| WHY.contains(&c.dimension))
                    .flat_map(|c| self.why(c, width))
                    .collect(),
            });
            let maturities = self.maturities();
            if !maturities.is_empty() {
                sections.push(section(tr!(lang, "customers.pane.maturities").into_owned(), maturities));
            }
            let allowed = [self.consents(width), self.budget(width)];
            sections.push(section(tr!(lang, "customers.pane.allowed").into_owned(), allowed.into()));
            // Files come every day; here they, and what was typed, would hide what the customer did.
            let is_dealing = |entry: &&TimelineEntry| {
                !matches!(entry.event, Event::Imported { .. } | Event::Edited(_) | Event::Entered)
            };
            let count = card.timeline.iter().filter(is_dealing).count();
            let entries: Vec<&TimelineEntry> =
                card.timeline.iter().filter(is_dealing).take(DEALINGS).collect();
            let columns = entries.iter().map(|entry| text::width(&self.past(entry.on))).max().unwrap_or(0);
            let dealings: Vec<Line<'static>> =
                entries.into_iter().map(|entry| self.dealing(entry, columns)).collect();
            let mut all = section(tr!(lang, "customers.pane.dealings").into_owned(), dealings);
            let total = tr!(lang, "customers.pane.dealings_count", count = count);
            all.tail = Line::new().with(total, Role::Dim);
            sections.push(all);
        }
        sections
    }

    fn next_section(&self) -> Section {
        let lang = self.lang();
        let tail = match self.row.next {
            Some(next) => columns::next(self.row, self.book.day, lang)
                .with(format!(" {}", lang.code_text(next.channel)), Role::Text),
            None => Line::new().with(tr!(lang, "customers.pane.no_next"), Role::Dim),
        };
        let on = |due: &Due| format::due(lang, due.due_on, self.book.day);
        let dues = self.book.dues(self.row);
        let columns = dues.iter().map(|due| text::width(&on(due))).max().unwrap_or(0).max(8);
        let lines = dues.iter().zip(1..).map(|(due, number)| {
            let on = on(due);
            let why = reasons::sentence(lang, due, self.book.day);
            let role = if due.due_on < self.book.day { Role::Alert } else { Role::Text };
            Line::new()
                .with(format!("{number} "), Role::Dim)
                .with(format!("{} ", text::pad(&on, columns)), role)
                .with(why, Role::Text)
        });
        Section { title: tr!(lang, "customers.pane.next").into_owned(), tail, lines: lines.collect() }
    }

    /// The class and since when; below its reason, and what would lift it.
    fn why(&self, class: &CardClass, width: u16) -> Vec<Line<'static>> {
        let lang = self.lang();
        let (label, since) = self.class_since(class);
        let gap = width.saturating_sub(label.width() + text::width(&since)).max(1);
        let reasons = [Some(self.reason(class)), class.explanation.up.as_ref().map(|step| step.text(lang))];
        let wrapped = reasons.iter().flatten().flat_map(|reason| text::wrap(reason, width.saturating_sub(2)));
        let first = label.gap(gap).with(since, Role::Dim);
        std::iter::once(first).chain(wrapped.map(|line| Line::new().gap(2).with(line, Role::Text))).collect()
    }

    fn class_since(&self, class: &CardClass) -> (Line<'static>, String) {
        let lang = self.lang();
        let label = self.book.classes.label_of_code(class.dimension, &class.class, lang);
        let label = Line::new().with(label, Role::Head);
        let label = match &class.by_hand {
            Some(_) => label.with(format!(" {}", tr!(lang, "customers.pane.by_hand")), Role::Warn),
            None => label,
        };
        let on = words::date_text(self.book.day, class.since_on);
        (label, tr!(lang, "customers.pane.since", on = on).into_owned())
    }

    /// Why he is in the class: what was said by whoever set it, else the first condition of the rule.
    fn reason(&self, class: &CardClass) -> String {
        let by_hand = class.by_hand.as_ref().map(|by_hand| secret(&by_hand.reason));
        let of_rules = || class.explanation.reasons.first().map(|reason| reason.text(self.lang()).to_owned());
        by_hand.or_else(of_rules).unwrap_or_default()
    }

    fn maturing(&self) -> Vec<&Holding> {
        let Some(card) = self.card else { return Vec::new() };
        let is_ahead = |holding: &&Holding| {
            let has_money = holding.balance != Some(Money::ZERO);
            has_money && holding.maturity_on.is_some_and(|on| on >= self.book.day)
        };
        let mut maturing: Vec<&Holding> = card.holdings.iter().filter(is_ahead).collect();
        maturing.sort_by_key(|holding| holding.maturity_on);
        maturing
    }

    fn maturities(&self) -> Vec<Line<'static>> {
        self.maturing().into_iter().map(|holding| self.maturity(holding, true)).collect()
    }

    /// `11-26 定期一年 80.0万 1.45%`, with or without its rate.
    fn maturity(&self, holding: &Holding, has_rate: bool) -> Line<'static> {
        let lang = self.lang();
        let on = holding.maturity_on.map(|on| words::date_text(self.book.day, on)).unwrap_or_default();
        let balance = holding.balance.map(|balance| format::amount(lang, balance)).unwrap_or_default();
        let rate = holding.rate_bp.filter(|_| has_rate);
        let rate = rate.map(|rate| format!("  {}.{:02}%", rate / 100, rate % 100)).unwrap_or_default();
        let kind = || ProductKinds::embedded().label(&holding.product, lang).unwrap_or(&holding.product);
        let what = holding.label.as_deref().unwrap_or_else(kind).to_owned();
        let line = Line::new().with(format!("{on} "), Role::Dim).with(format!("{what}  "), Role::Text);
        line.private(balance, Role::Text).with(rate, Role::Text)
    }

    /// `电话 是  短信 仅服务  企微 是`; what does not fit whole is left out.
    fn consents(&self, width: u16) -> Line<'static> {
        let Some(card) = self.card else { return Line::new() };
        dossier::consent_in(self.lang(), self.book.day, card, width)
    }

    /// `7天 0/2  30天 0/4  今天 0/1`: how often he was disturbed, of how often he may be.
    fn budget(&self, width: u16) -> Line<'static> {
        let Some(card) = self.card else { return Line::new() };
        let (used, limits) = (card.used, card.limits);
        let parts = [
            ("card.budget.week", used.week, limits.touch_week),
            ("card.budget.month", used.month, limits.touch_month),
            ("card.budget.calls", used.calls_today, limits.call_day),
        ];
        parts.into_iter().fold(Line::new(), |line, (key, used, most)| {
            let role = if used >= most { Role::Warn } else { Role::Text };
            let part = Line::new()
                .gap(if line.is_empty() { 0 } else { 2 })
                .with(format!("{} ", self.lang().text(key)), Role::Dim)
                .with(format!("{used}/{most}"), role);
            line.join_if_fits(part, width)
        })
    }

    /// A day in columns: `10-22`, in another year `2025-08`.
    fn past(&self, on: Day) -> String {
        let (year, month, _) = on.ymd();
        if year == self.book.day.ymd().0 { format::month_day(on) } else { format!("{year:04}-{month:02}") }
    }

    /// An entry of the timeline in one line, its day in at least so many columns.
    fn dealing(&self, entry: &TimelineEntry, columns: u16) -> Line<'static> {
        let lang = self.lang();
        let on = self.past(entry.on);
        let on = text::pad(&on, columns.max(text::width(&on)));
        let line = Line::new().with(format!("{on} "), Role::Dim);
        match &entry.event {
            Event::Contact(contact) => {
                let came = match (contact.result, contact.reply) {
                    (Some(result), _) => lang.code_text(result),
                    (None, Some(reply)) => lang.code_text(reply),
                    (None, None) => lang.code_text(contact.reach),
                };
                let note = contact.note.as_ref().map(|note| format!(" \"{note}\"")).unwrap_or_default();
                line.with(format!("{} {came}", lang.code_text(contact.channel)), Role::Text)
                    .private(note, Role::Text)
            }
            Event::Movement { amount, kind, text, detail, .. } => {
                let text = TxnKinds::embedded().label(kind, lang).unwrap_or(text);
                let detail = detail.as_ref().map(|detail| format!(" {detail}")).unwrap_or_default();
                line.with(format!("{text} "), Role::Text)
                    .private(format!("{}{detail}", format::amount_change(lang, *amount)), Role::Text)
            }
            Event::ClassChanged { dimension, from, to, .. } => {
                let label = |code: &str| self.book.classes.label_of_code(*dimension, code, lang);
                line.with(format!("{} > {}", label(from), label(to)), Role::Text)
            }
            Event::Remark { skip, text } => {
                let text = text.as_ref().map(secret);
                line.with(words::remark_text(lang, *skip, text.as_deref()), Role::Text)
            }
            Event::Imported { kind, file, rows } => {
                line.with(words::import_text(lang, *kind, file, *rows), Role::Text)
            }
            Event::ConsentChanged(consent) => {
                let wording = consent.wording.as_ref().map(|wording| format!(" \"{wording}\""));
                let text = words::consent_text(lang, consent, self.book.day);
                line.with(format!("{} {text}", lang.text("card.event.consent")), Role::Text)
                    .private(wording.unwrap_or_default(), Role::Text)
            }
            Event::Edited(fields) => line.with(words::edited_text(lang, fields), Role::Text),
            Event::Entered => line.with(lang.text("card.event.entered"), Role::Text),
            Event::FollowUp { kind, state, due_on, note, .. } => {
                let note = note.as_ref().map(|note| format!(" {note}")).unwrap_or_default();
                let due = words::date_text(self.book.day, *due_on);
                line.with(format!("{} {due} {}", lang.code_text(*kind), lang.code_text(*state)), Role::Text)
                    .private(note, Role::Text)
            }
        }
    }

    /// The six lines of the pane below: nothing in them is cut that could be said in short or left out.
    pub(super) fn short_lines(&self, width: u16) -> Vec<Line<'static>> {
        let lang = self.lang();
        let label = |key: &str| tr!(lang, key).into_owned();
        let mut lines = vec![self.next_line(width), self.person(width)];
        let Some(card) = self.card else { return lines };
        let classes = card.classes.iter().filter(|class| WHY[..2].contains(&class.dimension));
        for class in classes {
            let (label, since) = self.class_since(class);
            let line = Line::new()
                .with(format!("{} ", lang.code_text(class.dimension)), Role::Dim)
                .join(label)
                .with(format!(" {since}  "), Role::Dim)
                .with(self.reason(class), Role::Text);
            let up = class.explanation.up.as_ref();
            let words = up.into_iter().flat_map(|step| [step.text(lang), step.short(lang)]);
            let mut up = words.map(|words| Line::new().with(format!("  {words}"), Role::Text));
            let room = width.saturating_sub(line.width());
            let up = up.find(|words| words.width() <= room);
            lines.push(line.join(up.unwrap_or_default()));
        }
        let part =
            |name: String, words: Line<'static>| Line::new().with(format!("{name} "), Role::Dim).join(words);
        let consents = part(label("customers.pane.consent"), self.consents(width));
        // Where there is no room for both, the rate goes, then the maturity: what he allows stays.
        let room = width.saturating_sub(consents.width() + 3);
        let first = self.maturing().into_iter().next();
        let ways =
            first.into_iter().flat_map(|holding| [true, false].map(|rate| self.maturity(holding, rate)));
        let mut ways = ways.map(|line| part(label("customers.pane.maturities"), line));
        lines.push(match ways.find(|line| line.width() <= room) {
            None => consents,
            Some(maturing) => maturing.gap(3).join(consents),
        });
        let budget = part(label("card.budget.title"), self.budget(width));
        // As in the column: what reached nobody is no last contact.
        let is_last = |event: &Event| matches!(event, Event::Contact(contact) if contact.reach.is_reached());
        let last = card.timeline.iter().find(|entry| is_last(&entry.event));
        let last = last.map(|entry| part(label("customers.column.last"), self.dealing(entry, 0)));
        lines.push(match last {
            None => budget,
            Some(last) => last.join_if_fits(Line::new().gap(3).join(budget), width),
        });
        lines
    }

    /// `下次 今天 电话  定期 80.0万 11-26到期, 生日`: reasons that do not fit whole are counted.
    fn next_line(&self, width: u16) -> Line<'static> {
        let lang = self.lang();
        let mut line = Line::new()
            .with(format!("{} ", tr!(lang, "customers.column.next")), Role::Dim)
            .join(self.next_section().tail);
        let dues = self.book.dues(self.row);
        for (at, due) in dues.iter().enumerate() {
            let why = reasons::sentence(lang, due, self.book.day);
            let lead = if at == 0 { "  " } else { ", " };
            let rest = dues.len() - at;
            // Room is kept for the count of those that follow.
            let kept = if rest > 1 { 4 } else { 0 };
            let whole = text::width(&why) + 2 + line.width() + kept <= width;
            if !whole && at > 0 {
                return line.with(format!(" +{rest}"), Role::Dim);
            }
            line = line.with(format!("{lead}{why}"), Role::Text);
        }
        line
    }
}

fn section(title: String, lines: Vec<Line<'static>>) -> Section {
    Section { title, tail: Line::new(), lines }
}
