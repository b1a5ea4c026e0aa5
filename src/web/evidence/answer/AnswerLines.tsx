import { ActionButton } from '#web/action/ActionButton.tsx';
import { ConnectButton } from '#web/components/ConnectButton.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import type { AnswerState } from '#web/evidence/answer/answerState.ts';
import type { AnswerFlow } from '#web/evidence/answer/useAnswer.ts';
import { HandOverLine } from '#web/evidence/HandOverLine.tsx';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { useWalletLink } from '#web/wallet/walletLink.ts';

/** What is said where nothing can be sent. */
const SENTENCES: Record<Exclude<AnswerState, 'open'>, MessageKey> = {
  exhibited: 'evidence.answer.exhibited',
  over: 'evidence.answer.over',
  'not-kept': 'evidence.answer.notKept',
  'not-yours': 'evidence.answer.notYours',
};

function Offer({ flow, answer }: Pick<AnswerFlow, 'flow' | 'answer'>) {
  const { account } = useWalletLink();
  return (
    <>
      <p>{t('evidence.answer.offer')}</p>
      <p>{t('evidence.answer.cost')}</p>
      {account === undefined ? (
        <ConnectButton />
      ) : (
        <TransactionButton flow={flow} onClick={() => void answer()}>
          {t('evidence.answer.button')}
        </TransactionButton>
      )}
    </>
  );
}

/** What the accused can do, in a sentence or a button. */
export function AnswerLines({ state, flow, handed, answer, hand }: AnswerFlow) {
  const isOver = state === 'over';
  const isSent = !isOver && (handed !== undefined || flow.state.phase === 'done');
  return (
    <>
      {state === 'open' && !isSent && <Offer flow={flow} answer={answer} />}
      {state !== undefined && state !== 'open' && !isSent && <p>{t(SENTENCES[state])}</p>}
      {state === 'exhibited' && !isSent && (
        <ActionButton className="small" onClick={() => void hand()}>
          {t('evidence.handOver.again')}
        </ActionButton>
      )}
      {(state === 'open' || flow.state.phase !== 'idle') && (
        <TransactionStatus flow={flow} done={t('evidence.answer.done')} />
      )}
      {handed !== undefined && !isOver && <HandOverLine handed={handed} onHand={() => void hand()} />}
    </>
  );
}
