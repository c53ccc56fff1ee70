//! How long an SMS is: 70 characters go into one, more into parts of 67 (their headers take the rest).

/// Characters of a single message.
const WHOLE: usize = 70;
/// Characters of each part of a longer text.
const PART: usize = 67;

/// The length of a text as the networks count it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SmsSize {
    /// Characters, in UTF-16 units.
    pub used: usize,
    /// How many its messages hold.
    pub room: usize,
    /// Messages; at least one.
    pub parts: usize,
}

impl SmsSize {
    /// The size of a text.
    pub fn of(text: &str) -> SmsSize {
        let used = text.encode_utf16().count();
        if used <= WHOLE {
            return SmsSize { used, room: WHOLE, parts: 1 };
        }
        let parts = used.div_ceil(PART);
        SmsSize { used, room: parts * PART, parts }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn seventy_characters_are_one_message_and_one_more_makes_two_parts() {
        let size = |count: usize| {
            let SmsSize { used, room, parts } = SmsSize::of(&"短".repeat(count));
            (used, room, parts)
        };
        assert_eq!(size(0), (0, 70, 1));
        assert_eq!(size(70), (70, 70, 1));
        assert_eq!(size(71), (71, 134, 2));
        assert_eq!(size(134), (134, 134, 2));
        assert_eq!(size(135), (135, 201, 3));
        assert_eq!(SmsSize::of("a𠮷").used, 3, "a rare character counts as two");
    }
}
