/** Who of the shop has to agree to a plan, apart from the plan, so that what waits is found; and the plan one expects. */
export const approvalQueue = `
  ALTER TABLE actions ADD COLUMN approver TEXT;
  ALTER TABLE actions ADD COLUMN expects TEXT;
  UPDATE actions SET approver = json_extract(plan, '$.approve') WHERE plan IS NOT NULL;
  CREATE INDEX actions_approvals ON actions (shop, due_at, id)
    WHERE timer = 'expiry' AND approver IS NOT NULL AND approved = 0;
`;
