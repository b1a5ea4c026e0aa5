import { useEffect, useRef } from 'react';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { ProblemNotice } from '#web/components/Notice.tsx';
import { CompareTable } from '#web/explore/compare/CompareTable.tsx';
import { totalWeights } from '#web/explore/nodes/totalWeights.ts';
import { useLosses } from '#web/explore/nodes/useLosses.ts';
import { useAnnounced, useNodeList } from '#web/explore/nodes/useNodes.ts';
import { isConnected } from '#web/explore/records/isConnected.ts';
import { RecordsStatus } from '#web/explore/records/RecordsStatus.tsx';
import type { VoteOrder } from '#web/explore/vote/VoteDialog.tsx';
import { t } from '#web/language/translate.ts';
import { useNodeRecords } from '#web/nodeRecords/useNodeRecords.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useEmission } from '#web/queries/useEmission.ts';
import { useMinimumBond } from '#web/queries/useMinimumBond.ts';
import { useReadNodes } from '#web/queries/useNodes.ts';
import { useNodeInfos } from '#web/queries/useRoster.ts';
import { useVotes } from '#web/queries/useVotes.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { voterNetApr } from '#web/staking/apr/netApr.ts';
import { useObserved } from '#web/staking/apr/useObserved.ts';
import { stateText } from '#web/staking/nodeState.ts';

interface ComparisonProps {
  /** Of the nodes, in the order in which they are shown. */
  ids: readonly bigint[];
  onRemove: (id: bigint) => void;
  onBack: () => void;
  onOrder: (order: VoteOrder) => void;
}

/** The nodes among these ids, retired ones too, and the ids that no node has. */
function useCompared(ids: readonly bigint[]) {
  const { address } = useWallet();
  const votes = useVotes(address).data ?? [];
  const list = useNodeList(votes, false);
  const listed = list.nodes;
  const missing = listed === undefined ? [] : ids.filter((id) => !listed.some((node) => node.id === id));
  const read = useReadNodes(missing);
  const others = read.nodes;
  const nodes = ids.flatMap((id) => [...(listed ?? []), ...others].find((node) => node.id === id) ?? []);
  const isReading = listed === undefined || others.length < missing.length;
  return {
    ...{ nodes, isReading, isFailed: list.isFailed || read.isFailed },
    retry: () => {
      list.retry();
      read.retry();
    },
    unknown: isReading ? [] : ids.filter((id) => !nodes.some((node) => node.id === id)),
    totals: totalWeights(listed ?? []),
    own: new Map(votes.map(({ node, amount }) => [node.id, amount])),
  };
}

/** Two to four nodes side by side. */
export function Comparison({ ids, onRemove, onBack, onOrder }: ComparisonProps) {
  const { nodes, isReading, isFailed, retry, unknown, totals, own } = useCompared(ids);
  const nowSeconds = useChainNowSeconds();
  const infos = useNodeInfos(nodes);
  const announced = useAnnounced(nodes);
  const records = useNodeRecords();
  const { lossOf } = useLosses();
  const emission = useEmission().data;
  const observedOf = useObserved();
  const minimums = { miner: useMinimumBond('miner'), coordinator: useMinimumBond('coordinator') };
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const unrecorded = records.isReading
    ? t('explore.nodesPage.askingCoordinators')
    : t('explore.nodesPage.noResultsKnown');

  return (
    <>
      <div className="compare-head">
        <h2 id="compare-title" ref={title} tabIndex={-1}>
          {t('explore.comparison.sideBySide')}
        </h2>
        <ActionButton className="small" onClick={onBack}>
          {t('explore.comparison.backToTheList')}
        </ActionButton>
      </div>
      {isFailed ? (
        <ProblemNotice what={t('explore.nodesPage.theNodesCouldNot')} onRetry={retry} />
      ) : isReading ? (
        <p className="page-loading muted" role="status">
          {t('explore.nodesPage.readingTheChain')}
        </p>
      ) : (
        <CompareTable
          nodes={nodes.map((node) => ({
            ...{ node, unrecorded, announced: announced.get(node.id), loss: lossOf(node.id) },
            name: infos.byId.get(node.id)?.name ?? t('explore.nodeRow.nodeId', { id: node.id }),
            state: stateText(node, {
              nowSeconds,
              minimumBond: minimums[node.role],
              isConnected: isConnected(records, node.id),
            }),
            record: records.byNode.get(String(node.id)),
            emission,
            apr: emission && voterNetApr(emission, node, observedOf(node.id)),
            observed: observedOf(node.id),
            totalWeight: totals[node.role],
            own: own.get(node.id) ?? 0n,
          }))}
          onRemove={onRemove}
          onOrder={onOrder}
        />
      )}
      {unknown.length > 0 && (
        <p className="warn" role="status">
          {t('explore.comparison.noSuchNodes', { count: unknown.length, ids: unknown.join(', ') })}
        </p>
      )}
      <p className="muted">{t('explore.comparison.atTodaysRate')}</p>
      <RecordsStatus records={records} />
    </>
  );
}
