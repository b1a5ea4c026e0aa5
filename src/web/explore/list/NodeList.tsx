import { useState } from 'react';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { EmptyNotice, ProblemNotice } from '#web/components/Notice.tsx';
import { CompareBar } from '#web/explore/compare/CompareBar.tsx';
import { MOST_COMPARED } from '#web/explore/compare/comparedIds.ts';
import { arrangeNodes } from '#web/explore/list/arrangeNodes.ts';
import { FilterBar } from '#web/explore/list/FilterBar.tsx';
import { type ListQuery, parseListQuery } from '#web/explore/list/listQuery.ts';
import { NodeRow } from '#web/explore/list/NodeRow.tsx';
import { EmptyRows, NodeTable } from '#web/explore/list/NodeTable.tsx';
import { totalWeights } from '#web/explore/nodes/totalWeights.ts';
import { useLosses } from '#web/explore/nodes/useLosses.ts';
import { useAnnounced, useNodeList } from '#web/explore/nodes/useNodes.ts';
import { isConnected } from '#web/explore/records/isConnected.ts';
import { RecordsStatus } from '#web/explore/records/RecordsStatus.tsx';
import type { VoteOrder } from '#web/explore/vote/VoteDialog.tsx';
import { t } from '#web/language/translate.ts';
import { useNodeRecords } from '#web/nodeRecords/useNodeRecords.ts';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useMinimumBond } from '#web/queries/useMinimumBond.ts';
import { useNodeInfos } from '#web/queries/useRoster.ts';
import { useVotes } from '#web/queries/useVotes.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { stateText } from '#web/staking/nodeState.ts';

/** Rows that are added at a time: each costs the chain's node a few requests. */
const ROWS_AT_ONCE = 25;

interface NodeListProps {
  query: ListQuery;
  onChange: (query: ListQuery) => void;
  /** Nodes that are chosen to be compared. */
  ticked: readonly bigint[];
  onTick: (ids: readonly bigint[]) => void;
  onOrder: (order: VoteOrder) => void;
}

/** Every node, searched, filtered and sorted as the address says. */
export function NodeList({ query, onChange, ticked, onTick, onOrder }: NodeListProps) {
  const [most, setMost] = useState(ROWS_AT_ONCE);
  const nowSeconds = useChainNowSeconds();
  const { address } = useWallet();
  const votes = useVotes(address);
  const own = new Map((votes.data ?? []).map(({ node, amount }) => [node.id, amount]));
  const { nodes, isFailed, retry } = useNodeList(
    votes.data ?? [],
    query.state === 'retired' || query.state === 'slashed',
  );
  const records = useNodeRecords();
  const { lossOf, slashed } = useLosses();
  const minimums = { miner: useMinimumBond('miner'), coordinator: useMinimumBond('coordinator') };
  const isSearching = query.search.trim() !== '';

  const arrange = (names: ReadonlyMap<bigint, { name: string }>) =>
    arrangeNodes(
      (nodes ?? []).map((node) => ({
        node,
        name: names.get(node.id)?.name,
        record: records.byNode.get(String(node.id)),
      })),
      query,
      { nowSeconds, own: new Set(own.keys()), slashed },
    );
  // Names take a request each, so all of them are read only to be searched.
  const named = isSearching
    ? (nodes ?? [])
    : arrange(new Map())
        .slice(0, most)
        .map(({ node }) => node);
  const infos = useNodeInfos(named);
  const found = arrange(infos.byId);
  const shown = found.slice(0, most);
  const announced = useAnnounced(shown.map(({ node }) => node));
  const totals = totalWeights(nodes ?? []);

  return (
    <>
      <FilterBar query={query} onChange={onChange} />
      <div className="explore-status">
        <p role="status">
          {nodes === undefined
            ? t('explore.nodesPage.readingTheChain')
            : t(
                isSearching && !infos.complete
                  ? 'explore.nodesPage.nodesNamesMissing'
                  : 'explore.nodesPage.nodes',
                { count: found.length },
              )}
        </p>
        <RecordsStatus records={records} />
      </div>
      <CompareBar
        count={ticked.length}
        onCompare={() => onChange({ ...query, compare: ticked })}
        onClear={() => onTick([])}
      />
      {isFailed ? (
        <ProblemNotice what={t('explore.nodesPage.theNodesCouldNot')} onRetry={retry} />
      ) : (
        <NodeTable query={query} onChange={onChange} busy={nodes === undefined}>
          {nodes === undefined ? (
            <EmptyRows />
          ) : (
            shown.map((each) => (
              <NodeRow
                key={String(each.node.id)}
                {...each}
                state={stateText(each.node, {
                  nowSeconds,
                  minimumBond: minimums[each.node.role],
                  isConnected: isConnected(records, each.node.id),
                })}
                totalWeight={totals[each.node.role]}
                announced={announced.get(each.node.id)}
                loss={lossOf(each.node.id)}
                unrecorded={
                  records.isReading
                    ? t('explore.nodesPage.askingCoordinators')
                    : t('explore.nodesPage.noResultsKnown')
                }
                own={
                  address !== undefined && votes.data === undefined
                    ? undefined
                    : (own.get(each.node.id) ?? 0n)
                }
                onOrder={onOrder}
                tick={{
                  isTicked: ticked.includes(each.node.id),
                  isFull: ticked.length >= MOST_COMPARED,
                  onTick: (on) =>
                    onTick(on ? [...ticked, each.node.id] : ticked.filter((id) => id !== each.node.id)),
                }}
              />
            ))
          )}
        </NodeTable>
      )}
      {nodes !== undefined && found.length === 0 && (!isSearching || infos.complete) && (
        <EmptyNotice title={t('explore.nodesPage.noNodeMatches')}>
          <p>{t('explore.nodesPage.clearTheSearchOr')}</p>
          <button
            type="button"
            className="button"
            onClick={() => onChange(parseListQuery(new URLSearchParams()))}
          >
            {t('explore.nodesPage.showAllNodes')}
          </button>
        </EmptyNotice>
      )}
      {found.length > most && (
        <p className="more">
          <ActionButton onClick={() => setMost(most + ROWS_AT_ONCE)}>
            {t('explore.nodesPage.showMoreNodes')}
          </ActionButton>
        </p>
      )}
    </>
  );
}
