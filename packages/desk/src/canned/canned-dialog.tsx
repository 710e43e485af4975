import type { CannedResponse } from '@shopbell/agent';
import type { JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { useStore } from '../app/store.ts';
import { ModalDialog } from '../controls/dialog.tsx';
import { Empty } from '../controls/empty.tsx';
import { CannedForm } from './canned-form.tsx';

type ListProps = { onOpen: (canned: CannedResponse | 'new') => void };

const List = ({ onOpen }: ListProps): JSX.Element => {
  const { text, canned } = useDesk();
  const { all, phase } = useStore(canned.state);
  return (
    <>
      {phase === 'failed' ? <p class="problem">{text.canned.failed}</p> : null}
      {phase === 'loading' ? <output class="loading">{text.app.loading}</output> : null}
      {phase === 'ready' && all.length === 0 ? (
        <Empty title={text.canned.empty} next={text.canned.emptyNext} />
      ) : null}
      <ul class="pick canned-all">
        {all.map((each) => (
          <li key={each.id}>
            <button type="button" class="pick-one canned-one" onClick={() => onOpen(each)}>
              <bdi class="canned-title">{each.title}</bdi>
              <span class="muted">
                /{each.id} · {text.canned.uses(each.uses)}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <footer class="dialog-foot">
        <button type="button" class="button button-accent" autofocus onClick={() => onOpen('new')}>
          {text.canned.add}
        </button>
      </footer>
    </>
  );
};

/** Where supervisors keep the shop’s canned responses. */
export const CannedDialog = ({ onClose }: { onClose: () => void }): JSX.Element => {
  const { text, canned } = useDesk();
  const [open, setOpen] = useState<CannedResponse | 'new' | null>(null);
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => void canned.reload(), [canned]);
  // `autofocus` serves only as the dialog opens.
  useLayoutEffect(() => body.current?.querySelector<HTMLElement>('[autofocus]')?.focus(), [open]);
  const isNew = open === 'new';
  const title = isNew ? text.canned.add : open ? text.canned.edit(open.title) : text.canned.title;
  return (
    <ModalDialog title={title} lead={open ? undefined : text.canned.lead} size="large" onClose={onClose}>
      <div ref={body}>
        {open ? (
          <CannedForm canned={isNew ? null : open} onDone={() => setOpen(null)} />
        ) : (
          <List onOpen={setOpen} />
        )}
      </div>
    </ModalDialog>
  );
};
