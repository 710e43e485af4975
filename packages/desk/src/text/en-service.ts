/** The words about forms, ratings and greetings, in English. */
export const service = {
  filled: (name: string) => `${name} filled in a form`,
  claimed: 'Said by the shopper, not checked',
  yes: 'Yes',
  no: 'No',
  greeting: (by: string) => `${by} had greeted by itself`,
  rated: (name: string, score: number, of: number) => `${name} gave ${score} of ${of}`,
  thumb: (name: string, isUp: boolean) => `${name} was ${isUp ? 'content' : 'not content'}`,
};
