//! The hash chain: each journal row's hash covers the one before, so that a removed or changed row shows.

use super::Actor;
use crate::domain::GroupId;
use crate::store::Result;
use rusqlite::{Connection, OptionalExtension, named_params};
use sha2::{Digest, Sha256};

type Hash = [u8; 32];

/// One row to append.
pub(super) struct Entry<'a> {
    pub group: GroupId,
    pub kind: &'a str,
    pub table: &'a str,
    pub row_id: i64,
    pub payload: &'a str,
}

/// The end of the chain, while an action holds the write lock.
pub(super) struct Chain {
    seq: i64,
    hash: Vec<u8>,
}

impl Chain {
    pub(super) fn resume(conn: &Connection) -> Result<Chain> {
        let last = conn
            .prepare_cached("SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1")?
            .query_row([], |row| Ok(Chain { seq: row.get(0)?, hash: row.get(1)? }))
            .optional()?;
        Ok(last.unwrap_or(Chain { seq: 0, hash: vec![0; 32] }))
    }

    pub(super) fn append(&mut self, conn: &Connection, actor: &Actor, entry: &Entry<'_>) -> Result<()> {
        let seq = self.seq + 1;
        let payload_hash: Hash = Sha256::digest(entry.payload.as_bytes()).into();
        let link =
            Link { seq, at: actor.now.at.0, who: &actor.who, kind: entry.kind, payload_hash: &payload_hash };
        let hash = link.hash_after(&self.hash);
        conn.prepare_cached(
            "INSERT INTO journal (seq, group_id, at, who, kind, table_name, row_id, payload, payload_hash, hash)
             VALUES (:seq, :group, :at, :who, :kind, :table, :row, :payload, :payload_hash, :hash)",
        )?
        .execute(named_params! {
            ":seq": seq, ":group": entry.group, ":at": actor.now.at, ":who": actor.who, ":kind": entry.kind,
            ":table": entry.table, ":row": entry.row_id, ":payload": entry.payload,
            ":payload_hash": payload_hash.as_slice(), ":hash": hash.as_slice(),
        })?;
        self.seq = seq;
        self.hash = hash.to_vec();
        Ok(())
    }
}

/// What a hash covers, besides the hash before it.
struct Link<'a> {
    seq: i64,
    at: i64,
    who: &'a str,
    kind: &'a str,
    payload_hash: &'a [u8],
}

impl Link<'_> {
    fn hash_after(&self, before: &[u8]) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(before);
        hasher.update(self.seq.to_be_bytes());
        hasher.update(self.at.to_be_bytes());
        for text in [self.who, self.kind] {
            hasher.update(u64::try_from(text.len()).unwrap_or(u64::MAX).to_be_bytes());
            hasher.update(text.as_bytes());
        }
        hasher.update(self.payload_hash);
        hasher.finalize().into()
    }
}

/// Checks the whole journal; the first sequence number that does not fit, or `None` when all do. Rows whose
/// payload was erased still verify.
///
/// # Errors
/// When the file cannot be read.
pub fn verify_chain(conn: &Connection) -> Result<Option<i64>> {
    let mut statement =
        conn.prepare("SELECT seq, at, who, kind, payload, payload_hash, hash FROM journal ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let mut before = vec![0; 32];
    let mut expected = 1;
    while let Some(row) = rows.next()? {
        let (seq, at): (i64, i64) = (row.get(0)?, row.get(1)?);
        let (who, kind): (String, String) = (row.get(2)?, row.get(3)?);
        let payload: Option<String> = row.get(4)?;
        let (payload_hash, hash): (Vec<u8>, Vec<u8>) = (row.get(5)?, row.get(6)?);
        let link = Link { seq, at, who: &who, kind: &kind, payload_hash: &payload_hash };
        let payload_fits =
            payload.is_none_or(|p| Sha256::digest(p.as_bytes()).as_slice() == payload_hash.as_slice());
        if seq != expected || !payload_fits || link.hash_after(&before).as_slice() != hash.as_slice() {
            return Ok(Some(seq));
        }
        before = hash;
        expected += 1;
    }
    Ok(None)
}
