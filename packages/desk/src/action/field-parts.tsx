import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import type { Texts } from '../text/en.ts';
import type { Field } from './fields.ts';
import type { KnownArticle, KnownLine } from './known-orders.ts';
import type { Answers, Problem } from './values.ts';

/**
 * What the conversation knows that a form can be filled from: numbers of orders, lines and currency of the one that is
 * named, articles that a search has shown.
 */
export type Beside = {
  orders: readonly string[];
  lines: readonly KnownLine[];
  currency: string;
  articles: readonly KnownArticle[];
};

/** What every field of a form is drawn from. */
export type FieldProps = {
  field: Field;
  answers: Answers;
  problems: Readonly<Record<string, Problem>>;
  beside: Beside;
  /** Takes what was typed, by path; several at once where one tick fills a row. */
  onAnswer: (given: Answers) => void;
};

/** What is wrong with a field, in a sentence. */
export const problemSentence = (problem: Problem, text: Texts): string => {
  const { problems } = text.action;
  return 'bound' in problem ? problems[problem.why](problem.bound) : problems[problem.why];
};

type BelowProps = { id: string; field: Field; problem: Problem | undefined };

/** The description of a field, or what is wrong with it. */
export const Below = ({ id, field, problem }: BelowProps): JSX.Element | null => {
  const { text } = useDesk();
  // Money is typed in major units here, whatever its schema says of minor ones.
  const description = field.control.kind === 'money' ? null : field.description;
  if (!problem && !description) return null;
  return (
    <p id={id} class={problem ? 'problem' : 'muted'}>
      {problem ? problemSentence(problem, text) : description}
    </p>
  );
};

/** Says that a field may stay empty. */
export const Optional = ({ field }: { field: Field }): JSX.Element | null => {
  const { text } = useDesk();
  return field.isRequired ? null : <span class="muted">{text.action.optional}</span>;
};
