import { z } from 'zod';
import { ActionName } from './actions.ts';
import { At, Label, Money, Name, text } from './fields.ts';
import { Form } from './forms.ts';
import { sizes } from './limits.ts';
import { Routing } from './routing.ts';

/** A time of day on a shop’s own clock; `24:00` is the end of the day. */
const TimeOfDay = z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, 'a time of day, 09:00 to 24:00');
const Span = z
  .strictObject({ from: TimeOfDay, to: TimeOfDay })
  .refine(
    ({ from, to }) => from < to,
    'must end after it begins; past midnight, go on with 00:00 the next day',
  );
const Spans = z.array(Span).max(6);

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== '';
  } catch {
    return false;
  }
};

/** An IANA name: `Europe/Berlin`. */
export const TimeZone = z.string().max(60).refine(isTimeZone, 'an IANA time zone, e.g. Europe/Berlin');

/** When a shop answers, on the clocks of its time zone. A holiday stands in the place of its weekday. */
export const OpeningHours = z.strictObject({
  timeZone: TimeZone,
  /** Monday to Sunday. */
  week: z.tuple([Spans, Spans, Spans, Spans, Spans, Spans, Spans]),
  holidays: z
    .array(
      z.strictObject({
        date: z.iso.date(),
        name: Label.optional(),
        /** Absent: closed all day. */
        spans: Spans.optional(),
      }),
    )
    .max(200)
    .default([]),
});
export type OpeningHours = z.infer<typeof OpeningHours>;

/** What a greeting waits for; all of what is given has to be so. */
const GreetingRule = z.strictObject({
  /** The page’s path, with `*` for anything: `/products/*`. */
  page: z.string().min(1).max(200).optional(),
  /** So long on the page. */
  afterMs: z.int().min(0).max(3_600_000).optional(),
  /** A cart of at least so much. */
  cart: Money.optional(),
  /** Only who has been here before, or only who has not. */
  returning: z.boolean().optional(),
  /** Only pages in this language. */
  language: z
    .string()
    .regex(/^[a-z]{2,3}$/)
    .optional(),
});

/** What the shop says by itself, to whom, and how often at most to one shopper. */
export const Greeting = z.strictObject({
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  text: text(sizes.greetingMaxChars),
  when: GreetingRule,
  /** Not again within this time. */
  everyMs: z.int().min(60_000).max(31_536_000_000).default(86_400_000),
});
export type Greeting = z.infer<typeof Greeting>;

/** Five stars, or a thumb up or down. */
export const RatingScale = z.union([z.literal(2), z.literal(5)]);

/** What trainees write waits for a release: within so long, or every supervisor is told. Absent: two minutes. */
export const DraftSettings = z.strictObject({ dueAfterMs: z.int().min(10_000).max(3_600_000) });

/** How a shop serves: what its panel offers and asks. What is absent is off. */
export const ShopSettings = z.strictObject({
  hours: OpeningHours.optional(),
  /** Asked before a conversation begins. */
  preChat: Form.optional(),
  /** Asked instead, while nobody is there to answer. */
  offline: Form.optional(),
  rating: z.strictObject({ scale: RatingScale }).optional(),
  transcript: z.strictObject({ download: z.boolean(), mail: z.boolean() }).optional(),
  greetings: z
    .array(Greeting)
    .max(20)
    .refine((all) => new Set(all.map(({ id }) => id)).size === all.length, 'each needs an id of its own')
    .optional(),
  /** Under which name the greetings speak; absent: the shop’s. */
  bot: Name.optional(),
  /** Actions a shopper may ask for without anybody of the shop: `action:ask`. They have to be reads. */
  selfService: z.array(ActionName).min(1).max(10).optional(),
  /** How conversations are given to people. Absent: nobody is given any, whoever is free takes one from the queue. */
  routing: Routing.optional(),
  drafts: DraftSettings.optional(),
});
export type ShopSettings = z.infer<typeof ShopSettings>;

/** What of it a panel needs to begin with. */
export const ShopService = z.strictObject({
  /** Absent: the shop says nothing of its hours. */
  hours: z
    .strictObject({
      open: z.boolean(),
      /** When that ends; absent: not within the next weeks. */
      until: At.optional(),
      timeZone: z.string(),
    })
    .optional(),
  /** The forms there are to be asked: `form:get`. */
  forms: z.array(z.enum(['preChat', 'offline'])).optional(),
  rating: RatingScale.optional(),
  transcript: z.array(z.enum(['download', 'mail'])).optional(),
  articles: z.literal(true).optional(),
  /** Shoppers may look up an order by themselves: `action:ask` of `order.lookup`. */
  orders: z.literal(true).optional(),
});
export type ShopService = z.infer<typeof ShopService>;

/** A rating as it stands in the log: `score` of 1 to `of`. */
export const RatingData = z.strictObject({
  score: z.int().min(1).max(5),
  of: RatingScale,
  comment: text(sizes.ratingCommentMaxChars).optional(),
});

/** What the shop had said by itself when the shopper answered it; `by` is the name it spoke under. */
export const GreetingData = z.strictObject({
  greeting: z.string().min(1).max(40),
  by: Name,
  text: text(sizes.greetingMaxChars),
});
