//! The profile as a blob, and back into the room of an older profile: a pass reads one of every customer.
//!
//! Owns the form of the blob: what `Serialize` of [`Profile`] writes, field by field in the order of the struct.

use super::trail::Trail;
use super::{
    ActiveDay, Activity, AssetHistory, Facts, Flow, Holdings, Maturity, Profile, ProfileError, Salary,
    Touches,
};
use crate::classify::blob::{Blob, BlobError, Piece};

/// The form of the blob. Counts up when the form changes: older blobs are then built again.
const FORM: u8 = 2;

impl Profile {
    /// As a blob.
    ///
    /// # Errors
    /// Never for a profile that fits in memory.
    pub fn to_bytes(&self) -> Result<Vec<u8>, ProfileError> {
        Ok(postcard::to_extend(&(FORM, self), Vec::with_capacity(256))?)
    }

    /// From a blob.
    ///
    /// # Errors
    /// For anything that this version did not write.
    pub fn from_bytes(bytes: &[u8]) -> Result<Profile, ProfileError> {
        let mut profile = Profile::empty();
        profile.read(bytes)?;
        Ok(profile)
    }

    /// Becomes the profile of a blob, keeping the room of its lists and texts.
    ///
    /// # Errors
    /// As [`Profile::from_bytes`]; what it is then is of no use.
    pub fn read(&mut self, bytes: &[u8]) -> Result<(), ProfileError> {
        let mut blob = Blob::new(bytes);
        if blob.piece::<u8>()? != FORM {
            return Err(BlobError.into());
        }
        self.as_of = blob.piece()?;
        self.stale_on = blob.piece()?;
        facts(&mut blob, &mut self.facts)?;
        self.holdings = blob.piece()?;
        if blob.piece()? {
            assets(&mut blob, self.assets.get_or_insert_default())?;
        } else {
            self.assets = None;
        }
        list(&mut blob, &mut self.maturities, Maturity::empty, maturity)?;
        activity(&mut blob, &mut self.activity)?;
        trail(&mut blob, &mut self.flows)?;
        trail(&mut blob, &mut self.fees)?;
        self.salary = blob.piece()?;
        trail(&mut blob, &mut self.contacts)?;
        self.last_reached_on = blob.piece()?;
        self.hours = blob.other()?;
        self.first_on = blob.piece()?;
        Ok(())
    }
}

fn text(blob: &mut Blob<'_>, into: &mut String) -> Result<(), BlobError> {
    into.clear();
    into.push_str(blob.piece()?);
    Ok(())
}

fn text_or_none(blob: &mut Blob<'_>, into: &mut Option<String>) -> Result<(), BlobError> {
    if blob.piece()? {
        text(blob, into.get_or_insert_default())
    } else {
        *into = None;
        Ok(())
    }
}

/// A list, element by element into those that are there already.
fn list<'a, T>(
    blob: &mut Blob<'a>,
    into: &mut Vec<T>,
    empty: impl Fn() -> T,
    read: impl Fn(&mut Blob<'a>, &mut T) -> Result<(), BlobError>,
) -> Result<(), BlobError> {
    let count = blob.count()?;
    into.truncate(count);
    for at in 0..count {
        if at == into.len() {
            into.push(empty());
        }
        read(blob, &mut into[at])?;
    }
    Ok(())
}

fn trail<'a, T: Piece<'a>>(blob: &mut Blob<'a>, into: &mut Trail<T>) -> Result<(), BlobError> {
    let steps = into.emptied();
    for _ in 0..blob.count()? {
        steps.push(blob.piece()?);
    }
    Ok(())
}

fn facts(blob: &mut Blob<'_>, into: &mut Facts) -> Result<(), BlobError> {
    into.birth_on = blob.piece()?;
    into.gender = blob.other()?;
    text_or_none(blob, &mut into.region)?;
    text_or_none(blob, &mut into.industry)?;
    list(blob, &mut into.tags, String::new, |blob, tag| text(blob, tag))?;
    into.income_year = blob.piece()?;
    into.firm_size = blob.piece()?;
    into.risk_level = blob.other()?;
    into.referral_count = blob.piece()?;
    Ok(())
}

fn assets(blob: &mut Blob<'_>, into: &mut AssetHistory) -> Result<(), BlobError> {
    trail(blob, &mut into.recent)?;
    trail(blob, &mut into.peaks)?;
    into.liabilities = blob.piece()?;
    into.deposit = blob.piece()?;
    into.wealth = blob.piece()?;
    into.fund = blob.piece()?;
    into.insurance = blob.piece()?;
    Ok(())
}

fn maturity(blob: &mut Blob<'_>, into: &mut Maturity) -> Result<(), BlobError> {
    into.account = blob.piece()?;
    text(blob, &mut into.product)?;
    into.on = blob.piece()?;
    into.amount = blob.piece()?;
    Ok(())
}

fn activity(blob: &mut Blob<'_>, into: &mut Activity) -> Result<(), BlobError> {
    trail(blob, &mut into.days)?;
    into.before_on = blob.piece()?;
    into.first_on = blob.piece()?;
    into.first_txn_on = blob.piece()?;
    Ok(())
}

impl<'a> Piece<'a> for Holdings {
    fn take(blob: &mut Blob<'a>) -> Result<Holdings, BlobError> {
        Ok(Holdings { accounts: blob.piece()?, products: blob.piece()? })
    }
}

impl<'a> Piece<'a> for ActiveDay {
    fn take(blob: &mut Blob<'a>) -> Result<ActiveDay, BlobError> {
        Ok(ActiveDay { count: blob.piece()?, amount: blob.piece()? })
    }
}

impl<'a> Piece<'a> for Flow {
    fn take(blob: &mut Blob<'a>) -> Result<Flow, BlobError> {
        let (largest_in, other_in) = blob.piece()?;
        let (largest_out, other_out) = blob.piece()?;
        Ok(Flow { largest_in, other_in, largest_out, other_out })
    }
}

impl<'a> Piece<'a> for Touches {
    fn take(blob: &mut Blob<'a>) -> Result<Touches, BlobError> {
        Ok(Touches { reached: blob.piece()?, attempts: blob.piece()? })
    }
}

impl<'a> Piece<'a> for Salary {
    fn take(blob: &mut Blob<'a>) -> Result<Salary, BlobError> {
        Ok(Salary { last_on: blob.piece()?, is_regular: blob.piece()? })
    }
}
