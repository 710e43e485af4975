import { formatMoney } from '@shopbell/look';
import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { currencyPath, rowKeys } from './answers.ts';
import { Below, Optional, type FieldProps } from './field-parts.tsx';
import { rowFields, type Field } from './fields.ts';
import type { KnownLine } from './known-orders.ts';
import { articleField, lineAnswers, lineKey } from './known.ts';

type RowsProps = FieldProps & {
  item: readonly Field[];
  /** Draws a field of a row: given, because the fields draw rows in turn. */
  drawn: (field: Field) => JSX.Element;
};

/** A line of the order, to be ticked; once it is, what else the row asks for stands below it. */
const LinePick = (props: RowsProps & { line: KnownLine; isWrong: boolean }): JSX.Element => {
  const { field, item, answers, line, isWrong, drawn, onAnswer } = props;
  const { locale } = useDesk();
  const id = useId();
  const { path } = field;
  const key = lineKey(line);
  const keys = rowKeys(answers, path);
  const isPicked = keys.includes(key);
  const article = articleField(item);
  const rest = rowFields(path, item, key).filter(({ name }) => name !== article?.name);
  const pick = (isWanted: boolean): void => {
    const others = keys.filter((each) => each !== key);
    if (!isWanted) return onAnswer({ [path]: others });
    onAnswer({ ...lineAnswers({ path, item }, line, locale), [path]: [...others, key] });
  };
  return (
    <div class="line-pick">
      <span class="choice">
        <input
          id={id}
          type="checkbox"
          checked={isPicked}
          data-invalid={isWrong}
          onChange={(event) => pick(event.currentTarget.checked)}
        />
        <label for={id}>
          <bdi>{line.title}</bdi>{' '}
          <span class="muted">
            {line.quantity} × · {formatMoney(line.total, locale)}
          </span>
        </label>
      </span>
      {isPicked && rest.length > 0 ? (
        <div class="row-fields" role="group" aria-label={line.title}>
          {rest.map(drawn)}
        </div>
      ) : null}
    </div>
  );
};

type RowProps = RowsProps & { rowKey: string; place: number };

const OneRow = ({ field, item, answers, rowKey, place, drawn, onAnswer }: RowProps): JSX.Element => {
  const { text } = useDesk();
  const { path, label } = field;
  const remove = (): void => onAnswer({ [path]: rowKeys(answers, path).filter((each) => each !== rowKey) });
  return (
    <div class="row-one" data-row={rowKey} role="group" aria-label={`${label} ${place}`}>
      <div class="row-fields">{rowFields(path, item, rowKey).map(drawn)}</div>
      <button
        type="button"
        class="icon-button"
        aria-label={`${text.action.removeLine} ${place}`}
        onClick={remove}
      >
        <span aria-hidden="true">×</span>
      </button>
    </div>
  );
};

/** A key that no row has. */
const nextKey = (keys: readonly string[]): string =>
  String(Math.max(0, ...keys.map(Number).filter(Number.isFinite)) + 1);

/** Adding a row, after which its first field has the focus. */
const useAdding = ({ field: { path }, item, answers, beside, onAnswer }: RowsProps) => {
  const list = useRef<HTMLFieldSetElement>(null);
  const added = useRef<string | null>(null);
  const keys = rowKeys(answers, path);
  useEffect(() => {
    if (added.current === null) return;
    const row = [...(list.current?.querySelectorAll<HTMLElement>('[data-row]') ?? [])].at(-1);
    row?.querySelector<HTMLElement>('input, select, textarea')?.focus();
    added.current = null;
  }, [keys]);
  const add = (): void => {
    const key = nextKey(keys);
    added.current = key;
    const currencies = rowFields(path, item, key)
      .filter(({ control }) => control.kind === 'money')
      .map((money) => [currencyPath(money.path), beside.currency] as const);
    onAnswer({ ...Object.fromEntries(currencies), [path]: [...keys, key] });
  };
  return { list, add };
};

/** A list of objects: the lines of the order to tick, where one is known, and rows of fields for whatever else. */
export const RowsView = (props: RowsProps): JSX.Element => {
  const { field, item, answers, problems, beside } = props;
  const { list, add } = useAdding(props);
  const { text } = useDesk();
  const belowId = useId();
  const { path } = field;
  const lines = articleField(item) ? beside.lines : [];
  const ticked = new Set(lines.map(lineKey));
  const keys = rowKeys(answers, path);
  const rows = keys.filter((key) => !ticked.has(key));
  const problem = problems[path];
  return (
    <fieldset ref={list} class="group" aria-describedby={problem ? belowId : undefined}>
      <legend>
        {field.label} <Optional field={field} />
      </legend>
      {lines.map((line, index) => (
        <LinePick key={line.sku} {...props} line={line} isWrong={problem !== undefined && index === 0} />
      ))}
      {rows.map((key, index) => (
        <OneRow key={key} {...props} rowKey={key} place={index + 1} />
      ))}
      <Below id={belowId} field={field} problem={problem} />
      <button
        type="button"
        class="button button-small rows-add"
        data-invalid={problem !== undefined && lines.length === 0}
        onClick={add}
      >
        {lines.length > 0 ? text.action.addOther : text.action.addLine}
      </button>
    </fieldset>
  );
};
