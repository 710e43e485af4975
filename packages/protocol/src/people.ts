import { z } from 'zod';
import { AgentId, At, Name, ShopperId, WebUrl, text } from './fields.ts';
import { sizes } from './limits.ts';
import { Work } from './work.ts';

/** Who wrote an entry. `id` is of the kind’s own prefix; `system` has the id `system`. */
export const Author = z.strictObject({
  kind: z.enum(['shopper', 'agent', 'bot', 'office', 'system']),
  id: z.string().min(1).max(60),
  name: z.string().max(sizes.nameMaxChars),
});
export type Author = z.infer<typeof Author>;

/** Who may come in on `/agent`, and as what. */
export const Role = z.enum(['agent', 'trainee', 'supervisor', 'bot', 'office', 'admin']);
export type Role = z.infer<typeof Role>;

/** What a key may do. `action:<name>` offers or requests one action, `action:*` all. */
export const Scope = z.union([
  z.enum(['read', 'reply', 'admin', 'action:*']),
  z.templateLiteral(['action:', z.string().regex(/^[a-z][a-z0-9]*(\.[a-z][a-z0-9_]*)+$/)]),
]);
export type Scope = z.infer<typeof Scope>;

/** A colleague, as others see them. */
export const Person = z.strictObject({
  id: AgentId,
  name: Name,
  role: Role,
  online: z.boolean(),
  /** Where the shop gives out conversations, of those who may be given some. */
  work: Work.optional(),
});
export type Person = z.infer<typeof Person>;

/** What the page or the shopper says about the shopper. Shown as claimed; selects nothing. */
export const Claim = z.strictObject({
  name: Name.optional(),
  email: z.email().max(sizes.emailMaxChars).optional(),
});
export type Claim = z.infer<typeof Claim>;

/** What the shop vouches for by a signed token. `sub` is the shop’s own customer number. */
export const Verified = z.strictObject({
  sub: z.string().min(1).max(120),
  name: Name.optional(),
  email: z.email().max(sizes.emailMaxChars).optional(),
});
export type Verified = z.infer<typeof Verified>;

/** A mail address the shopper has shown to be theirs by a code, when, and until when that counts as `verified`. */
export const Proved = z.strictObject({ email: z.email().max(sizes.emailMaxChars), at: At, until: At });
export type Proved = z.infer<typeof Proved>;

/** A shopper as staff see them: what is claimed, what the shop vouches for, and what was proved here, told apart. */
export const Shopper = z.strictObject({
  id: ShopperId,
  name: z.string().max(sizes.nameMaxChars),
  claimed: Claim,
  verified: Verified.nullable(),
  /** Absent: nothing. It is no word of the shop’s: no customer number goes with it. */
  proved: Proved.optional(),
  createdAt: At,
});
export type Shopper = z.infer<typeof Shopper>;

/** The page a shopper writes from, as the page’s script says. */
export const Page = z.strictObject({
  url: WebUrl,
  title: text(sizes.titleMaxChars).optional(),
});
export type Page = z.infer<typeof Page>;
