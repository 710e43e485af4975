import { z } from 'zod';
import { Stored, type Command } from './command.ts';
import { After, At, ConversationId, Label, LanguageTag, Nonce, Seq, text } from './fields.ts';
import { Form, FormValues } from './forms.ts';
import { sizes } from './limits.ts';
import { ShopSettings, TimeZone } from './shop-settings.ts';

const shopper = ['shopper'] as const;
const everyoneInside = ['agent', 'trainee', 'supervisor', 'bot', 'admin'] as const;
const admins = ['admin'] as const;

const ArticleId = z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'lower-case letters, digits and dashes');
const language = z.string().regex(/^[a-z]{2,3}$/, 'a language, e.g. de');
const ArticleTitle = z.strictObject({ id: ArticleId, language, title: Label, excerpt: z.string().max(200) });

/** An article as it is shown. `html` is as the shop gave it: whoever shows it sanitises it. */
export const Article = z.strictObject({
  id: ArticleId,
  language,
  title: Label,
  html: z.string().min(1).max(sizes.articleMaxChars),
  updatedAt: At,
});
export type Article = z.infer<typeof Article>;

/** What a shopper may ask of a shop’s services. */
export const shopperServiceCommands = {
  'form:get': {
    summary: 'A form the shop asks before a conversation, or while nobody is there.',
    input: z.strictObject({ form: z.enum(['preChat', 'offline']) }),
    output: z.strictObject({ form: Form }),
    roles: shopper,
  },
  'form:answer': {
    summary: 'Fills in a form that was sent into the conversation; the newest answers count.',
    input: z.strictObject({
      conversation: ConversationId,
      nonce: Nonce,
      /** The place of the message that holds the form, and the form’s own id. */
      seq: Seq,
      form: z.string().min(1).max(40),
      values: FormValues,
    }),
    output: Stored,
    roles: shopper,
    rate: 'shopperMessageBurst',
  },
  'rating:give': {
    summary: 'Rates a closed conversation, once for each closing; changeable for a day.',
    input: z.strictObject({
      conversation: ConversationId,
      nonce: Nonce,
      score: z.int().min(1).max(5),
      comment: text(sizes.ratingCommentMaxChars).optional(),
    }),
    output: Stored,
    roles: shopper,
    rate: 'shopperMessageBurst',
  },
  'transcript:get': {
    summary:
      'A piece of the conversation, as the shopper sees it, for a file; `next` is where the following one begins.',
    input: z.strictObject({
      conversation: ConversationId,
      format: z.enum(['text', 'html']),
      locale: LanguageTag.optional(),
      timeZone: TimeZone.optional(),
      after: After.default(0),
    }),
    output: z.strictObject({ piece: z.string(), next: After.nullable() }),
    roles: shopper,
  },
  'transcript:mail': {
    summary:
      'Sends the conversation, as the shopper sees it, to the address the shop vouches for or the shopper has proved. `forbidden` with `needs` where there is none.',
    input: z.strictObject({
      conversation: ConversationId,
      locale: LanguageTag.optional(),
      timeZone: TimeZone.optional(),
    }),
    /** The address, masked. */
    output: z.strictObject({ to: z.string() }),
    roles: shopper,
  },
  'article:find': {
    summary: 'Help articles in a language, those with all of the words first; without words, all by title.',
    input: z.strictObject({ language, query: z.string().max(sizes.queryMaxChars).optional() }),
    output: z.strictObject({ articles: z.array(ArticleTitle) }),
    roles: shopper,
  },
  'article:get': {
    summary: 'One help article.',
    input: z.strictObject({ id: ArticleId, language }),
    output: z.strictObject({ article: Article }),
    roles: shopper,
  },
} as const satisfies Record<string, Command>;

/** What staff may ask of them, and admins change. */
export const agentServiceCommands = {
  'settings:get': {
    summary: 'How the shop serves. Version 0: nothing was saved yet.',
    input: z.strictObject({}),
    output: z.strictObject({ version: z.int().min(0), settings: ShopSettings }),
    roles: everyoneInside,
    scope: 'read',
  },
  'settings:save': {
    summary: 'Saves all of it, made from that version; `conflict` when somebody has saved meanwhile.',
    input: z.strictObject({ version: z.int().min(0), settings: ShopSettings }),
    output: z.strictObject({ version: z.int().min(1) }),
    roles: admins,
    scope: 'admin',
  },
  'article:list': {
    summary: 'The shop’s help articles in all languages.',
    input: z.strictObject({}),
    output: z.strictObject({ articles: z.array(ArticleTitle) }),
    roles: everyoneInside,
    scope: 'read',
  },
  'article:save': {
    summary: 'Adds a help article, or replaces it.',
    input: Article.omit({ updatedAt: true }),
    output: z.strictObject({ updatedAt: At }),
    roles: admins,
    scope: 'admin',
  },
  'article:remove': {
    summary: 'Removes a help article, in one language or in all.',
    input: z.strictObject({ id: ArticleId, language: language.optional() }),
    output: z.strictObject({ removed: z.int().min(0) }),
    roles: admins,
    scope: 'admin',
  },
} as const satisfies Record<string, Command>;
