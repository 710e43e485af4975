import type { Json } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import type { Texts } from '../text/en.ts';
import type { Answers, Problem } from './answers.ts';
import type { Field, FieldKind } from './fields.ts';

type Answer = Answers[string];
type FieldProps = {
  field: Field;
  answers: Answers;
  problems: Readonly<Record<string, Problem>>;
  onAnswer: (path: string, answer: Answer) => void;
};
type ControlProps = {
  kind: FieldKind;
  id: string;
  answer: Answer | undefined;
  isWrong: boolean;
  describedBy: string | undefined;
  onAnswer: (answer: Answer) => void;
};

/** What is wrong with a field, in a sentence. */
export const problemSentence = (problem: Problem, text: Texts): string => {
  const { problems } = text.action;
  return 'bound' in problem ? problems[problem.why](problem.bound) : problems[problem.why];
};

const optionName = (option: Json): string => (typeof option === 'string' ? option : JSON.stringify(option));

const Choice = ({ kind, id, answer, isWrong, describedBy, onAnswer }: ControlProps): JSX.Element | null => {
  const { text } = useDesk();
  if (kind.kind !== 'choice') return null;
  return (
    <select
      id={id}
      class="input"
      value={String(answer ?? '')}
      aria-invalid={isWrong}
      aria-describedby={describedBy}
      onChange={(event) => onAnswer(event.currentTarget.value)}
    >
      <option value="">{text.action.choose}</option>
      {kind.options.map((option, index) => (
        <option key={index} value={String(index)}>
          {optionName(option)}
        </option>
      ))}
    </select>
  );
};

const isDate = (type: string): boolean => type.startsWith('date');

const inputMode = (kind: FieldKind): 'numeric' | 'decimal' | 'text' => {
  if (kind.kind !== 'number') return 'text';
  return kind.isInteger ? 'numeric' : 'decimal';
};

const Single = (props: ControlProps): JSX.Element => {
  const { kind, id, answer, isWrong, describedBy, onAnswer } = props;
  if (kind.kind === 'choice') return <Choice {...props} />;
  const shared = {
    id,
    class: 'input',
    value: typeof answer === 'string' ? answer : '',
    'aria-invalid': isWrong,
    'aria-describedby': describedBy,
  };
  if (kind.kind === 'json' || (kind.kind === 'text' && kind.isLong)) {
    return <textarea {...shared} rows={3} onInput={(event) => onAnswer(event.currentTarget.value)} />;
  }
  return (
    <input
      {...shared}
      type={kind.kind === 'text' && isDate(kind.type) ? kind.type : 'text'}
      inputMode={inputMode(kind)}
      autocomplete="off"
      onInput={(event) => onAnswer(event.currentTarget.value)}
    />
  );
};

const Lines = ({ kind, id, answer, ...rest }: ControlProps): JSX.Element | null => {
  const { text } = useDesk();
  if (kind.kind !== 'list') return null;
  const lines = Array.isArray(answer) ? (answer as readonly string[]) : [''];
  const { onAnswer } = rest;
  return (
    <div class="lines">
      {lines.map((line, index) => (
        <div key={index} class="lines-one">
          <Single
            {...rest}
            kind={kind.item}
            id={index === 0 ? id : `${id}-${index}`}
            answer={line}
            onAnswer={(next) => onAnswer(lines.map((each, at) => (at === index ? String(next) : each)))}
          />
          {lines.length > 1 ? (
            <button
              type="button"
              class="icon-button"
              aria-label={`${text.action.removeLine} ${index + 1}`}
              onClick={() => onAnswer(lines.filter((_, at) => at !== index))}
            >
              <span aria-hidden="true">×</span>
            </button>
          ) : null}
        </div>
      ))}
      <button type="button" class="button button-small" onClick={() => onAnswer([...lines, ''])}>
        {text.action.addLine}
      </button>
    </div>
  );
};

const Below = ({ id, field, problem }: { id: string; field: Field; problem: Problem | undefined }) => {
  const { text } = useDesk();
  if (!problem && !field.description) return null;
  return (
    <p id={id} class={problem ? 'problem' : 'muted'}>
      {problem ? problemSentence(problem, text) : field.description}
    </p>
  );
};

const Name = ({ field }: { field: Field }): JSX.Element => {
  const { text } = useDesk();
  return (
    <>
      {field.label} {field.isRequired ? null : <span class="muted">{text.action.optional}</span>}
    </>
  );
};

/** One field of an action's form, with its description and what is wrong with it. */
export const FieldView = (props: FieldProps): JSX.Element | null => {
  const { field, answers, problems, onAnswer } = props;
  const { control, path, description } = field;
  const id = useId();
  const problem = problems[path];
  const belowId = problem || description ? `${id}-below` : undefined;
  const answer = answers[path];
  if (control.kind === 'fixed') return null;
  if (control.kind === 'group') {
    return (
      <fieldset class="group">
        <legend>
          <Name field={field} />
        </legend>
        {control.fields.map((inner) => (
          <FieldView key={inner.path} {...props} field={inner} />
        ))}
      </fieldset>
    );
  }
  if (control.kind === 'boolean') {
    return (
      <div class="field">
        <label class="choice">
          <input
            type="checkbox"
            checked={answer === true}
            aria-describedby={belowId}
            onChange={(event) => onAnswer(path, event.currentTarget.checked)}
          />
          {field.label}
        </label>
        <Below id={`${id}-below`} field={field} problem={problem} />
      </div>
    );
  }
  const Control = control.kind === 'list' ? Lines : Single;
  return (
    <div class="field">
      <label for={id}>
        <Name field={field} />
      </label>
      <Control
        kind={control}
        id={id}
        answer={answer}
        isWrong={problem !== undefined}
        describedBy={belowId}
        onAnswer={(next) => onAnswer(path, next)}
      />
      <Below id={`${id}-below`} field={field} problem={problem} />
    </div>
  );
};
