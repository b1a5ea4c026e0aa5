import { parseCompared } from '#web/explore/compare/comparedIds.ts';
import { NODE_STATES, type NodeState } from '#web/staking/nodeState.ts';

/** What the list can be sorted by. */
export const SORT_KEYS = ['weight', 'votes', 'commission', 'record'] as const;
export type SortKey = (typeof SORT_KEYS)[number];
export type SortDirection = 'ascending' | 'descending';

/** Which nodes are shown and in which order: the part of the address after the question mark. */
export interface ListQuery {
  /** Typed text. */
  search: string;
  role: 'miner' | 'coordinator' | 'all';
  /** `serving`: all but those that are retired; `slashed`: all that lost stake by a slash, ever. */
  state: NodeState | 'serving' | 'slashed';
  sort: SortKey;
  direction: SortDirection;
  /** Nodes that are shown side by side instead of the list, if there are two or more. */
  compare: readonly bigint[];
}

/** The way in which each is sorted first: the best at the top. */
export const FIRST_DIRECTION: Record<SortKey, SortDirection> = {
  ...{ weight: 'descending', votes: 'descending', commission: 'ascending', record: 'descending' },
};

/** Longer text finds nothing. */
const MOST_SEARCH = 80;

const oneOf = <T extends string>(values: readonly T[], text: string | null): T | undefined =>
  values.find((value) => value === text);

/** Reads the address; what it does not know counts as not there. */
export function parseListQuery(params: URLSearchParams): ListQuery {
  const sort = oneOf(SORT_KEYS, params.get('sort')) ?? 'weight';
  return {
    search: (params.get('q') ?? '').slice(0, MOST_SEARCH),
    role: oneOf(['miner', 'coordinator'] as const, params.get('role')) ?? 'all',
    state: oneOf([...NODE_STATES, 'slashed'] as const, params.get('state')) ?? 'serving',
    sort,
    direction: oneOf(['ascending', 'descending'] as const, params.get('order')) ?? FIRST_DIRECTION[sort],
    compare: parseCompared(params.get('compare')),
  };
}

/** The address's query, without what goes without saying: `?role=miner&compare=1,2`, or nothing. */
export function writeListQuery({ search, role, state, sort, direction, compare }: ListQuery): string {
  const params = new URLSearchParams();
  if (search !== '') params.set('q', search.slice(0, MOST_SEARCH));
  if (role !== 'all') params.set('role', role);
  if (state !== 'serving') params.set('state', state);
  if (sort !== 'weight') params.set('sort', sort);
  if (direction !== FIRST_DIRECTION[sort]) params.set('order', direction);
  if (compare.length > 0) params.set('compare', compare.join(','));
  // A comma needs no escape there, and people read these addresses.
  return params.size === 0 ? '' : `?${params.toString().replaceAll('%2C', ',')}`;
}

/** Sorts by a key; the other way round if it is sorted by that already. */
export function sortedBy(query: ListQuery, sort: SortKey): ListQuery {
  const turned = query.direction === 'ascending' ? 'descending' : 'ascending';
  return { ...query, sort, direction: query.sort === sort ? turned : FIRST_DIRECTION[sort] };
}
