//! How what a customer allows on a channel may change. A refusal is final until the customer himself opens the channel
//! again: that needs his words and the day on which he said them.

use crate::domain::{Consent, ConsentState, Day};
use crate::lang::Lang;
use crate::tr;
use crate::work::words::date_text;

/// A change of what a customer allows on one channel: as it was read, and as it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConsentChange {
    /// What stood there; `None`: he was never asked.
    pub was: Option<Consent>,
    /// What he allows from now on.
    pub is: Consent,
}

/// A part of a consent, for the place of a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConsentPart {
    /// What is allowed.
    State,
    /// The hours of a window.
    Hours,
    /// The day on which a pause ends.
    Until,
    /// The day on which he said so.
    GivenOn,
    /// His words.
    Wording,
}

/// What is wrong with a change of consent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ConsentProblem {
    /// Who refused cannot be made one who was never asked.
    #[error("a refusal does not become unknown")]
    Forgotten,
    /// A window without hours, or one that ends before it begins.
    #[error("the window has no hours")]
    NoHours,
    /// A pause needs the day on which it ends.
    #[error("the pause has no end")]
    NoUntil,
    /// The end of the pause has come already.
    #[error("the pause ends on {0}, which has come")]
    UntilPast(Day),
    /// Nobody said anything on a day to come.
    #[error("{0} is still to come")]
    GivenAhead(Day),
    /// The refusal is younger than what is to open the channel.
    #[error("refused on {0}, after that")]
    BeforeRefusal(Day),
    /// A channel is opened again by the customer's words only.
    #[error("the words that open the channel are missing")]
    NoWording,
}

impl ConsentProblem {
    /// Where it is.
    pub fn part(self) -> ConsentPart {
        match self {
            ConsentProblem::Forgotten => ConsentPart::State,
            ConsentProblem::NoHours => ConsentPart::Hours,
            ConsentProblem::NoUntil | ConsentProblem::UntilPast(_) => ConsentPart::Until,
            ConsentProblem::GivenAhead(_) | ConsentProblem::BeforeRefusal(_) => ConsentPart::GivenOn,
            ConsentProblem::NoWording => ConsentPart::Wording,
        }
    }

    /// The sentence for a person: what is wrong and what to do.
    pub fn text(self, lang: Lang, today: Day) -> String {
        match self {
            ConsentProblem::Forgotten => tr!(lang, "work.consent.forgotten"),
            ConsentProblem::NoHours => tr!(lang, "work.consent.no_hours"),
            ConsentProblem::NoUntil => tr!(lang, "work.consent.no_until"),
            ConsentProblem::UntilPast(on) => tr!(lang, "work.consent.until_past", on = date_text(today, on)),
            ConsentProblem::GivenAhead(on) => {
                tr!(lang, "work.consent.given_ahead", on = date_text(today, on))
            }
            ConsentProblem::BeforeRefusal(on) => {
                tr!(lang, "work.consent.before_refusal", on = date_text(today, on))
            }
            ConsentProblem::NoWording => tr!(lang, "work.consent.no_wording"),
        }
        .into_owned()
    }
}

/// How far a channel is open on a day: the state of a lapsed pause is that of one who was never asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Openness {
    Shut,
    ShutUntil(Day),
    ServiceOnly,
    Open,
}

fn openness(consent: &Consent, today: Day) -> Openness {
    match (consent.state, consent.until_on) {
        (ConsentState::Never, _) | (ConsentState::NoUntil, None) => Openness::Shut,
        // The sooner it ends, the further open.
        (ConsentState::NoUntil, Some(until)) if today < until => Openness::ShutUntil(Day(-until.0)),
        (ConsentState::ServiceOnly, _) => Openness::ServiceOnly,
        _ => Openness::Open,
    }
}

/// Whether a consent is a refusal that stands: the channel, or its selling, is closed.
pub fn is_refusal(consent: &Consent, today: Day) -> bool {
    openness(consent, today) < Openness::Open
}

impl ConsentChange {
    /// Whether it opens what the customer had closed.
    pub fn is_reopening(&self, today: Day) -> bool {
        let refused = self.was.as_ref().filter(|was| is_refusal(was, today));
        refused.is_some_and(|was| openness(was, today) < openness(&self.is, today))
    }

