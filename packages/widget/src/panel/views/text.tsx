import type { JSX } from 'preact';
import { useLate } from '../late-part.ts';
import type { Words } from '../words.ts';

type TextProps = { text: string; words: Words };

const Plain = ({ text }: TextProps): JSX.Element => (
  <p class="text" dir="auto">
    {text}
  </p>
);

const Late = (props: TextProps): JSX.Element => {
  const late = useLate('said');
  return late ? <late.Prose {...props} /> : <Plain {...props} />;
};

/** A message’s words, as they were typed; where there may be more to them, that is drawn once what does it is there. */
export const Text = (props: TextProps): JSX.Element =>
  /[*_`:[\n]/.test(props.text) ? <Late {...props} /> : <Plain {...props} />;
