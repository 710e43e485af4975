import type { ShopbellError } from '@shopbell/protocol';
import type { JSX } from 'preact';
import { useEffect, useErrorBoundary, useState } from 'preact/hooks';
import { Failed } from '../controls/empty.tsx';
import { signOut, type SessionKeeper } from '../session/session.ts';
import { SignInView, type SignInNotice } from '../session/sign-in-view.tsx';
import { tables } from '../text/tables.ts';
import type { Preferences } from './preferences.ts';
import { SignedIn } from './signed-in.tsx';
import { startDesk, type Desk } from './start.ts';
import { useStore, type Store } from './store.ts';

type Phase =
  | { name: 'signIn'; notice: SignInNotice }
  | { name: 'connecting'; key: string }
  | { name: 'failed'; key: string }
  | { name: 'desk'; key: string; desk: Desk };

type AppProps = { preferences: Store<Preferences>; keeper: SessionKeeper; code: string | null };

const isEnded = (error: unknown): boolean =>
  error instanceof Error && ['unauthenticated', 'forbidden'].includes((error as ShopbellError).code);

/** From the key to the desk, and back to the sign-in when the key is no longer good. */
const usePhase = ({ keeper, code }: Omit<AppProps, 'preferences'>) => {
  const kept = code ? null : keeper.read();
  const [phase, setPhase] = useState<Phase>(
    kept ? { name: 'connecting', key: kept.key } : { name: 'signIn', notice: null },
  );
  const end = (notice: SignInNotice): void => {
    keeper.forget();
    setPhase({ name: 'signIn', notice });
  };
  useEffect(() => {
    if (phase.name !== 'connecting') return;
    const { key } = phase;
    startDesk(key).then(
      (desk) => setPhase({ name: 'desk', key, desk }),
      (error: unknown) => (isEnded(error) ? end('ended') : setPhase({ name: 'failed', key })),
    );
  }, [phase]);
  useEffect(() => {
    if (phase.name !== 'desk') return;
    const { desk } = phase;
    const off = desk.agent.on('state:changed', (state) => {
      if (state.name === 'refused') end('ended');
    });
    return () => {
      off();
      void desk.close();
    };
  }, [phase]);
  return { phase, setPhase, end };
};

/** The whole desk: the way in, the console, and what is said when neither can be shown. */
export const App = ({ preferences, keeper, code }: AppProps): JSX.Element => {
  const { language } = useStore(preferences);
  const text = tables[language];
  const { phase, setPhase, end } = usePhase({ keeper, code });
  const [fault] = useErrorBoundary((error: unknown) => console.error(error));
  if (fault) {
    return <Failed sentence={text.app.fault} retry={text.app.reload} onRetry={() => location.reload()} />;
  }
  switch (phase.name) {
    case 'signIn':
      return (
        <SignInView
          text={text}
          code={phase.notice ? null : code}
          notice={phase.notice}
          onSession={(session) => {
            keeper.keep(session);
            setPhase({ name: 'connecting', key: session.key });
          }}
        />
      );
    case 'connecting':
      return <output class="loading">{text.connection.connecting}</output>;
    case 'failed':
      return (
        <Failed
          sentence={text.connection.failed}
          retry={text.app.retry}
          onRetry={() => setPhase({ name: 'connecting', key: phase.key })}
        />
      );
    case 'desk':
      return (
        <SignedIn
          desk={phase.desk}
          preferences={preferences}
          onSignOut={() => {
            void signOut(phase.key);
            end('signedOut');
          }}
        />
      );
    default:
      return phase satisfies never;
  }
};
