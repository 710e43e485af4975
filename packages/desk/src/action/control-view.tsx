import type { Json } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useDesk } from '../app/desk.ts';
import type { FieldKind } from './fields.ts';
import type { Answers } from './values.ts';

type Answer = Answers[string];
/** What one control is drawn from. */
export type ControlProps = {
  kind: FieldKind;
  id: string;
  answer: Answer | undefined;
  isWrong: boolean;
  describedBy: string | undefined;
  /** Values that are offered while one types. */
  offered?: readonly { value: string; label: string }[];
  onAnswer: (answer: Answer) => void;
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

/** One control for one value. */
export const Single = (props: ControlProps): JSX.Element => {
  const { kind, id, answer, isWrong, describedBy, offered = [], onAnswer } = props;
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
  const list = offered.length > 0 ? { list: `${id}-offered` } : {};
  return (
    <>
      <input
        {...shared}
        {...list}
        type="text"
        inputMode={inputMode(kind)}
        autocomplete="off"
        onInput={onInput}
      />
      {offered.length > 0 ? (
        <datalist id={`${id}-offered`}>
          {offered.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </datalist>
      ) : null}
    </>
  );
};

/** One control per value of a list, with a way to add and remove. */
export const Lines = ({ kind, id, answer, ...rest }: ControlProps): JSX.Element | null => {
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
