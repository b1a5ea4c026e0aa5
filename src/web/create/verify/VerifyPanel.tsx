import { useMutation, useQueryClient } from '@tanstack/react-query';
import { BlockNotFoundError } from 'viem';
import { identityOf } from '#chain/networkConfig.ts';
import { readNodeId } from '#chain/standing.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { lookUpAudit } from '#web/create/audit/useAudits.ts';
import type { AnyResult } from '#web/create/saved/savedResult.ts';
import { VerifyLines, verifySummary } from '#web/create/verify/VerifyLines.tsx';
import { t } from '#web/language/translate.ts';
import { type Network, useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';

const hashOf =
  ({ client }: Network) =>
  async (block: number) => {
    try {
      return (await client.getBlock({ blockNumber: BigInt(block) })).hash;
    } catch (error) {
      if (error instanceof BlockNotFoundError) return null;
      throw error;
    }
  };

/** For the coordinator to say how the audit stands, in ms. After that the receipt is taken as it is kept. */
const NEWS_MS = 5_000;

/** A button that checks a receipt on the visitor's own machine, and what came of it. */
export function VerifyPanel({ result }: { result: AnyResult }) {
  const network = useNetwork();
  const queries = useQueryClient();
  const check = useMutation({
    networkMode: 'always',
    mutationFn: async () => {
      // A task's page reads the receipt anew by itself.
      const newest =
        result.kind === 'unseen'
          ? result
          : await lookUpAudit(queries, result, AbortSignal.timeout(NEWS_MS)).catch(() => result);
      const { verifyReceipt } = await import('#web/create/verify/verifyReceipt.ts');
      return verifyReceipt(newest, {
        network: identityOf(network.config),
        hashOf: hashOf(network),
        nodeIdOf: (operator) =>
          readNodeId(readerOf(network.client), network.config.contracts.staking, operator),
      });
    },
  });
  return (
    <div className="verify">
      <ActionButton
        className="small"
        unavailable={check.isPending}
        busy={check.isPending}
        label={t('create.verifyPanel.verifyTheReceiptOf', { prompt: result.prompt })}
        onClick={() => check.mutate()}
      >
        {t('create.verifyPanel.verify')}
      </ActionButton>
      <p className="muted" role={check.isError ? 'alert' : 'status'}>
        {check.isPending && t('create.verifyPanel.checkingOnThisMachine')}
        {check.isError && t('create.verifyPanel.theCheckCouldNot')}
        {check.isSuccess && verifySummary(check.data)}
      </p>
      {check.isSuccess && <VerifyLines lines={check.data} />}
    </div>
  );
}
