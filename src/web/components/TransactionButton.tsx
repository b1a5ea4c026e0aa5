import type { ReactNode } from 'react';
import type { TransactionState } from '#web/transaction/flow.ts';
import type { TransactionFlow } from '#web/transaction/useTransaction.ts';

interface TransactionButtonProps {
  flow: TransactionFlow;
  onClick: () => void;
  disabled?: boolean;
  /** `quiet` for a secondary action. */
  look?: 'primary' | 'quiet';
  /** Accessible name, where the text alone does not say what the button acts on. */
  label?: string;
  children: ReactNode;
}

/** A button that starts a wallet flow; it keeps its name while the flow runs. */
export function TransactionButton(props: TransactionButtonProps) {
  const { flow, onClick, disabled = false, look = 'primary', label, children } = props;
  return (
    <button
      type="button"
      className={`button ${look === 'primary' ? 'primary' : ''}`}
      disabled={disabled || flow.busy}
      aria-busy={flow.busy}
      aria-label={label}
      onClick={onClick}
    >
      {children}
    </button>
  );
}

function sentenceOf(state: TransactionState, done: string): string {
  switch (state.phase) {
    case 'idle':
      return '';
    case 'signing':
      return 'Sign in your wallet…';
    case 'confirming':
      return 'Confirm in your wallet…';
    case 'pending':
      return 'Waiting for the chain…';
    case 'done':
      return done;
    case 'failed':
      return state.failure ?? '';
  }
}

/** A wallet flow's state, in one line that is always there, so that the layout does not shift. */
export function TransactionStatus({ flow, done }: { flow: TransactionFlow; done: string }) {
  const { state } = flow;
  return (
    <p className="flow-status" data-phase={state.phase} role={state.phase === 'failed' ? 'alert' : 'status'}>
      {sentenceOf(state, done)}
    </p>
  );
}
