import { useState } from 'react';
import { encodeFunctionData } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { RosterNode } from '#chain/roster.ts';
import type { ConsentLine } from '#protocol/signed/consentLine.ts';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { KeyStep } from '#web/coordinate/setup/KeyStep.tsx';
import { useConsent } from '#web/coordinate/setup/useConsent.ts';
import { t } from '#web/language/translate.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** Gives the node another operator key, which consents as at the registration. */
export function ReplaceKeyCard({ node }: { node: RosterNode }) {
  const { config } = useNetwork();
  const [text, setText] = useState('');
  const checked = useConsent(text, node.owner);
  const flow = useTransaction();
  const consent = checked?.ok === true ? checked.consent : undefined;

  const missing = consent === undefined ? t('coordinate.replaceKeyCard.consentFirst') : undefined;

  async function replace({ operator, deadline, signature }: ConsentLine): Promise<void> {
    const args = [node.id, operator, deadline, signature] as const;
    const data = encodeFunctionData({ abi: stakingAbi, functionName: 'rotateOperator', args });
    // A consent works once.
    if (await flow.run((wallet) => wallet.send({ to: config.contracts.staking, data }))) setText('');
  }

  return (
    <section className="card span" aria-labelledby="replace-title">
      <h2 id="replace-title">{t('coordinate.replaceKeyCard.anotherKey')}</h2>
      <p>{t('coordinate.replaceKeyCard.theOldKey')}</p>
      <details>
        <summary>{t('coordinate.replaceKeyCard.replaceIt')}</summary>
        <KeyStep owner={node.owner} text={text} checked={checked} onText={setText} />
        <TransactionButton
          flow={flow}
          unavailable={missing}
          onClick={() => consent !== undefined && void replace(consent)}
        >
          {t('coordinate.replaceKeyCard.replaceTheKey')}
        </TransactionButton>
        {missing !== undefined && <p className="muted">{missing}</p>}
      </details>
      <TransactionStatus flow={flow} done={t('coordinate.replaceKeyCard.replaced')} />
    </section>
  );
}
