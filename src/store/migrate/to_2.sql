-- The few consents that close a channel: the pass over the whole book reads no others.
CREATE INDEX IF NOT EXISTS consent_closing ON consent (customer_id) WHERE state IN ('service_only', 'no_until', 'never');

-- The newest data, the figures of calls and the standing rests are read from indexes alone.
CREATE INDEX IF NOT EXISTS account_balance_on ON account (balance_on) WHERE balance_on IS NOT NULL;
DROP INDEX contact_at;
CREATE INDEX contact_at ON contact (at, channel, direction, reach, result);
DROP INDEX reason_rest_customer;
CREATE INDEX reason_rest_customer ON reason_rest (customer_id, until_on);

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
