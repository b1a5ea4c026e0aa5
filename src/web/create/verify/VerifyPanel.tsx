import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useState } from 'react';
import { BlockNotFoundError, type Hex } from 'viem';
import { identityOf } from '#chain/networkConfig.ts';
import { type Role, type RosterNode, rosterPages } from '#chain/roster.ts';
import { readNodeId } from '#chain/standing.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { lookUpAudit } from '#web/create/audit/useAudits.ts';
import { ReportOnDemand } from '#web/create/report/reportOnDemand.ts';
import type { AnyResult } from '#web/create/saved/savedResult.ts';
import { VerifyLines, verdictTone, verifySummary } from '#web/create/verify/lines/VerifyLines.tsx';
import { type ChainBlock, type VerifyLine, withLine } from '#web/create/verify/lines/verifyLine.ts';
import { onDemand } from '#web/design/onDemand.tsx';
import { loadMessages } from '#web/language/current.ts';
import { t } from '#web/language/translate.ts';
import { type Network, useNetwork } from '#web/network/networkContext.ts';
import { readerOf } from '#web/network/pageClient.ts';

const RerunPanel = onDemand(async () => {
  const loading = [import('#web/create/rerun/RerunPanel.tsx'), loadMessages('gpu')] as const;
  return (await Promise.all(loading))[0].RerunPanel;
});

const shortOf = ({ hash, timestamp }: { hash: Hex; timestamp: bigint }): ChainBlock => ({
  hash,
  minedAt: Number(timestamp),
});

const blockAt =
  ({ client }: Network) =>
  async (block: number): Promise<ChainBlock | null> => {
    try {
      return shortOf(await client.getBlock({ blockNumber: BigInt(block) }));
    } catch (error) {
      if (error instanceof BlockNotFoundError) return null;
      throw error;
    }
  };

const newestBlock =
  ({ client }: Network) =>
  async (): Promise<ChainBlock> =>
    shortOf(await client.getBlock());

/** More nodes are not read for one receipt: these take 20 requests and some 4 MB. */
const MOST_NODES = 4_000;

const rosterAt =
  ({ client, config }: Network) =>
  async (role: Role, blockHash: Hex): Promise<RosterNode[] | null> => {
    const nodes: RosterNode[] = [];
    for await (const page of rosterPages(readerOf(client), config.contracts.staking, role, { blockHash })) {
      nodes.push(...page);
      if (nodes.length > MOST_NODES) return null;
    }
    return nodes;
  };

/** For the coordinator to say how the audit stands, in ms. After that the receipt is taken as it is kept. */
const NEWS_MS = 5_000;

/** A button that checks a receipt on the visitor's own machine, and what came of it. */
export function VerifyPanel({ result }: { result: AnyResult }) {
  const network = useNetwork();
  const queries = useQueryClient();
  const [found, setFound] = useState<VerifyLine>();
  const [wrong, setWrong] = useState<TaskRequest>();
  const noteRun = useCallback((line: VerifyLine | undefined, request: TaskRequest | undefined) => {
    setFound(line);
    setWrong(request);
  }, []);
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
        epochs: network.config.epochs,
        minesOnDemand: network.config.devnet,
        blockAt: blockAt(network),
        newestBlock: newestBlock(network),
        rosterAt: rosterAt(network),
        nowMs: Date.now,
        nodeIdOf: (operator) =>
          readNodeId(readerOf(network.client), network.config.contracts.staking, operator),
      });
    },
  });
  const lines = withLine(check.data ?? [], found);
  return (
    <div className="verify">
      <ActionButton
        className="small"
        busy={check.isPending}
        label={t('create.verifyPanel.verifyTheReceiptOf', { prompt: result.prompt })}
        onClick={() => check.mutate()}
      >
        {t('create.verifyPanel.verify')}
      </ActionButton>
      <p
        className={check.isSuccess ? 'verify-verdict' : 'muted'}
        data-tone={check.isSuccess ? verdictTone(lines) : undefined}
        role={check.isError ? 'alert' : 'status'}
      >
        {check.isPending && t('create.verifyPanel.checkingOnThisMachine')}
        {check.isError && t('create.verifyPanel.theCheckCouldNot')}
        {check.isSuccess && verifySummary(lines)}
      </p>
      {check.isSuccess && <VerifyLines lines={lines} />}
      {!check.isIdle && <RerunPanel result={result} onFound={noteRun} />}
      {wrong !== undefined && result.kind !== 'unseen' && <ReportOnDemand result={result} request={wrong} />}
    </div>
  );
}
