import { Bell } from '@shopbell/look';
import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import type { Texts } from '../text/en.ts';
import { signIn, type Session, type SignInProblem } from './session.ts';

/** Why the desk asks to sign in again. */
export type SignInNotice = 'ended' | 'signedOut' | null;

type SignInProps = {
  text: Texts;
  /** A code that came with the address: used at once. */
  code: string | null;
  notice: SignInNotice;
  onSession: (session: Session) => void;
};

const useSignIn = (onSession: (session: Session) => void) => {
  const [isWorking, setWorking] = useState(false);
  const [problem, setProblem] = useState<SignInProblem | null>(null);
  const submit = async (pasted: string): Promise<void> => {
    setWorking(true);
    setProblem(null);
    const result = await signIn(pasted);
    setWorking(false);
    if (result.session) onSession(result.session);
    else setProblem(result.problem);
  };
  return { isWorking, problem, submit };
};

const How = ({ text }: { text: Texts }): JSX.Element => (
  <details class="sign-in-how">
    <summary>{text.signIn.how}</summary>
    <p class="muted">{text.signIn.howText}</p>
    <pre>
      <code>shopbell agent link agt_…</code>
    </pre>
  </details>
);

/** The way in: a pasted code or link, or the one in the address. */
export const SignInView = ({ text, code, notice, onSession }: SignInProps): JSX.Element => {
  const { isWorking, problem, submit } = useSignIn(onSession);
  const [pasted, setPasted] = useState(code ?? '');
  const used = useRef<string | null>(null);
  const fieldId = useId();
  const sayId = useId();
  useEffect(() => {
    // A code works once; it must not be tried again when the view is drawn again.
    if (!code || used.current === code) return;
    used.current = code;
    void submit(code);
  }, [code]);
  const said = problem ? text.signIn[problem] : notice ? text.signIn[notice] : null;
  return (
    <main class="sign-in">
      <form
        class="sign-in-card"
        onSubmit={(event) => {
          event.preventDefault();
          void submit(pasted);
        }}
      >
        <span class="sign-in-mark">
          <Bell size={40} />
        </span>
        <h1>{text.signIn.title}</h1>
        <p class="muted">{text.signIn.lead}</p>
        <output id={sayId} class={problem ? 'problem' : 'said'}>
          {isWorking ? text.signIn.working : said}
        </output>
        <label for={fieldId}>{text.signIn.field}</label>
        <input
          id={fieldId}
          class="input"
          value={pasted}
          autocomplete="off"
          spellcheck={false}
          aria-describedby={sayId}
          aria-invalid={problem !== null}
          onInput={(event) => setPasted(event.currentTarget.value)}
        />
        <button type="submit" class="button button-accent" disabled={isWorking || pasted.trim() === ''}>
          {text.signIn.submit}
        </button>
        <How text={text} />
      </form>
    </main>
  );
};
