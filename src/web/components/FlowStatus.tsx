import { ActionButton } from '#web/action/ActionButton.tsx';
import { TransactionHash } from '#web/components/ExplorerLink.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import type { TransactionPhase } from '#web/transaction/flow.ts';
import { isSending } from '#web/transaction/transactionRun.ts';
import type { TransactionFlow } from '#web/transaction/useTransaction.ts';

/** What each phase waits for, once it has waited for long. */
const STALLED: Partial<Record<TransactionPhase, MessageKey>> = {
  checking: 'shell.flowStatus.checking',
  switching: 'shell.flowStatus.switching',
  signing: 'shell.flowStatus.signing',
  confirming: 'shell.flowStatus.confirming',
  pending: 'shell.flowStatus.pending',
};

interface FlowStatusProps {
  flow: Pick<TransactionFlow, 'state' | 'waitOn' | 'retry'>;
  /** Where it is, while it does not hang. */
  sentence: string;
}

/**
 * A wallet flow's state, in one line that is always there, so that the layout does not shift. What was sent
 * is named below it.
 */
export function FlowStatus({ flow, sentence }: FlowStatusProps) {
  const { phase, stalled, sent, hash } = flow.state;
  const wait = stalled ? STALLED[phase] : undefined;
  const bad = phase === 'failed' || phase === 'replaced' || phase === 'cancelled';
  return (
    <>
      <p className="flow-status" data-phase={bad ? 'failed' : phase} role={bad ? 'alert' : 'status'}>
        {wait === undefined ? sentence : t(wait)}
      </p>
      {sent !== null && (
        <p className="flow-sent muted">
          {sent.phrase} {hash !== null && <TransactionHash hash={hash} />}
        </p>
      )}
      {stalled && (
        <div className="row-actions flow-choice">
          <ActionButton className="small" onClick={flow.waitOn}>
            {t('shell.flowStatus.waitOn')}
          </ActionButton>
          {!isSending(flow.state) && (
            <ActionButton className="small" onClick={flow.retry}>
              {t('shell.flowStatus.tryAgain')}
            </ActionButton>
          )}
        </div>
      )}
    </>
  );
}
