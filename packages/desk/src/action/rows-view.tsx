import { formatMoney } from '@shopbell/look';
import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { rowKeys } from './answers.ts';
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
const LinePick = (props: RowsProps & { line: KnownLine }): JSX.Element => {
  const { field, item, answers, line, drawn, onAnswer } = props;
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
    <div class="row-one" role="group" aria-label={`${label} ${place}`}>
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

/** A list of objects: the lines of the order to tick, where one is known, and rows of fields for whatever else. */
export const RowsView = (props: RowsProps): JSX.Element => {
  const { field, item, answers, problems, beside, onAnswer } = props;
  const { text } = useDesk();
  const belowId = useId();
  const { path } = field;
  const lines = articleField(item) ? beside.lines : [];
  const ticked = new Set(lines.map(lineKey));
  const keys = rowKeys(answers, path);
  const rows = keys.filter((key) => !ticked.has(key));
  const problem = problems[path];
  return (
    <fieldset class="group" aria-describedby={problem ? belowId : undefined}>
      <legend>
        {field.label} <Optional field={field} />
      </legend>
      {lines.map((line) => (
        <LinePick key={line.sku} {...props} line={line} />
      ))}
      {rows.map((key, index) => (
        <OneRow key={key} {...props} rowKey={key} place={index + 1} />
      ))}
      <Below id={belowId} field={field} problem={problem} />
      <button
        type="button"
        class="button button-small rows-add"
        data-invalid={problem !== undefined}
        onClick={() => onAnswer({ [path]: [...keys, nextKey(keys)] })}
      >
        {lines.length > 0 ? text.action.addOther : text.action.addLine}
      </button>
    </fieldset>
  );
};
