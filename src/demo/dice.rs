//! Chance by seed: integers only, so that a book is the same on every machine.
//!
//! Must not: know rows or the business. One `Dice` belongs to one customer; its draws never depend on another's.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// A stream of draws for one customer.
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The stream of customer `index` in the book of `seed`.
    pub fn new(seed: u64, index: u32) -> Dice {
        let mut key = [0u8; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        key[8..12].copy_from_slice(&index.to_le_bytes());
        key[16..].copy_from_slice(b"callbook demo v1");
        Dice(ChaCha8Rng::from_seed(key))
    }

    /// 0 .. `n` - 1; 0 when `n` is 0.
    pub fn below(&mut self, n: u64) -> u64 {
        let wide = u128::from(self.0.next_u64()) * u128::from(n);
        u64::try_from(wide >> 64).unwrap_or(0)
    }

    /// `low ..= high`, evenly; `low` when the range is empty.
    pub fn range(&mut self, low: i64, high: i64) -> i64 {
        if high <= low {
            return low;
        }
        low.saturating_add_unsigned(self.below(low.abs_diff(high) + 1))
    }

    /// A number of days in `low ..= high`.
    pub fn days(&mut self, low: i32, high: i32) -> i32 {
        i32::try_from(self.range(i64::from(low), i64::from(high))).unwrap_or(low)
    }

    /// `low ..= high`, leaning to the low end (the smaller of two draws).
    pub fn low_range(&mut self, low: i64, high: i64) -> i64 {
        self.range(low, high).min(self.range(low, high))
    }

    /// True in `permille` of 1,000 draws.
    pub fn chance(&mut self, permille: u64) -> bool {
        self.below(1000) < permille
    }

    /// `base` moved by at most `percent` up or down.
    pub fn near(&mut self, base: i64, percent: i64) -> i64 {
        base.saturating_mul(100 + self.range(-percent, percent)) / 100
    }

    /// One of `items`, which are never none.
    pub fn pick<T: Copy, const N: usize>(&mut self, items: [T; N]) -> T {
        items[self.index(N)]
    }

    /// One of `words`; empty when there are none.
    pub fn word(&mut self, words: &[&'static str]) -> &'static str {
        words.get(self.index(words.len())).copied().unwrap_or_default()
    }

    /// A place in a list of `len`.
    pub fn index(&mut self, len: usize) -> usize {
        usize::try_from(self.below(len as u64)).unwrap_or(0)
    }

    /// One of `items` by its weight; the last when all weights are 0.
    pub fn weighted<T: Copy, const N: usize>(&mut self, items: [(u32, T); N]) -> T {
        let total: u64 = items.iter().map(|(weight, _)| u64::from(*weight)).sum();
        let mut at = self.below(total);
        for (weight, item) in items {
            if at < u64::from(weight) {
                return item;
            }
            at -= u64::from(weight);
        }
        items[N - 1].1
    }
}
