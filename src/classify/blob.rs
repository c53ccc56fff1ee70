//! Reading small stored blobs piece by piece, without building anything on the way: a pass reads two of every customer.
//!
//! The form is postcard's (`Serialize` writes it): numbers in seven bits a byte, signed ones zigzag, lists and texts with
//! their length first. Must not: know what stands in a blob.

use crate::domain::{AccountId, Day, FollowUpId, Minute, Moment, Money};
use serde::Deserialize;

/// A blob that ends too early or holds what it cannot hold.
#[derive(Debug, thiserror::Error)]
#[error("a stored blob is not of this form")]
pub struct BlobError;

/// What is left of a blob.
#[derive(Debug, Clone, Copy)]
pub struct Blob<'a>(&'a [u8]);

/// A piece of a blob.
pub trait Piece<'a>: Sized {
    /// Takes it off the front.
    ///
    /// # Errors
    /// When the blob does not begin with one.
    fn take(blob: &mut Blob<'a>) -> Result<Self, BlobError>;
}

impl<'a> Blob<'a> {
    /// All of it.
    pub fn new(bytes: &'a [u8]) -> Blob<'a> {
        Blob(bytes)
    }

    /// The next piece.
    ///
    /// # Errors
    /// When there is none of the kind.
    #[inline]
    pub fn piece<T: Piece<'a>>(&mut self) -> Result<T, BlobError> {
        T::take(self)
    }

    /// A piece that has no reading of its own here, by way of `Deserialize`.
    ///
    /// # Errors
    /// As [`Blob::piece`].
    pub fn other<T: Deserialize<'a>>(&mut self) -> Result<T, BlobError> {
        let (value, rest) = postcard::take_from_bytes(self.0).map_err(|_| BlobError)?;
        self.0 = rest;
        Ok(value)
    }

    /// The length of a list: no longer than what is left, as every element takes a byte at least.
    ///
    /// # Errors
    /// As [`Blob::piece`].
    pub fn count(&mut self) -> Result<usize, BlobError> {
        let count = usize::try_from(self.piece::<u64>()?).map_err(|_| BlobError)?;
        if count <= self.0.len() { Ok(count) } else { Err(BlobError) }
    }

    #[inline]
    fn byte(&mut self) -> Result<u8, BlobError> {
        let (first, rest) = self.0.split_first().ok_or(BlobError)?;
        self.0 = rest;
        Ok(*first)
    }
}

impl<'a> Piece<'a> for u8 {
    #[inline]
    fn take(blob: &mut Blob<'a>) -> Result<u8, BlobError> {
        blob.byte()
    }
}

impl<'a> Piece<'a> for bool {
    #[inline]
    fn take(blob: &mut Blob<'a>) -> Result<bool, BlobError> {
        match blob.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            _ => Err(BlobError),
        }
    }
}

impl<'a> Piece<'a> for u64 {
    #[inline]
    fn take(blob: &mut Blob<'a>) -> Result<u64, BlobError> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = blob.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(BlobError)
    }
}

impl<'a> Piece<'a> for u32 {
    #[inline]
    fn take(blob: &mut Blob<'a>) -> Result<u32, BlobError> {
        u32::try_from(blob.piece::<u64>()?).map_err(|_| BlobError)
    }
}

impl<'a> Piece<'a> for i64 {
    #[inline]
    fn take(blob: &mut Blob<'a>) -> Result<i64, BlobError> {
        let zigzag: u64 = blob.piece()?;
        Ok((zigzag >> 1).cast_signed() ^ -(zigzag & 1).cast_signed())
    }
}

impl<'a> Piece<'a> for i32 {
    #[inline]
    fn take(blob: &mut Blob<'a>) -> Result<i32, BlobError> {
        i32::try_from(blob.piece::<i64>()?).map_err(|_| BlobError)
    }
}

impl<'a> Piece<'a> for &'a str {
    #[inline]
    fn take(blob: &mut Blob<'a>) -> Result<&'a str, BlobError> {
        let (text, rest) = blob.count().and_then(|len| blob.0.split_at_checked(len).ok_or(BlobError))?;
        blob.0 = rest;
        std::str::from_utf8(text).map_err(|_| BlobError)
    }
}

impl<'a, T: Piece<'a>> Piece<'a> for Option<T> {
    #[inline]
    fn take(blob: &mut Blob<'a>) -> Result<Option<T>, BlobError> {
        if blob.piece()? { blob.piece().map(Some) } else { Ok(None) }
    }
}

impl<'a, A: Piece<'a>, B: Piece<'a>> Piece<'a> for (A, B) {
    #[inline]
    fn take(blob: &mut Blob<'a>) -> Result<(A, B), BlobError> {
        Ok((blob.piece()?, blob.piece()?))
    }
}

macro_rules! wrapped {
    ($($name:ident),+) => {$(
        impl<'a> Piece<'a> for $name {
            #[inline]
            fn take(blob: &mut Blob<'a>) -> Result<$name, BlobError> {
                blob.piece().map($name)
            }
        }
    )+};
}

wrapped!(Day, Money, Moment, AccountId, FollowUpId);

impl<'a> Piece<'a> for Minute {
    #[inline]
    fn take(blob: &mut Blob<'a>) -> Result<Minute, BlobError> {
        Minute::from_number(i64::try_from(blob.piece::<u64>()?).map_err(|_| BlobError)?).ok_or(BlobError)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde::Serialize;

    fn back<'a, T: Piece<'a>>(bytes: &'a [u8]) -> T {
        let mut blob = Blob::new(bytes);
        let value = blob.piece().unwrap();
        assert!(blob.piece::<u8>().is_err(), "nothing is left over");
        value
    }

    fn bytes(value: &impl Serialize) -> Vec<u8> {
        postcard::to_allocvec(value).unwrap()
    }

    proptest! {
        #[test]
        fn every_piece_reads_what_serialize_writes(
            small in any::<u8>(), large in any::<u64>(), mid in any::<u32>(), signed in any::<i64>(),
            day in any::<i32>(), flag in any::<bool>(), text in ".{0,20}", minute in 0..1440i64,
        ) {
            prop_assert_eq!(back::<u8>(&bytes(&small)), small);
            prop_assert_eq!(back::<u64>(&bytes(&large)), large);
            prop_assert_eq!(back::<u32>(&bytes(&mid)), mid);
            prop_assert_eq!(back::<i64>(&bytes(&signed)), signed);
            prop_assert_eq!(back::<Option<Day>>(&bytes(&Some(Day(day)))), Some(Day(day)));
            prop_assert_eq!(back::<Option<Day>>(&bytes(&None::<Day>)), None);
            prop_assert_eq!(back::<bool>(&bytes(&flag)), flag);
            let words = bytes(&text);
            prop_assert_eq!(back::<&str>(&words), text);
            prop_assert_eq!(back::<(u32, i64)>(&bytes(&(mid, signed))), (mid, signed));
            prop_assert_eq!(back::<Moment>(&bytes(&Moment(signed))), Moment(signed));
            let minute = Minute::from_number(minute).unwrap();
            prop_assert_eq!(back::<Minute>(&bytes(&minute)), minute);
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..40)) {
            let mut blob = Blob::new(&bytes);
            while blob.piece::<(Option<i64>, u32)>().is_ok() {}
            let mut blob = Blob::new(&bytes);
            while blob.piece::<&str>().is_ok() {}
        }
    }
}
