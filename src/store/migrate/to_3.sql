-- Derived: what lists show and reasons look at of a customer's own rows (store::recompute::digest), so that a day
-- forward reads one row of a customer instead of those of eight tables. Deleted whenever one of them changes; of who
-- has none the rows are read.
CREATE TABLE customer_digest (
  customer_id  INTEGER PRIMARY KEY REFERENCES customer (id) ON DELETE CASCADE,
  digest       BLOB NOT NULL
) STRICT;
