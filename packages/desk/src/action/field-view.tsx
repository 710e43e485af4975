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
  const onInput = (event: { currentTarget: HTMLInputElement }): void => onAnswer(event.currentTarget.value);
  if (kind.kind === 'text' && kind.type === 'date')
    return <input {...shared} type="date" onInput={onInput} />;
  if (kind.kind === 'text' && kind.type === 'datetime-local') {
    return <input {...shared} type="datetime-local" onInput={onInput} />;
  }
  return <input {...shared} type="text" inputMode={inputMode(kind)} autocomplete="off" onInput={onInput} />;
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

const Optional = ({ field }: { field: Field }): JSX.Element | null => {
  const { text } = useDesk();
  return field.isRequired ? null : <span class="muted">{text.action.optional}</span>;
};

const Group = ({ field, fields, ...rest }: FieldProps & { fields: readonly Field[] }): JSX.Element => (
  <fieldset class="group">
    <legend>
      {field.label} <Optional field={field} />
    </legend>
    {fields.map((inner) => (
      <FieldView key={inner.path} {...rest} field={inner} />
    ))}
  </fieldset>
);

type Described = Omit<FieldProps, 'problems'> & { id: string; problem: Problem | undefined; belowId: string };

const Tick = ({ field, answers, onAnswer, id, problem, belowId }: Described): JSX.Element => (
  <div class="field">
    <span class="choice">
      <input
        id={id}
        type="checkbox"
        checked={answers[field.path] === true}
        aria-describedby={belowId}
        onChange={(event) => onAnswer(field.path, event.currentTarget.checked)}
      />
      <label for={id}>{field.label}</label>
    </span>
    <Below id={belowId} field={field} problem={problem} />
  </div>
);

/** One field of an action's form, with its description and what is wrong with it. */
export const FieldView = (props: FieldProps): JSX.Element | null => {
  const { field, answers, problems, onAnswer } = props;
  const { control, path } = field;
  const id = useId();
  const problem = problems[path];
  const belowId = `${id}-below`;
  if (control.kind === 'fixed') return null;
  if (control.kind === 'group') return <Group {...props} fields={control.fields} />;
  if (control.kind === 'boolean') return <Tick {...props} id={id} problem={problem} belowId={belowId} />;
  const Control = control.kind === 'list' ? Lines : Single;
  return (
    <div class="field">
      <label for={id}>
        {field.label} <Optional field={field} />
      </label>
      <Control
        kind={control}
        id={id}
        answer={answers[path]}
        isWrong={problem !== undefined}
        describedBy={problem || field.description ? belowId : undefined}
        onAnswer={(next) => onAnswer(path, next)}
      />
      <Below id={belowId} field={field} problem={problem} />
    </div>
  );
};
