import { useMemo, useState } from 'react';
import { useSearchParams } from 'wouter';
import { ActionButton } from '#web/action/ActionButton.tsx';
import { EmptyNotice, ProblemNotice } from '#web/components/Notice.tsx';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { arrangeNodes } from '#web/explore/list/arrangeNodes.ts';
import { FilterBar } from '#web/explore/list/FilterBar.tsx';
import { type ListQuery, parseListQuery, writeListQuery } from '#web/explore/list/listQuery.ts';
import { lossesOf, lossSentence } from '#web/explore/list/lossSentence.ts';
import { NodeRow } from '#web/explore/list/NodeRow.tsx';
import { EmptyRows, NodeTable } from '#web/explore/list/NodeTable.tsx';
import { useAnnounced, useNodeList, usePenalties } from '#web/explore/nodes/useNodes.ts';
import { RecordsStatus } from '#web/explore/records/RecordsStatus.tsx';
import { useNodeRecords } from '#web/explore/records/useNodeRecords.ts';
import { VoteDialog, type VoteOrder } from '#web/explore/vote/VoteDialog.tsx';
import { useChainNowSeconds } from '#web/queries/useChainClock.ts';
import { useMinimumBond } from '#web/queries/useMinimumBond.ts';
import { useNodeInfos } from '#web/queries/useRoster.ts';
import { useVotes } from '#web/queries/useVotes.ts';
import { useWallet } from '#web/queries/useWallet.ts';
import { stateText } from '#web/staking/nodeState.ts';
import { formatDay } from '#web/time/moment.ts';
import '#web/explore/list/list.css';
import { t } from '#web/language/translate.ts';

/** Rows that are added at a time: each costs the chain's node a few requests. */
const ROWS_AT_ONCE = 25;

function useListQuery(): [ListQuery, (query: ListQuery) => void] {
  const [params, setParams] = useSearchParams();
  const query = useMemo(() => parseListQuery(params), [params]);
  return [query, (next) => setParams(writeListQuery(next), { replace: true })];
}

/** Every node, searched, filtered and sorted as the address says. */
export function NodesPage() {
  usePageTitle(t('shell.pageHead.explore'));
  const [query, setQuery] = useListQuery();
  const [order, setOrder] = useState<VoteOrder | null>(null);
  const [most, setMost] = useState(ROWS_AT_ONCE);
  const nowSeconds = useChainNowSeconds();
  const { address } = useWallet();
  const votes = useVotes(address);
  const own = new Map((votes.data ?? []).map(({ node, amount }) => [node.id, amount]));
  const { nodes, isFailed, retry } = useNodeList(votes.data ?? [], query.state === 'retired');
  const records = useNodeRecords();
  const penalties = usePenalties();
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
      { nowSeconds, own: new Set(own.keys()) },
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
  const losses = penalties.data && lossesOf(penalties.data);
  const totalOf = (role: string) =>
    (nodes ?? []).reduce((sum, node) => (node.role === role ? sum + node.weight : sum), 0n);
  const totals = { miner: totalOf('miner'), coordinator: totalOf('coordinator') };

  function lossOf(id: bigint): string | undefined {
    if (penalties.data === undefined)
      return penalties.isError ? t('explore.nodesPage.slashesNotKnown') : undefined;
    const { sinceSeconds } = penalties.data;
    const loss = losses?.get(id);
    if (loss === undefined && sinceSeconds !== undefined)
      return t('explore.nodesPage.noSlashSinceSinceseconds', { sinceSeconds: formatDay(sinceSeconds) });
    return lossSentence(loss);
  }

  return (
    <>
      <PageHead path="/nodes" />
      <FilterBar query={query} onChange={setQuery} />
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
      {isFailed ? (
        <ProblemNotice what={t('explore.nodesPage.theNodesCouldNot')} onRetry={retry} />
      ) : (
        <NodeTable query={query} onChange={setQuery} busy={nodes === undefined}>
          {nodes === undefined ? (
            <EmptyRows />
          ) : (
            shown.map((each) => (
              <NodeRow
                key={String(each.node.id)}
                {...each}
                state={stateText(each.node, { nowSeconds, minimumBond: minimums[each.node.role] })}
                totalWeight={totals[each.node.role]}
                announced={announced.get(each.node.id)}
                loss={lossOf(each.node.id)}
                isLoser={losses?.has(each.node.id) === true}
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
                onOrder={setOrder}
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
            onClick={() => setQuery(parseListQuery(new URLSearchParams()))}
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
      {order !== null && <VoteDialog order={order} onClose={() => setOrder(null)} />}
    </>
  );
}
