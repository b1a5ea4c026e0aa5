import type { ReactNode } from 'react';
import { SORT_NAMES } from '#web/explore/list/FilterBar.tsx';
import { type ListQuery, type SortKey, sortedBy } from '#web/explore/list/listQuery.ts';
import { t } from '#web/language/translate.ts';

interface SortHeadProps {
  sort: SortKey;
  query: ListQuery;
  onChange: (query: ListQuery) => void;
}

/** A column's head that sorts by it. */
function SortHead({ sort, query, onChange }: SortHeadProps) {
  const isSorted = query.sort === sort;
  const arrow = query.direction === 'ascending' ? '▲' : '▼';
  return (
    <th scope="col" aria-sort={isSorted ? query.direction : 'none'}>
      <button type="button" className="sort" onClick={() => onChange(sortedBy(query, sort))}>
        {t(SORT_NAMES[sort])}
        <span className="sort-arrow" aria-hidden="true">
          {isSorted ? arrow : ''}
        </span>
      </button>
    </th>
  );
}

interface NodeTableProps {
  query: ListQuery;
  onChange: (query: ListQuery) => void;
  /** What is shown is not read yet. */
  busy?: boolean;
  /** Rows. */
  children: ReactNode;
}

/** The table of nodes; on a phone, each row is a card. */
export function NodeTable({ query, onChange, busy = false, children }: NodeTableProps) {
  const head = (sort: SortKey) => <SortHead sort={sort} query={query} onChange={onChange} />;
  return (
    <table className="explore-table" aria-busy={busy}>
      <caption className="unseen">{t('explore.nodeTable.nodesOfTheNetwork')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('explore.nodeTable.node')}</th>
          <th scope="col">{t('explore.nodeTable.state')}</th>
          <th scope="col">{t('explore.nodeTable.ownBond')}</th>
          {head('votes')}
          {head('weight')}
          {head('commission')}
          {head('record')}
          <th scope="col">{t('explore.nodeTable.yourStake')}</th>
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}

/** Rows that a page has until it knows better. */
const EMPTY_ROWS = 6;
const COLUMNS = 8;

/** What is seen while the chain is read: rows of the height that they will have. */
export function EmptyRows() {
  return Array.from({ length: EMPTY_ROWS }, (_, row) => (
    <tr key={`empty ${row}`} className="explore-empty">
      {Array.from({ length: COLUMNS }, (_, column) => (
        <td key={column}>
          <span className="bar" />
        </td>
      ))}
    </tr>
  ));
}
