import { useId, useState } from 'react';
import type { RosterNode } from '#chain/roster.ts';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { TypedConfirm, useTypedWord } from '#web/confirm/TypedConfirm.tsx';
import { t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { retireCall, togetherCall, unvoteCall } from '#web/staking/stakingCalls.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** Closes the node for good, and takes the bond out with it if that is wanted. */
export function RetireCard({ node, label }: { node: RosterNode; label: string }) {
  const id = useId();
  const { config } = useNetwork();
  const confirm = useTypedWord(t('node.retireCard.word'));
  const [takesOut, setTakesOut] = useState(true);
  const flow = useTransaction();

  function retire(): void {
    const all = unvoteCall(node.id, node.selfBond, node.selfBond);
    const calls = [retireCall(node.id), ...(takesOut && node.selfBond > 0n ? [all] : [])];
    void flow.run((wallet) => wallet.send({ to: config.contracts.staking, data: togetherCall(calls) }));
  }

  return (
    <section className="card" aria-labelledby="retire-title">
      <h2 id="retire-title">{t('node.retireCard.retire')}</h2>
      <p className="warn">{t('node.retireCard.thisCannotBeUndone')}</p>
      <ul className="points">
        <li>{t('node.retireCard.theNodeGetsNo')}</li>
        <li>{t('node.retireCard.itsKeyCanNever')}</li>
        <li>{t('node.retireCard.untilYourBondIs')}</li>
      </ul>
      {node.selfBond > 0n && (
        <p className="choice">
          <input
            id={id}
            type="checkbox"
            checked={takesOut}
            disabled={flow.busy}
            onChange={(event) => setTakesOut(event.target.checked)}
          />
          <label htmlFor={id}>
            {t('node.retireCard.takeOutMyBond', { selfBond: formatCai(node.selfBond) })}
          </label>
        </p>
      )}
      <TypedConfirm
        confirm={confirm}
        to={t('node.retireCard.closeLabelForGood', { label })}
        readOnly={flow.busy}
      />
      <TransactionButton flow={flow} look="quiet" unavailable={confirm.missing} onClick={retire}>
        {t('node.retireCard.retireTheNode')}
      </TransactionButton>
      <TransactionStatus flow={flow} done={t('node.retireCard.retired')} missing={confirm.missing} />
    </section>
  );
}
