import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { useDesk } from '../app/desk.ts';
import { giveFocus } from '../app/kept-focus.ts';

type DialogProps = {
  title: string;
  lead?: string | undefined;
  size?: 'small' | 'large';
  onClose: () => void;
  children: ComponentChildren;
};

/** A modal dialog: the browser keeps the focus inside, closes it on Escape and gives the focus back. */
export const ModalDialog = ({ title, lead, size = 'small', onClose, children }: DialogProps): JSX.Element => {
  const { text } = useDesk();
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const dialog = element.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      giveFocus(before);
    };
  }, []);
  return (
    <dialog
      ref={element}
      class={`dialog dialog-${size}`}
      aria-labelledby={titleId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => {
        if (event.target === element.current) onClose();
      }}
    >
      <div class="dialog-inner">
        <header class="dialog-head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" class="icon-button" aria-label={text.app.close} onClick={onClose}>
            <span aria-hidden="true">×</span>
          </button>
        </header>
        {lead ? <p class="muted">{lead}</p> : null}
        {children}
      </div>
    </dialog>
  );
};
