//! How much longer something takes, by how far it is.

use crate::lang::Lang;
use crate::tr;
use std::borrow::Cow;
use std::time::Duration;

/// Below this share nobody can tell.
const LEAST_PERCENT: u64 = 3;
/// From so many seconds on it is said in minutes.
const MINUTES_FROM: u64 = 90;

/// The time left, with two blanks before it; empty while nobody can tell.
pub fn time_left(lang: Lang, elapsed: Duration, percent: u64) -> Cow<'static, str> {
    if percent < LEAST_PERCENT || elapsed < Duration::from_secs(1) {
        return Cow::Borrowed("");
    }
    let percent = percent.min(100);
    let millis = u64::try_from(elapsed.as_millis()).unwrap_or(u64::MAX);
    let seconds = (millis.saturating_mul(100 - percent) / percent).div_ceil(1000);
    if seconds < MINUTES_FROM {
        tr!(lang, "left.seconds", count = seconds.max(1))
    } else {
        tr!(lang, "left.minutes", count = seconds.div_ceil(60))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_follows_from_the_share_that_is_done() {
        let left = |seconds, percent| time_left(Lang::En, Duration::from_secs(seconds), percent).into_owned();
        assert_eq!(left(4, 40), "  about 6 s");
        assert_eq!(left(60, 10), "  about 9 min");
        assert_eq!(left(9, 100), "  about 1 s");
        assert_eq!((left(9, 2), left(0, 50)), (String::new(), String::new()), "nobody can tell yet");
    }
}
