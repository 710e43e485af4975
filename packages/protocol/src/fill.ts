const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;
/** Where both ways of writing meet, a value is set apart, so that neither turns the other round (FSI … PDI). */
const setApart = (value: string, sentence: string): string =>
  rightToLeft.test(sentence + value) ? `\u2068${value}\u2069` : value;

/** Puts a value where a sentence says `{}`, or values by name where it says `{name}`. */
export const fill = (sentence: string, values: string | Readonly<Record<string, string>>): string =>
  sentence.replaceAll(/\{(\w*)\}/g, (place, name: string) => {
    const value = typeof values === 'string' ? values : values[name];
    return value === undefined ? place : setApart(value, sentence);
  });
