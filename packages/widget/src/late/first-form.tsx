import type { Form, FormValues, ShopbellError } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { FirstForm as FormName } from '../panel/panel-state.ts';
import type { ViewProps } from '../panel/views/view-props.ts';
import { FormFields, isWhole } from './form-fields.tsx';
import { offersWordsFor } from './offers-words.ts';

const againMs = 3_000;

/** The shop’s form, asked for until it is there; where there is none any more, nothing is asked. */
const useForm = ({ chat, state }: ViewProps, name: FormName): Form | null => {
  const [form, setForm] = useState<Form | null>(null);
  useEffect(() => {
    let isGone = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const fetchForm = async (): Promise<void> => {
      try {
        const answer = await chat.presence.session?.connection.call('form:get', { form: name });
        if (!isGone && answer) setForm(answer.form);
      } catch (error) {
        if (isGone) return;
        const { service } = chat.store.value;
        if ((error as Partial<ShopbellError>).code === 'not_found' && service)
          chat.store.set({
            service: { ...service, forms: service.forms?.filter((each) => each !== name) ?? [] },
          });
        else timer = setTimeout(() => void fetchForm(), againMs);
      }
    };
    void fetchForm();
    return () => {
      isGone = true;
      clearTimeout(timer);
    };
  }, [name, state.connection.name === 'live']);
  return form;
};

/** The form before the first message: it goes with it, once it is whole. */
export const FirstForm = (props: ViewProps & { name: FormName }): JSX.Element | null => {
  const { chat, state, name } = props;
  const form = useForm(props, name);
  const [values, setValues] = useState<FormValues>({});
  if (!form) return null;
  const take = (next: FormValues): void => {
    setValues(next);
    chat.store.set({ filled: isWhole(form, next) ? { form: name, values: next } : null });
  };
  return (
    <section class="offered first-form" aria-label={form.title ?? offersWordsFor(state.locale).form}>
      <FormFields id={`first-${name}`} form={form} values={values} locale={state.locale} onValues={take} />
      <p class="sb-muted">{offersWordsFor(state.locale).thenWrite}</p>
    </section>
  );
};
