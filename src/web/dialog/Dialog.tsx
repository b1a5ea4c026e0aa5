import { type ReactNode, useEffect, useRef } from 'react';
import { focusNearest, placesAround } from '#web/action/keptFocus.ts';
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
  const isClosed = useRef(false);
  const around = useRef<HTMLElement[]>([]);
  useEffect(() => {
    if (document.activeElement !== null) around.current = placesAround(document.activeElement);
    dialog.current?.showModal();
  }, []);

  /** At once: the element's own event comes later, and would close one that was opened meanwhile. */
  function close(): void {
    if (isClosed.current) return;
    isClosed.current = true;
    dialog.current?.close();
    onClose();
    // The button that opened it got the focus back, unless it has left the page: then what was around it.
    const page = document.querySelector('main');
    if (document.activeElement === document.body)
      focusNearest(page === null ? around.current : [...around.current, page]);
  }

  return (
    <dialog ref={dialog} className="dialog" aria-label={title} onClose={close}>
      <h2>{title}</h2>
      {children}
      <div className="dialog-actions">
        <button type="button" className="button" onClick={close}>
          {t('shell.dialog.close')}
        </button>
        {action}
      </div>
    </dialog>
  );
}
