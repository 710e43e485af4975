/**
 * Actions with plans, agreements, leases and timers. What was open before had no plan and no verify: it goes on as it
 * was, under its time-out.
 */
export const actionPlans = `
  ALTER TABLE actions ADD COLUMN effect TEXT NOT NULL DEFAULT 'read';
  ALTER TABLE actions ADD COLUMN plans INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE actions ADD COLUMN verifies INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE actions ADD COLUMN role TEXT NOT NULL DEFAULT 'agent';
  ALTER TABLE actions ADD COLUMN revision INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE actions ADD COLUMN lease INTEGER NOT NULL DEFAULT 1;
  ALTER TABLE actions ADD COLUMN plan TEXT;
  ALTER TABLE actions ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE actions ADD COLUMN approved INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE actions ADD COLUMN runs INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE actions ADD COLUMN tries INTEGER NOT NULL DEFAULT 0;
  ALTER TABLE actions ADD COLUMN output TEXT NOT NULL DEFAULT 'null';
  ALTER TABLE actions ADD COLUMN timer TEXT;
  ALTER TABLE actions ADD COLUMN ran_at INTEGER;
  ALTER TABLE actions ADD COLUMN amount INTEGER;
  ALTER TABLE actions ADD COLUMN currency TEXT;
  ALTER TABLE actions ADD COLUMN requester TEXT NOT NULL DEFAULT '';
  UPDATE actions SET requester = json_extract(author, '$.id');
  UPDATE actions SET timer = 'plan' WHERE step = 'requested';
  UPDATE actions SET timer = 'run' WHERE step = 'running';
  DROP INDEX actions_open;
  CREATE INDEX actions_open ON actions (due_at) WHERE timer IS NOT NULL;
  CREATE INDEX actions_spent ON actions (requester, name) WHERE amount IS NOT NULL;
`;
