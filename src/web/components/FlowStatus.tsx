import { ActionButton } from '#web/action/ActionButton.tsx';
import type { TransactionPhase } from '#web/transaction/flow.ts';
import { isSending } from '#web/transaction/transactionRun.ts';
import type { TransactionFlow } from '#web/transaction/useTransaction.ts';

/** What each phase waits for, once it has waited for long. */
const STALLED: Partial<Record<TransactionPhase, string>> = {
  checking: 'The chain has not answered yet, and your wallet was not asked.',
  switching: 'Your wallet has not answered yet. Look for its window and let it switch the network.',
  signing:
    'Your wallet has not answered yet. Look for its window. Before you try again, decline the request there.',
  confirming:
    'Your wallet has not answered yet. Look for its window, and confirm or decline there. If there is none, reload this page.',
  pending: 'It was sent, but is not in a block yet. You may leave this page: it goes on without it.',
};

interface FlowStatusProps {
  flow: Pick<TransactionFlow, 'state' | 'waitOn' | 'retry'>;
  /** Where it is, while it does not hang. */
  sentence: string;
}

/** A wallet flow's state, in one line that is always there, so that the layout does not shift. */
export function FlowStatus({ flow, sentence }: FlowStatusProps) {
  const { phase, stalled } = flow.state;
  const bad = phase === 'failed' || phase === 'replaced' || phase === 'cancelled';
  return (
    <>
      <p className="flow-status" data-phase={bad ? 'failed' : phase} role={bad ? 'alert' : 'status'}>
        {stalled ? STALLED[phase] : sentence}
      </p>
      {stalled && (
        <div className="row-actions flow-choice">
          <ActionButton className="small" onClick={flow.waitOn}>
            Wait on
          </ActionButton>
          {!isSending(flow.state) && (
            <ActionButton className="small" onClick={flow.retry}>
              Try again
            </ActionButton>
          )}
        </div>
      )}
    </>
  );
}
