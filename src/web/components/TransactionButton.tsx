import type { ReactNode } from 'react';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { FlowStatus } from '#web/components/FlowStatus.tsx';
import { t } from '#web/language/translate.ts';
import type { TransactionState } from '#web/transaction/flow.ts';
import type { TransactionFlow } from '#web/transaction/useTransaction.ts';

interface TransactionButtonProps {
  flow: TransactionFlow;
  onClick: () => void;
  /** Why it cannot be used now, as a sentence; nothing while it can. */
  unavailable?: string | undefined;
  /** `quiet` for a secondary action. */
  look?: 'primary' | 'quiet';
  /** Accessible name, where the text alone does not say what the button acts on. */
  label?: string;
  children: ReactNode;
}

/** A button that starts a wallet flow; it keeps its name while the flow runs. */
export function TransactionButton(props: TransactionButtonProps) {
  const { flow, onClick, unavailable, look = 'primary', label, children } = props;
  return (
    <ActionButton
      className={look === 'primary' ? 'primary' : ''}
      unavailable={unavailable}
      busy={flow.busy}
      label={label}
      onClick={onClick}
    >
      {children}
    </ActionButton>
  );
}

/** Where a transaction is, in a few words. @param missing what is still needed before it can begin */
export function flowSentence(state: TransactionState, done: string, missing = ''): string {
  switch (state.phase) {
    case 'idle':
      return missing;
    case 'checking':
      return t('shell.transactionButton.askingTheChain');
    case 'switching':
      return t('shell.transactionButton.switchTheNetworkIn');
    case 'signing':
      return t('shell.transactionButton.signInYourWallet');
    case 'confirming':
      return t('shell.transactionButton.confirmInYourWallet');
    case 'pending':
      return t('shell.transactionButton.sentWaitingForThe');
    case 'done':
      return done;
    case 'cancelled':
    case 'replaced':
    case 'failed':
      return state.failure ?? '';
  }
}

interface TransactionStatusProps {
  flow: TransactionFlow;
  done: string;
  /** Why the button cannot be used yet. */
  missing?: string | undefined;
}

export function TransactionStatus({ flow, done, missing }: TransactionStatusProps) {
  return <FlowStatus flow={flow} sentence={flowSentence(flow.state, done, missing)} />;
}
