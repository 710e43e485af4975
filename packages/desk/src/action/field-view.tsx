import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { currencyPath } from './answers.ts';
import { Lines, Single } from './control-view.tsx';
import { Below, Optional, type Beside, type FieldProps } from './field-parts.tsx';
import type { Field } from './fields.ts';
import { isArticleField, isOrderField } from './known.ts';
import { RowsView } from './rows-view.tsx';
import type { Problem } from './values.ts';

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

type Described = FieldProps & { id: string; problem: Problem | undefined; belowId: string };

const Tick = ({ field, answers, onAnswer, id, problem, belowId }: Described): JSX.Element => (
  <div class="field">
    <span class="choice">
      <input
        id={id}
        type="checkbox"
        checked={answers[field.path] === true}
        aria-describedby={belowId}
        onChange={(event) => onAnswer({ [field.path]: event.currentTarget.checked })}
      />
      <label for={id}>{field.label}</label>
    </span>
    <Below id={belowId} field={field} problem={problem} />
  </div>
);

const typed = (answer: unknown): string => (typeof answer === 'string' ? answer : '');

const MoneyField = ({ field, answers, problems, onAnswer, id, belowId }: Described): JSX.Element => {
  const { text } = useDesk();
  const { path } = field;
  const currency = currencyPath(path);
  const problem = problems[path] ?? problems[currency];
  return (
    <div class="field">
      <label for={id}>
        {field.label} <Optional field={field} />
      </label>
      <div class="money">
        <input
          id={id}
          class="input"
          type="text"
          inputMode="decimal"
          autocomplete="off"
          value={typed(answers[path])}
          aria-invalid={problems[path] !== undefined}
          aria-describedby={problem ? belowId : undefined}
          onInput={(event) => onAnswer({ [path]: event.currentTarget.value })}
        />
        <input
          class="input money-currency"
          type="text"
          maxLength={3}
          autocomplete="off"
          value={typed(answers[currency])}
          aria-label={`${field.label}: ${text.action.currency}`}
          aria-invalid={problems[currency] !== undefined}
          aria-describedby={problem ? belowId : undefined}
          onInput={(event) => onAnswer({ [currency]: event.currentTarget.value })}
        />
      </div>
      {problems[currency] && !problems[path] ? (
        <p id={belowId} class="problem">
          {text.action.currencyHint}
        </p>
      ) : (
        <Below id={belowId} field={field} problem={problem} />
      )}
    </div>
  );
};

/** What is offered for a field while one types; a single order is filled in already. */
const offeredFor = (field: Field, { orders, articles }: Beside): { value: string; label: string }[] => {
  if (isOrderField(field) && orders.length > 1) return orders.map((value) => ({ value, label: value }));
  return isArticleField(field) ? articles.map(({ sku, title }) => ({ value: sku, label: title })) : [];
};

const Plain = ({ field, answers, beside, onAnswer, id, problem, belowId }: Described): JSX.Element => {
  const { control, path } = field;
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
        offered={offeredFor(field, beside)}
        onAnswer={(next) => onAnswer({ [path]: next })}
      />
      <Below id={belowId} field={field} problem={problem} />
    </div>
  );
};

/** One field of an action's form, with its description and what is wrong with it. */
export const FieldView = (props: FieldProps): JSX.Element | null => {
  const { field, problems } = props;
  const { control, path } = field;
  const id = useId();
  const described = { ...props, id, problem: problems[path], belowId: `${id}-below` };
  switch (control.kind) {
    case 'fixed':
      return null;
    case 'group':
      return <Group {...props} fields={control.fields} />;
    case 'rows':
      return (
        <RowsView
          {...props}
          item={control.item}
          drawn={(each) => <FieldView key={each.path} {...props} field={each} />}
        />
      );
    case 'boolean':
      return <Tick {...described} />;
    case 'money':
      return <MoneyField {...described} />;
    case 'text':
    case 'number':
    case 'choice':
    case 'list':
    case 'json':
      return <Plain {...described} />;
    default:
      return control satisfies never;
  }
};
