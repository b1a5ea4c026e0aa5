import { encodeFunctionData } from 'viem';
import { stakingAbi } from '#chain/generated/contracts.ts';
import type { RosterNode } from '#chain/roster.ts';
import { TransactionButton, TransactionStatus } from '#web/components/TransactionButton.tsx';
import { t } from '#web/language/translate.ts';
import type { Miner } from '#web/mine/miner/useMiner.ts';
import { minerConsent } from '#web/mine/setup/consent.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { useTransaction } from '#web/transaction/useTransaction.ts';

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
