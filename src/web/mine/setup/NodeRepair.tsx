import { encodeFunctionData } from 'viem';
import { Link } from 'wouter';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { RosterNode } from '#chain/roster.ts';
import { Countdown } from '#web/components/Countdown.tsx';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { rich, t } from '#web/language/translate.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { minerConsent } from '#web/mine/setup/consent.ts';
import { formatCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useStake } from '#web/queries/useStake.ts';
import { unjailCall, voteCall } from '#web/staking/stakingCalls.ts';
import { topUpFor } from '#web/staking/topUpFor.ts';
import { formatMoment } from '#web/time/moment.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

/** Repairs for a node that cannot work as it is. */

/** The wallet's node is served by a key of another browser: take it over with this tab's key. */
export function TakeOver({ miner, node }: { miner: Miner; node: RosterNode }) {
  const network = useNetwork();
  const flow = useTransaction();
  const takeOver = () =>
    flow.run(async (wallet) => {
      const { operator, deadline, consent } = await minerConsent(network, miner.client, wallet.address);
      const args = [node.id, operator, deadline, consent] as const;
      const data = encodeFunctionData({ abi: stakingAbi, functionName: 'rotateOperator', args });
      await wallet.send({ to: network.config.contracts.staking, data });
    });
  return (
    <div className="step-body">
      <p>{t('mine.nodeRepair.theOtherBrowserThen')}</p>
      <TransactionButton flow={flow} onClick={() => void takeOver()}>
        {t('mine.nodeRepair.moveTheNodeTo')}
      </TransactionButton>
      <TransactionStatus flow={flow} done={t('mine.nodeRepair.thisTabServesThe')} />
    </div>
  );
}

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
        disabled={!served}
        onClick={() => void flow.run((wallet) => wallet.send({ to: network.config.contracts.staking, data }))}
      >
        {t('mine.nodeRepair.unjailTheNode')}
      </TransactionButton>
      <TransactionStatus flow={flow} done={t('mine.nodeRepair.theNodeIsActive')} />
    </div>
  );
}
