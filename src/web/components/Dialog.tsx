import { type ReactNode, useEffect, useRef } from 'react';
import { focusNearest } from '#web/action/keptFocus.ts';
import { t } from '#web/language/translate.ts';

interface DialogProps {
  title: string;
  onClose: () => void;
  /** The button next to the one that closes it. */
  action: ReactNode;
  children: ReactNode;
}

/** A window over the page, open as long as it is rendered. */
export function Dialog({ title, onClose, action, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);

  function close(): void {
    onClose();
    // The button that opened it got the focus back, unless its row has left the page.
    const page = document.querySelector('main');
    if (document.activeElement === document.body && page !== null) focusNearest([page]);
  }

  return (
    <dialog ref={dialog} className="dialog" aria-label={title} onClose={close}>
      <h2>{title}</h2>
      {children}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={() => dialog.current?.close()}>
          {t('shell.dialog.close')}
        </button>
        {action}
      </div>
    </dialog>
  );
}
