import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { paymentsAbi } from '#chain/generated/contracts.ts';
import { readSharedFees } from '#chain/history/sharedFees.ts';
import type { NodeDetail } from '#chain/nodeDetail.ts';
import { t } from '#web/language/translate.ts';
import { roundCai } from '#web/money/amount.ts';
import { useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';
import { CHAIN_KEY } from '#web/queries/chainKey.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { feeAhead, feePerDay, paymentsOf } from '#web/staking/work/paidAhead.ts';

/** In seconds. A node that does not work has less than a day ahead: what is older is used up. */
const LOOK_BACK_S = 2 * 86_400;
/** How often it is read again, in ms. */
const REREAD_MS = 60_000;

function useNodeFees(id: bigint) {
  const { client, config } = useNetwork();
  const { staking, payments } = config.contracts;
  return useQuery({
    queryKey: [...CHAIN_KEY, 'nodeFees', id.toString()],
    refetchInterval: REREAD_MS,
    queryFn: async () => {
      const contract = { abi: paymentsAbi, address: payments } as const;
      const now = Number((await client.getBlock()).timestamp);
      const [feeBps, payerPoolBps, fees] = await Promise.all([
        client.readContract({ ...contract, functionName: 'feeBps' }),
        client.readContract({ ...contract, functionName: 'payerPoolBps' }),
        readSharedFees(readerOf(client), staking, { nodeId: id, since: now - LOOK_BACK_S }),
      ]);
      return { parts: { feeBps, payerPoolBps }, fees: fees ?? null };
    },
  }).data;
}

/** What an active node that does not work lacks to work, in redeemed payments. */
export function WorkRule({ detail: { node, unbonding } }: { detail: NodeDetail }) {
  const known = useNodeFees(node.id);
  const nowSeconds = useChainNowSeconds();
  if (known == null || known.fees === null) return null;
  const payments = (fee: bigint) => paymentsOf(fee, node.role, known.parts);
  // What leaves can come back: it has to be paid for as well.
  const need = payments(feePerDay(node.weight + unbonding));
  const have = payments(feeAhead(known.fees, { weight: node.weight, nowSeconds }));
  if (need === undefined || have === undefined) return null;
  return (
    <p>
      {t(node.role === 'miner' ? 'staking.workRule.miner' : 'staking.workRule.coordinator', {
        ...{ need: roundCai(need), have: roundCai(have) },
      })}{' '}
      <Link href="/docs/apr">{t('staking.workRule.more')}</Link>
    </p>
  );
}