    /// Everything that is wrong with it, in the order of the form.
    pub fn problems(&self, today: Day) -> Vec<ConsentProblem> {
        let new = &self.is;
        let refused = self.was.as_ref().filter(|_| self.is_reopening(today));
        let mut found = Vec::new();
        if refused.is_some() && new.state == ConsentState::Unknown {
            found.push(ConsentProblem::Forgotten);
        }
        match new.state {
            ConsentState::Window if new.window.is_none_or(|(from, to)| from >= to) => {
                found.push(ConsentProblem::NoHours);
            }
            ConsentState::NoUntil => match new.until_on {
                None => found.push(ConsentProblem::NoUntil),
                Some(until) if until <= today => found.push(ConsentProblem::UntilPast(until)),
                Some(_) => {}
            },
            _ => {}
        }
        if new.given_on > today {
            found.push(ConsentProblem::GivenAhead(new.given_on));
        } else if let Some(was) = refused.filter(|was| new.given_on < was.given_on) {
            found.push(ConsentProblem::BeforeRefusal(was.given_on));
        }
        // The words of the refusal do not open the channel.
        let is_said = new.wording.is_some() && refused.is_none_or(|was| was.wording != new.wording);
        if refused.is_some() && !is_said {
            found.push(ConsentProblem::NoWording);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Channel, Minute};

    const TODAY: Day = Day(20_781);

    fn consent(state: ConsentState) -> Consent {
        Consent {
            channel: Channel::Phone,
            state,
            window: None,
            until_on: None,
            given_on: TODAY - 9,
            wording: Some("别再打".to_owned()),
        }
    }

    fn said(state: ConsentState) -> Consent {
        Consent { given_on: TODAY, wording: Some("可以打了".to_owned()), ..consent(state) }
    }

    fn problems(was: ConsentState, is: Consent) -> Vec<ConsentProblem> {
        ConsentChange { was: Some(consent(was)), is }.problems(TODAY)
    }

    #[test]
    fn a_refusal_ends_by_new_words_of_that_day_or_later_alone() {
        use ConsentState::{Never, ServiceOnly, Unknown, Yes};
        for was in [Never, ServiceOnly] {
            assert_eq!(problems(was, said(Yes)), []);
            assert_eq!(problems(was, consent(Yes)), [ConsentProblem::NoWording], "the old words");
            let silent = Consent { wording: None, ..said(Yes) };
            assert_eq!(problems(was, silent), [ConsentProblem::NoWording]);
            let before = Consent { given_on: TODAY - 10, ..said(Yes) };
            assert_eq!(problems(was, before), [ConsentProblem::BeforeRefusal(TODAY - 9)]);
            assert_eq!(problems(was, said(Unknown)), [ConsentProblem::Forgotten]);
        }
        assert_eq!(
            problems(Never, Consent { wording: None, ..said(ServiceOnly) }),
            [ConsentProblem::NoWording]
        );
    }

    #[test]
    fn closing_needs_no_words_and_nothing_is_said_on_a_day_to_come() {
        use ConsentState::{Never, ServiceOnly, Yes};
        for (was, is) in [(Yes, Never), (Yes, ServiceOnly), (ServiceOnly, Never)] {
            assert_eq!(problems(was, Consent { wording: None, ..said(is) }), [], "{was} {is}");
        }
        let ahead = Consent { given_on: TODAY + 1, ..said(Never) };
        assert_eq!(problems(Yes, ahead), [ConsentProblem::GivenAhead(TODAY + 1)]);
    }

    #[test]
    fn hours_and_the_end_of_a_pause_are_needed_where_they_mean_something() {
        use ConsentState::{NoUntil, Window, Yes};
        assert_eq!(problems(Yes, said(Window)), [ConsentProblem::NoHours]);
        let window = |from, to| Some((Minute::new(from, 0).unwrap(), Minute::new(to, 0).unwrap()));
        assert_eq!(
            problems(Yes, Consent { window: window(17, 14), ..said(Window) }),
            [ConsentProblem::NoHours]
        );
        assert_eq!(problems(Yes, Consent { window: window(14, 17), ..said(Window) }), []);
        assert_eq!(problems(Yes, said(NoUntil)), [ConsentProblem::NoUntil]);
        let until = |days| Consent { until_on: Some(TODAY + days), ..said(NoUntil) };
        assert_eq!(problems(Yes, until(0)), [ConsentProblem::UntilPast(TODAY)]);
        assert_eq!(problems(Yes, until(1)), []);
    }

    #[test]
    fn a_pause_that_ends_sooner_opens_and_one_that_is_over_does_not_refuse() {
        let pause = |days| Consent { until_on: Some(TODAY + days), ..consent(ConsentState::NoUntil) };
        let change = |was: i32, is: i32| ConsentChange { was: Some(pause(was)), is: pause(is) };
        assert!(change(30, 10).is_reopening(TODAY));
        assert!(!change(10, 30).is_reopening(TODAY));
        assert!(!is_refusal(&pause(0), TODAY));
        assert!(ConsentChange { was: Some(consent(ConsentState::Never)), is: pause(5) }.is_reopening(TODAY));
    }
}
