import type { RosterNode } from '#chain/roster.ts';
import type { ListQuery, SortKey } from '#web/explore/list/listQuery.ts';
import { compareResults } from '#web/explore/records/recordSentence.ts';
import type { NodeRecord } from '#web/nodeRecords/mergeRecords.ts';
import { nodeStateOf } from '#web/staking/nodeState.ts';
import { votesFor } from '#web/staking/votesFor.ts';

/** A node with what is known of it for the list. */
export interface ListedNode {
  node: RosterNode;
  /** That it announces. */
  name: string | undefined;
  record: NodeRecord | undefined;
}

/** Whether a node is meant by the typed text: by its name, its number, or a part of one of its addresses. */
export function isFound({ node, name }: Pick<ListedNode, 'node' | 'name'>, search: string): boolean {
  const text = search.trim().toLowerCase();
  if (text === '') return true;
  if (/^(node |#)?\d+$/.test(text)) {
    if (text.replace(/\D/g, '') === String(node.id)) return true;
  }
  if (name?.toLowerCase().includes(text) === true) return true;
  return (
    text.startsWith('0x') && [node.operator, node.owner].some((each) => each.toLowerCase().includes(text))
  );
}

const compareBigints = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** Ascending. Only for two that have what they are compared by. */
const COMPARE: Record<SortKey, (a: ListedNode, b: ListedNode) => number> = {
  weight: (a, b) => compareBigints(a.node.weight, b.node.weight),
  votes: (a, b) => compareBigints(votesFor(a.node), votesFor(b.node)),
  commission: (a, b) => a.node.commissionBps - b.node.commissionBps,
  record: (a, b) => compareResults(b.record!.results!, a.record!.results!),
};

interface ListContext {
  nowSeconds: number;
  own: ReadonlySet<bigint>;
  slashed: ReadonlySet<bigint>;
}

const hasResults = ({ record }: ListedNode): boolean => (record?.results?.delivered ?? 0) > 0;

/**
 * The nodes that were asked for, in the order that was asked for. Those without a record come last,
 * whichever way records are sorted; equals stay by weight, then by number.
 * @param own ids of nodes in which the wallet has stake: they are listed although they are retired
 * @param slashed ids of nodes that lost stake by a slash
 */
export function arrangeNodes(
  nodes: readonly ListedNode[],
  { search, role, state, sort, direction }: ListQuery,
  { nowSeconds, own, slashed }: ListContext,
): ListedNode[] {
  const isWanted = ({ node }: ListedNode): boolean => {
    if (role !== 'all' && node.role !== role) return false;
    if (state === 'slashed') return slashed.has(node.id);
    const its = nodeStateOf(node, nowSeconds);
    return state === 'serving' ? its !== 'retired' || own.has(node.id) : its === state;
  };
  const turn = direction === 'ascending' ? 1 : -1;
  const compare = (a: ListedNode, b: ListedNode): number => {
    if (sort === 'record') {
      const known = Number(hasResults(b)) - Number(hasResults(a));
      if (known !== 0 || !hasResults(a)) return known;
    }
    return turn * COMPARE[sort](a, b);
  };
  return nodes
    .filter((each) => isWanted(each) && isFound(each, search))
    .sort(
      (a, b) =>
        compare(a, b) || compareBigints(b.node.weight, a.node.weight) || compareBigints(a.node.id, b.node.id),
    );
}
