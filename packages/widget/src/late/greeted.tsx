import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ViewProps } from '../panel/views/view-props.ts';
import { Prose } from './said.tsx';

type Rules = { by: string; greetings: { id: string; text: string }[] };

/** The greeting the shopper is about to answer, in the relay’s words, not the page’s. */
export const Greeted = ({ state, words, chat }: ViewProps): JSX.Element | null => {
  const { greeting } = state;
  const [rules, setRules] = useState<Rules>();
  useEffect(() => {
    void fetch(`/widget/greetings.json?shop=${chat.shop}`)
      .then(async (reply) => setRules((await reply.json()) as Rules))
      // Without it, what is written is an answer all the same.
      .catch(() => {});
  }, []);
  const said = rules?.greetings.find(({ id }) => id === greeting);
  if (!rules || !said) return null;
  return (
    <div class="message last greeted">
      <span class="name" dir="auto">
        {rules.by}
      </span>
      <div class="bubble">
        <Prose text={said.text} words={words} />
      </div>
    </div>
  );
};
