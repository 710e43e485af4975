/** What is to be looked at, which types are taken, and where a picture’s two versions are to be written. */
export type Examination = { path: string; types: readonly string[]; whole: string; small: string };

/** What it was found to be, as what it is to be kept. With `picture`, both versions were written. */
export type Found = { type: string; picture?: { type: string; width: number; height: number } };

/** Why it is not taken: nothing known, a type that is not taken, a picture that cannot be read, one too large to decode. */
export type Rejected = 'unknown' | 'unwanted' | 'unreadable' | 'too_many_pixels';

/** How an examination ends. */
export type Examined =
  | { ok: true; found: Found }
  | { ok: false; rejected: Rejected; type?: string }
  /** What looks into pictures is not there: the library is missing on this machine. */
  | { ok: false; rejected: 'unable' };
