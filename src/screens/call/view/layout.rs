//! Where the blocks of the call screen stand. Pure arithmetic.

use crate::lang::Lang;
use crate::ui::SizeClass;
use ratatui::layout::Rect;

/// The columns of running text with its labels.
const SCRIPT: u16 = 73;
/// The narrowest column beside the script.
const SIDE: u16 = 41;
/// The widest.
const SIDE_MOST: u16 = 51;
/// Fewer rows are no use to a script, its heading included.
const LEAST_SCRIPT: u16 = 4;

/// What stands above the panel where there is not room for everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AbovePanel {
    /// Everything but the script.
    #[default]
    All,
    /// The script alone.
    Script,
}

/// The blocks; those without room are left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Layout {
    /// Why now.
    pub why: Option<Rect>,
    /// What to say.
    pub script: Option<Rect>,
    /// What was said, what is open, holdings, consent.
    pub past: Option<Rect>,
    /// The timeline, where there is a third column.
    pub earlier: Option<Rect>,
    /// The rows between why and panel.
    pub middle: Rect,
    /// The columns of the bars.
    pub bars: Vec<u16>,
    /// The panel.
    pub panel: Rect,
}

impl Layout {
    /// The blocks in a body, for so many reasons.
    pub fn of(
        body: Rect,
        (class, lang): (SizeClass, Lang),
        reasons: usize,
        above_panel: AbovePanel,
    ) -> Layout {
        let panel_height = if class == SizeClass::S && lang == Lang::Zh { 5 } else { 6 };
        let panel = Rect { y: body.bottom() - panel_height, height: panel_height, ..body };
        let above = Rect { height: body.height - panel_height, ..body };
        let why_height = u16::try_from(reasons.clamp(1, 3)).unwrap_or(3) + 1;
        let why = Rect { height: why_height.min(above.height), ..above };
        let middle = Rect { y: why.bottom(), height: above.height - why.height, ..above };
        let layout = Layout { why: Some(why), middle, panel, ..Layout::default() };
        match class {
            SizeClass::L => layout.three(),
            SizeClass::M => layout.two(),
            SizeClass::Xs if above_panel == AbovePanel::Script => {
                Layout { script: Some(above), why: None, ..layout }
            }
            SizeClass::Xs | SizeClass::S => layout.stacked(lang),
        }
    }

    fn two(self) -> Layout {
        let side = self.middle.width.saturating_sub(SCRIPT + 1).clamp(SIDE, SIDE_MOST);
        let bar = self.middle.right() - side - 1;
        Layout {
            script: Some(Rect { width: bar - self.middle.x, ..self.middle }),
            past: Some(Rect { x: bar + 1, width: side, ..self.middle }),
            bars: vec![bar],
            ..self
        }
    }

    fn three(self) -> Layout {
        let rest = self.middle.width - SCRIPT - 2;
        let (first, second) = (self.middle.x + SCRIPT, self.middle.x + SCRIPT + 1 + rest / 2);
        Layout {
            script: Some(Rect { width: SCRIPT, ..self.middle }),
            past: Some(Rect { x: first + 1, width: rest / 2, ..self.middle }),
            earlier: Some(Rect { x: second + 1, width: self.middle.right() - second - 1, ..self.middle }),
            bars: vec![first, second],
            ..self
        }
    }

    /// The script over the past; without room for both, the past alone.
    fn stacked(self, lang: Lang) -> Layout {
        let middle = self.middle;
        let least = if lang == Lang::Zh { 4 } else { 3 };
        let past = least.max(middle.height / 3).min(middle.height);
        if middle.height - past < LEAST_SCRIPT {
            return Layout { past: Some(middle), ..self };
        }
        let script = Rect { height: middle.height - past, ..middle };
        let past = Rect { y: script.bottom(), height: past, ..middle };
        Layout { script: Some(script), past: Some(past), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_panel_stands_at_the_bottom_and_the_script_is_never_under_four_rows() {
        for (width, class) in
            [(60, SizeClass::Xs), (80, SizeClass::S), (100, SizeClass::M), (160, SizeClass::L)]
        {
            for height in 12..60 {
                for lang in [Lang::Zh, Lang::En] {
                    let body = Rect::new(0, 2, width, height);
                    let layout = Layout::of(body, (class, lang), 3, AbovePanel::All);
                    assert_eq!(layout.panel.bottom(), body.bottom());
                    assert_eq!(layout.middle.bottom(), layout.panel.y);
                    for area in [layout.why, layout.script, layout.past, layout.earlier].into_iter().flatten()
                    {
                        assert!(area.right() <= width && area.bottom() <= layout.panel.y, "{layout:?}");
                    }
                    let script = layout.script.filter(|_| class <= SizeClass::S);
                    assert!(script.is_none_or(|area| area.height >= LEAST_SCRIPT));
                }
            }
        }
    }

    #[test]
    fn at_80x24_it_is_as_designed() {
        let body = Rect::new(0, 2, 80, 20);
        let layout = Layout::of(body, (SizeClass::S, Lang::Zh), 3, AbovePanel::All);
        let heights = [layout.why, layout.script, layout.past].map(|area| area.map(|area| area.height));
        assert_eq!(heights, [Some(4), Some(7), Some(4)]);
        assert_eq!(layout.panel.height, 5);
    }
}
