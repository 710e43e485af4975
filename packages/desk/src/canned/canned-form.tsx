import type { CannedResponse } from '@shopbell/agent';
import { sizes } from '@shopbell/protocol/limits';
import type { JSX } from 'preact';
import { useId, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { sentenceOf } from '../app/sentence.ts';

/** What is written in the form; `version` 0: it is new. */
type Fields = { id: string; title: string; text: string; language: string; version: number };

/** The variables there are, as ../canned/values.ts fills them. */
const variables = [
  'shopper.name',
  'shopper.first_name',
  'agent.name',
  'agent.first_name',
  'shop.name',
  'order.number',
];
const languages = ['ar', 'de', 'en', 'es', 'fr', 'he', 'it', 'ja', 'nl', 'pl', 'pt', 'zh'];

const none: Fields = { id: '', title: '', text: '', language: '', version: 0 };
const fieldsOf = (canned: CannedResponse | null): Fields =>
  canned ? { ...none, ...canned, language: canned.language ?? '' } : none;

type RowProps = {
  label: string;
  hint?: string;
  children: (ids: { id: string; hintId: string }) => JSX.Element;
};

const Row = ({ label, hint, children }: RowProps): JSX.Element => {
  const [id, hintId] = [useId(), useId()];
  return (
    <div class="form-row">
      <label for={id}>{label}</label>
      {children({ id, hintId })}
      <p id={hintId} class="muted">
        {hint}
      </p>
    </div>
  );
};

type PartProps = { fields: Fields; onChange: (values: Partial<Fields>) => void };

const Head = ({ fields, onChange }: PartProps): JSX.Element => {
  const { text } = useDesk();
  return (
    <>
      <Row label={text.canned.name}>
        {({ id }) => (
          <input
            id={id}
            class="input"
            autofocus
            required
            maxLength={sizes.labelMaxChars}
            value={fields.title}
            onInput={(event) => onChange({ title: event.currentTarget.value })}
          />
        )}
      </Row>
      <Row label={text.canned.id} hint={text.canned.idHint}>
        {({ id, hintId }) => (
          <input
            id={id}
            class="input"
            dir="ltr"
            required
            // What it is called stays: messages name it.
            readOnly={fields.version > 0}
            pattern="[a-z0-9][a-z0-9\-]{0,39}"
            maxLength={40}
            aria-describedby={hintId}
            value={fields.id}
            onInput={(event) => onChange({ id: event.currentTarget.value })}
          />
        )}
      </Row>
    </>
  );
};

const Said = ({ fields, onChange }: PartProps): JSX.Element => {
  const { text, locale } = useDesk();
  const nameOf = new Intl.DisplayNames(locale, { type: 'language' });
  return (
    <>
      <Row label={text.canned.text} hint={text.canned.textHint}>
        {({ id, hintId }) => (
          <textarea
            id={id}
            class="input"
            rows={5}
            dir="auto"
            required
            maxLength={sizes.textMaxChars}
            aria-describedby={hintId}
            value={fields.text}
            onInput={(event) => onChange({ text: event.currentTarget.value })}
          />
        )}
      </Row>
      <p class="canned-variables">
        {variables.map((each) => (
          <code key={each} class="key" dir="ltr">{`{{${each}}}`}</code>
        ))}
      </p>
      <Row label={text.canned.language}>
        {({ id }) => (
          <select
            id={id}
            class="input"
            value={fields.language}
            onChange={(event) => onChange({ language: event.currentTarget.value })}
          >
            <option value="">{text.canned.anyLanguage}</option>
            {languages.map((each) => (
              <option key={each} value={each}>
                {nameOf.of(each)}
              </option>
            ))}
          </select>
        )}
      </Row>
    </>
  );
};

/** Saves or removes one, and says why not. */
const useSaving = (fields: Fields, onDone: () => void) => {
  const { agent, canned } = useDesk();
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = async (doing: () => Promise<unknown>): Promise<void> => {
    if (isBusy) return;
    setBusy(true);
    setProblem(null);
    try {
      await doing();
      await canned.reload();
      onDone();
    } catch (error) {
      setProblem(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  const { id, title, text, language, version } = fields;
  const given = { id, title: title.trim(), text: text.trim(), version };
  return {
    isBusy,
    problem,
    save: () => run(() => agent.saveCanned({ ...given, ...(language ? { language } : {}) })),
    remove: () => run(() => agent.removeCanned(id)),
  };
};

type FormProps = { canned: CannedResponse | null; onDone: () => void };

const Foot = ({
  fields,
  saving,
  onDone,
}: { fields: Fields; saving: ReturnType<typeof useSaving> } & Pick<FormProps, 'onDone'>) => {
  const { text } = useDesk();
  const [isSure, setSure] = useState(false);
  return (
    <footer class="dialog-foot">
      {fields.version > 0 ? (
        <button
          type="button"
          class="button button-quiet"
          onClick={() => (isSure ? void saving.remove() : setSure(true))}
        >
          {isSure ? text.canned.removeSure : text.canned.remove}
        </button>
      ) : null}
      <button type="button" class="button" onClick={onDone}>
        {text.canned.back}
      </button>
      <button type="submit" class="button button-accent" aria-disabled={saving.isBusy}>
        {saving.isBusy ? text.canned.saving : text.canned.save}
      </button>
    </footer>
  );
};

/** Where one canned response is written or changed. */
export const CannedForm = ({ canned, onDone }: FormProps): JSX.Element => {
  const [fields, setFields] = useState(() => fieldsOf(canned));
  const saving = useSaving(fields, onDone);
  const change = (values: Partial<Fields>): void => setFields((before) => ({ ...before, ...values }));
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void saving.save();
      }}
    >
      <Head fields={fields} onChange={change} />
      <Said fields={fields} onChange={change} />
      <div role="alert">{saving.problem ? <p class="problem">{saving.problem}</p> : null}</div>
      <Foot fields={fields} saving={saving} onDone={onDone} />
    </form>
  );
};
