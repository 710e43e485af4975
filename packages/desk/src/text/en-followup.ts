/** The words about what somebody has to see to, in English. */
export const followup = {
  open: (what: string, due: string) => `To see to, due ${due}: ${what}`,
  owned: (what: string, owner: string, due: string) => `For ${owner} to see to, due ${due}: ${what}`,
  done: (by: string, what: string) => `${by} has seen to it: ${what}`,
};
