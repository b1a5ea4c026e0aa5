import { Link } from 'wouter';
import type { RosterNode } from '#chain/roster.ts';
import { Countdown } from '#web/components/Countdown.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { rich, t } from '#web/language/translate.ts';
import { formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useStake } from '#web/queries/useStake.ts';
import { unjailCall, voteCall } from '#web/staking/stakingCalls.ts';
import { topUpFor } from '#web/staking/topUpFor.ts';
import { formatMoment } from '#web/time/moment.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** Repairs for a node that cannot work as it is. */

/** The bond fell below the minimum. */
export function BondTopUp({ node, missing, idle }: { node: RosterNode; missing: bigint; idle: bigint }) {
  const flow = useTransaction();
  const topUp = () =>
    flow.run((wallet) => wallet.sendWithTopUp(topUpFor(missing, idle), voteCall(node.id, missing)));
  return (
    <div className="step-body">
      <TransactionButton flow={flow} onClick={() => void topUp()}>
        {t('mine.nodeRepair.addMissingToThe', { missing: formatCai(missing) })}
      </TransactionButton>
      <TransactionStatus flow={flow} done={t('mine.nodeRepair.theBondIsAt')} />
    </div>
  );
}

export function Unjail({ node, nowSeconds }: { node: RosterNode; nowSeconds: number }) {
  const network = useNetwork();
  const flow = useTransaction();
  const served = node.jailedUntil <= nowSeconds;
  const coolDown = useStake(node.owner).data?.coolDown;
  const data = unjailCall(node.id);
  return (
    <div className="step-body">
      <p>
        {coolDown !== undefined &&
          `${t('mine.nodeRepair.inJailSince', { moment: formatMoment(node.jailedUntil - coolDown) })} `}
        {rich('mine.nodeRepair.aCourtFoundThe', {
          link: (part) => <Link href="/trust">{part}</Link>,
          link2: (part) => <Link href="/portfolio">{part}</Link>,
        })}
      </p>
      {!served && (
        <p>
          {rich('mine.nodeRepair.youCanUnjailIt', {
            countdown: () => (
              <Countdown until={node.jailedUntil} label={t('mine.nodeRepair.timeLeftInJail')} />
            ),
          })}
        </p>
      )}
      <TransactionButton
        flow={flow}
        unavailable={served ? undefined : t('mine.nodeRepair.stillInJail')}
        onClick={() => void flow.run((wallet) => wallet.send({ to: network.config.contracts.staking, data }))}
      >
        {t('mine.nodeRepair.unjailTheNode')}
      </TransactionButton>
      <TransactionStatus flow={flow} done={t('mine.nodeRepair.theNodeIsActive')} />
    </div>
  );
}
