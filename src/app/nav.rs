//! Where the person is: the tab, and the screens opened over it.

/// A screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Screen {
    /// How to begin, when there is no book yet.
    FirstRun,
    /// 今日
    Today,
    /// 客户
    Customers,
    /// 跟进
    Queues,
    /// A customer's card.
    Card,
    /// The call screen.
    Call,
    /// A form.
    Edit,
    /// Reading files into the book.
    Import,
}

impl Screen {
    /// The screens with a number key and a tab, in the order of their numbers from 1.
    pub const TABS: [Screen; 3] = [Screen::Today, Screen::Customers, Screen::Queues];

    /// The name in the language files.
    pub fn name(self) -> &'static str {
        match self {
            Screen::FirstRun => "first_run",
            Screen::Today => "today",
            Screen::Customers => "customers",
            Screen::Queues => "queues",
            Screen::Card => "card",
            Screen::Call => "call",
            Screen::Edit => "edit",
            Screen::Import => "import",
        }
    }
}

/// The route: a tab and what lies over it, innermost last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nav {
    tab: Screen,
    over: Vec<Screen>,
    /// The tab on which something named this one; Esc leads back there.
    from: Option<Screen>,
}

impl Nav {
    /// A route that starts at a screen.
    pub fn at(screen: Screen) -> Nav {
        Nav { tab: screen, over: Vec::new(), from: None }
    }

    /// The screen that is shown.
    pub fn current(&self) -> Screen {
        self.over.last().copied().unwrap_or(self.tab)
    }

    /// The tab below.
    pub fn tab(&self) -> Screen {
        self.tab
    }

    /// Goes to a tab, leaving what lay over the former one.
    pub fn switch(&mut self, tab: Screen) {
        self.over.clear();
        self.tab = tab;
        self.from = None;
    }

    /// Follows what the current tab names to another one, to which Esc is the way back.
    pub fn follow(&mut self, tab: Screen) {
        let from = self.tab;
        self.switch(tab);
        self.from = (from != tab).then_some(from);
    }

    /// Opens a screen over the current one. One that is already open is gone back to.
    pub fn open(&mut self, screen: Screen) {
        if let Some(at) = self.over.iter().position(|open| *open == screen) {
            self.over.truncate(at);
        }
        self.over.push(screen);
    }

    /// Goes one screen back; `false` when there is none to go back to.
    pub fn back(&mut self) -> bool {
        if self.over.pop().is_some() {
            return true;
        }
        let from = self.from.take();
        self.tab = from.unwrap_or(self.tab);
        from.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_keeps_the_tab_it_came_from() {
        let mut nav = Nav::at(Screen::Today);
        nav.switch(Screen::Queues);
        nav.open(Screen::Card);
        nav.open(Screen::Call);
        assert_eq!((nav.tab(), nav.current()), (Screen::Queues, Screen::Call));
        nav.open(Screen::Card);
        assert!(nav.back());
        assert_eq!(nav.current(), Screen::Queues);
        assert!(!nav.back());
    }

    #[test]
    fn what_a_tab_named_leads_back_to_it_and_a_tab_that_was_chosen_does_not() {
        let mut nav = Nav::at(Screen::Today);
        nav.follow(Screen::Customers);
        nav.open(Screen::Card);
        assert!(nav.back());
        assert!(nav.back());
        assert_eq!(nav.current(), Screen::Today);
        nav.follow(Screen::Customers);
        nav.switch(Screen::Queues);
        assert!(!nav.back());
    }
}
