import type { JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { languages, type Language } from '../text/tables.ts';
import { useDesk } from './desk.ts';
import { KeyHint } from './key-label.tsx';
import { themes, type Theme } from './preferences.ts';

type PickProps<T extends string> = {
  label: string;
  value: T;
  options: readonly (readonly [T, string])[];
  onPick: (value: T) => void;
};

const Pick = <T extends string>({ label, value, options, onPick }: PickProps<T>): JSX.Element => {
  const id = useId();
  return (
    <div class="settings-row">
      <label for={id}>{label}</label>
      <select
        id={id}
        class="input"
        value={value}
        onChange={(event) => {
          const picked = options.find(([option]) => option === event.currentTarget.value);
          if (picked) onPick(picked[0]);
        }}
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
};

/** Closes an open menu on Escape, and when the focus or a click goes elsewhere. */
const useMenu = () => {
  const element = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const leave = (event: Event): void => {
      const menu = element.current;
      if (menu?.open && event.target instanceof Node && !menu.contains(event.target)) menu.open = false;
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
    };
  }, []);
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || !element.current?.open) return;
    event.preventDefault();
    element.current.open = false;
    element.current.querySelector('summary')?.focus();
  };
  return { element, escape };
};

/** Language, appearance, keys, and the way out. */
export const Settings = (): JSX.Element => {
  const { text, agent, look, rights, preferences, preferencesStore, signOut } = useDesk();
  const { element, escape } = useMenu();
  const show = (dialog: 'keys' | 'canned'): void => {
    if (element.current) element.current.open = false;
    look.set((before) => ({ ...before, dialog }));
  };
  return (
    <details ref={element} class="settings" onKeyDown={escape}>
      <summary aria-label={`${text.app.menu}: ${agent.me.name}`}>
        <bdi>{agent.me.name}</bdi>
      </summary>
      <div class="settings-menu">
        <p>
          <strong>
            <bdi>{agent.me.name}</bdi>
          </strong>
          <span class="muted"> {text.roles[agent.me.role]}</span>
        </p>
        <Pick<Language>
          label={text.app.language}
          value={preferences.language}
          options={Object.entries(languages) as [Language, string][]}
          onPick={(language) => preferencesStore.set((before) => ({ ...before, language }))}
        />
        <Pick<Theme>
          label={text.app.theme}
          value={preferences.theme}
          options={themes.map((theme) => [theme, text.app.themes[theme]] as const)}
          onPick={(theme) => preferencesStore.set((before) => ({ ...before, theme }))}
        />
        {rights.canKeepCanned ? (
          <button type="button" class="button" onClick={() => show('canned')}>
            {text.canned.title}
          </button>
        ) : null}
        <button type="button" class="button" onClick={() => show('keys')}>
          {text.app.keys} <KeyHint command="sheet" />
        </button>
        <button type="button" class="button" onClick={signOut}>
          {text.app.signOut}
        </button>
      </div>
    </details>
  );
};
