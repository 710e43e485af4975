/**
 * Every bound of the protocol, in one place. No schema library here, so that browsers may import it.
 * Units stand in the names; counts are plain numbers.
 */

/** The version a client names when it connects. Adding to the protocol is free; breaking it raises this. */
export const protocolVersion = 1;

/**
 * The versions a relay answers. Who introduces one lets relays answer it beside the one before first, and clients
 * speak it only when no relay is left that does not.
 */
export const answeredVersions: readonly number[] = [protocolVersion];

/** Bounds on what one packet or one field may hold. */
export const sizes = {
  packetMaxBytes: 65_536,
  shopperPacketMaxDepth: 6,
  shopperPacketMaxKeys: 64,
  agentPacketMaxDepth: 12,
  agentPacketMaxKeys: 4_096,
  /** An office’s offers carry JSON Schemas, which nest deeper than anything else. */
  offerMaxDepth: 32,
  textMaxChars: 4_000,
  noteMaxChars: 4_000,
  nameMaxChars: 80,
  emailMaxChars: 254,
  urlMaxChars: 2_048,
  titleMaxChars: 200,
  labelMaxChars: 120,
  summaryMaxChars: 600,
  /** `basis` of a plan. */
  basisMaxChars: 200,
  reasonMaxChars: 400,
  followupMaxChars: 1_000,
  partsMax: 8,
  choicesMax: 12,
  orderLinesMax: 200,
  outputMaxBytes: 32_768,
  pageSizeMax: 200,
  queryMaxChars: 200,
  searchPageMax: 50,
  /** A piece of a text around what was found in it. */
  excerptMaxChars: 200,
  watchedMax: 500,
  formFieldsMax: 8,
  formAnswerMaxChars: 1_000,
  greetingMaxChars: 400,
  articleMaxChars: 50_000,
  cannedMax: 1_000,
  ratingCommentMaxChars: 1_000,
  /** What a shopper fills in to look something up. */
  lookupFieldsMax: 8,
  lookupFieldMaxChars: 254,
  /** A cart or an order as the page tells of it. */
  cartLinesMax: 20,
  cartTitleMaxChars: 80,
  cartIdMaxChars: 64,
  cartPacketMaxKeys: 512,
  /** Relays tell each other of it in one notice. */
  cartMaxBytes: 7_000,
  identityCodeDigits: 6,
  identityTriesMax: 5,
  waitMaxMs: 25_000,
  /** A file as it is sent, unless the shop takes less. */
  uploadMaxBytes: 10 * 1_024 * 1_024,
  fileNameMaxChars: 120,
  /** A picture that is larger is refused before it is decoded … */
  pictureMaxPixels: 50_000_000,
  /** … and none is kept with a longer side than this. */
  pictureMaxSide: 4_096,
  thumbnailMaxSide: 480,
} as const;

/** How often something may happen: `perMs` milliseconds give back one token, up to `burst`. */
export type Rate = { readonly burst: number; readonly perMs: number };

const perSecond = (n: number, burst: number): Rate => ({ burst, perMs: 1_000 / n });
const per = (n: number, windowMs: number, burst = n): Rate => ({ burst, perMs: windowMs / n });
const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** Token buckets on monotonic time. A refusal carries `retryAfterMs`, and people are told. */
export const rates = {
  connectPerAddress: per(30, minuteMs, 60),
  authFailuresPerAddress: per(20, minuteMs),
  shopperMessageBurst: perSecond(1, 10),
  shopperMessagePerHour: per(200, hourMs),
  shopperConversationPerDay: per(20, dayMs),
  shopperPacket: perSecond(20, 40),
  shopperTyping: perSecond(1, 3),
  shopperCart: perSecond(1, 5),
  agentPacket: perSecond(50, 200),
  agentAction: perSecond(5, 10),
  agentSearch: perSecond(4, 20),
  /** Codes that prove a mail address: by shopper, by the mail address, by the address the request came from. */
  codePerShopper: per(3, 10 * minuteMs),
  codePerMail: per(5, hourMs),
  codePerAddress: per(20, 10 * minuteMs),
  uploadPerShopper: per(5, 10 * minuteMs),
  uploadPerAddress: per(60, 10 * minuteMs),
  agentUpload: perSecond(1, 60),
  transcriptPerShopper: per(3, hourMs),
  transcriptPerMail: per(5, hourMs),
  articlePerShopper: perSecond(2, 20),
  /** What shoppers look up by themselves: by shopper, by the address the request came from. */
  lookupPerShopper: per(10, hourMs),
  lookupPerAddress: per(30, hourMs),
} as const satisfies Record<string, Rate>;

/** The name of one bucket of {@link rates}. */
export type RateName = keyof typeof rates;

/** How many may be connected at once. */
export const connections = { perAddress: 200, perShopper: 10 } as const;

/** How long things may take, in milliseconds. */
export const times = {
  callTimeoutMs: 10_000,
  actionPlanTimeoutMs: 30_000,
  /** Somebody sits and looks: below what a call may take. */
  actionPreviewTimeoutMs: 8_000,
  actionRunTimeoutMs: 30_000,
  actionVerifyTimeoutMs: 30_000,
  /** How long a plan may be agreed to, unless it says. */
  actionExpiresMs: 15 * minuteMs,
  actionExpiresMaxMs: 7 * dayMs,
  actionLaterMaxMs: 30 * dayMs,
  /** By when somebody looks up an action that could not be verified. */
  followupDueMs: dayMs,
  /** By when a draft is looked at, where the shop says nothing else: nobody likes to wait for what is written already. */
  draftDueMs: 2 * minuteMs,
  typingShownMs: 6_000,
  jwtMaxAgeMs: 15 * minuteMs,
  deskSessionMs: 12 * hourMs,
  signInCodeMs: 24 * hourMs,
  /** How long a code that proves a mail address can be entered, and may take to be sent. */
  identityCodeMs: 10 * minuteMs,
  identityCodeSendMs: 10_000,
  /** How long a code that was confirmed, with the token it was confirmed with, still fetches the new token. */
  identityRenewMs: minuteMs,
  /** When another may be asked for by whoever waits for it. */
  identityCodeAgainMs: 30_000,
  /** How long a proof counts as `verified`, where the relay says nothing else. */
  identityFreshMs: 30 * minuteMs,
  /** How long a rating can be changed. */
  ratingChangeMs: dayMs,
  /** How long the address of a file’s bytes can be used. */
  fileLinkMs: 5 * minuteMs,
  /** An upload of which nothing arrives for so long is over; and so is one that takes longer than this. */
  uploadStallMs: 20_000,
  uploadMaxMs: 15 * minuteMs,
  /** A file that no message names is removed after this. */
  fileUnnamedMs: hourMs,
} as const;
