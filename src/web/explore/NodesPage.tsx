import { useMemo, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { PageHead } from '#web/components/PageHead.tsx';
import { usePageTitle } from '#web/components/usePageTitle.ts';
import { Comparison } from '#web/explore/compare/Comparison.tsx';
import { LEAST_COMPARED } from '#web/explore/compare/comparedIds.ts';
import { ExploreLinks } from '#web/explore/ExploreLinks.tsx';
import { type ListQuery, parseListQuery, writeListQuery } from '#web/explore/list/listQuery.ts';
import { NodeList } from '#web/explore/list/NodeList.tsx';
import { VoteDialog, type VoteOrder } from '#web/explore/vote/VoteDialog.tsx';
import { t } from '#web/language/translate.ts';
import '#web/explore/list/list.css';
import '#web/explore/compare/compare.css';

/** The part of the address after the question mark, and how it is changed. */
function useListQuery() {
  const [params] = useSearchParams();
  const [location, navigate] = useLocation();
  const query = useMemo(() => parseListQuery(params), [params]);
  const isComparing = query.compare.length >= LEAST_COMPARED;
  return {
    query,
    isComparing,
    setQuery: (next: ListQuery) => {
      // The browser's way back leads from the comparison to the list, not through each change of either.
      const isOther = next.compare.length >= LEAST_COMPARED !== isComparing;
      navigate(location + writeListQuery(next), { replace: !isOther });
    },
  };
}

/** Every node in a list, or a few side by side. */
export function NodesPage() {
  usePageTitle(t('shell.pageHead.explore'));
  const { query, isComparing, setQuery } = useListQuery();
  const [ticked, setTicked] = useState(query.compare);
  const [order, setOrder] = useState<VoteOrder | null>(null);
  return (
    <>
      <PageHead path="/nodes" />
      <ExploreLinks />
      {isComparing ? (
        <Comparison
          ids={query.compare}
          onRemove={(id) => {
            const left = query.compare.filter((each) => each !== id);
            setTicked(left);
            setQuery({ ...query, compare: left });
          }}
          onBack={() => setQuery({ ...query, compare: [] })}
          onOrder={setOrder}
        />
      ) : (
        <NodeList query={query} onChange={setQuery} ticked={ticked} onTick={setTicked} onOrder={setOrder} />
      )}
      {order !== null && <VoteDialog order={order} onClose={() => setOrder(null)} />}
    </>
  );
}
