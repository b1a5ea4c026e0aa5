import type { ReactNode } from 'react';
import { useKeptFocus } from '#web/action/keptFocus.ts';

interface ActionButtonProps {
  /** Beside `button`. */
  className?: string;
  /**
   * Why it cannot be used now, as a sentence; nothing while it can. It keeps the focus, which a button with
   * `disabled` would lose. A phone shows no titles: what is not plain from the page stands in its text too.
   */
  unavailable?: string | undefined;
  /** Its action is under way, so it cannot be used either. */
  busy?: boolean;
  /** Accessible name, where the text alone does not say what the button acts on. */
  label?: string | undefined;
  /** Without one, it submits its form. */
  onClick?: () => void;
  children: ReactNode;
}

/** A button whose action changes whether it can be used: the focus stays where the visitor used it. */
export function ActionButton(props: ActionButtonProps) {
  const { className = '', unavailable, busy = false, label, onClick, children } = props;
  const barred = busy || unavailable !== undefined;
  return (
    <button
      ref={useKeptFocus<HTMLButtonElement>()}
      type={onClick === undefined ? 'submit' : 'button'}
      className={`button ${className}`}
      aria-disabled={barred}
      aria-busy={busy}
      aria-label={label}
      title={busy ? undefined : unavailable}
      onClick={barred ? undefined : onClick}
    >
      {children}
    </button>
  );
}
