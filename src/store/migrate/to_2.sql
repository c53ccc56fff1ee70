-- Not in the first books of version 1.
CREATE INDEX IF NOT EXISTS consent_closing ON consent (customer_id) WHERE state IN ('service_only', 'no_until', 'never');

-- Something written about a customer that is no contact: a remark, or (`skip`) why he was passed over, which puts him
-- at the end of that day's queues. Never changed; goes by undo only.
CREATE TABLE remark (
  id           INTEGER PRIMARY KEY,
  customer_id  INTEGER NOT NULL REFERENCES customer (id),
  at           INTEGER NOT NULL,
  skip         TEXT CHECK (skip IN ('later', 'timing', 'prepare', 'waiting', 'contacted', 'colleague', 'unfounded', 'other')),
  text         TEXT,
  CHECK (skip IS NOT NULL OR text IS NOT NULL)
) STRICT;
CREATE INDEX remark_customer ON remark (customer_id, at);
