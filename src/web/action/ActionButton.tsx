import type { ReactNode } from 'react';
import { useKeptFocus } from '#web/action/keptFocus.ts';

interface ActionButtonProps {
  /** Beside `button`. */
  className?: string;
  /** It cannot be used now. It keeps the focus, which a button with `disabled` would lose. */
  unavailable?: boolean;
  busy?: boolean;
  /** Accessible name, where the text alone does not say what the button acts on. */
  label?: string | undefined;
  onClick: () => void;
  children: ReactNode;
}

/** A button whose action changes whether it can be used: the focus stays where the visitor used it. */
export function ActionButton(props: ActionButtonProps) {
  const { className = '', unavailable = false, busy, label, onClick, children } = props;
  return (
    <button
      ref={useKeptFocus<HTMLButtonElement>()}
      type="button"
      className={`button ${className}`}
      aria-disabled={unavailable}
      aria-busy={busy}
      aria-label={label}
      onClick={unavailable ? undefined : onClick}
    >
      {children}
    </button>
  );
}
