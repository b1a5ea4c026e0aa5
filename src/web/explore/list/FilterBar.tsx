import { useId } from 'react';
import { FIRST_DIRECTION, type ListQuery, SORT_KEYS, type SortKey } from '#web/explore/list/listQuery.ts';
import type { MessageKey } from '#web/language/messageKey.ts';
import { t } from '#web/language/translate.ts';
import { NODE_STATES, STATE_WORDS } from '#web/staking/nodeState.ts';

const ROLES: [ListQuery['role'], MessageKey][] = [
  ['all', 'explore.filterBar.minersAndCoordinators'],
  ['miner', 'explore.filterBar.miners'],
  ['coordinator', 'explore.filterBar.coordinators'],
];
const STATES: [ListQuery['state'], MessageKey][] = [
  ['serving', 'explore.filterBar.allThatAreOpen'],
  ...NODE_STATES.map((state): [ListQuery['state'], MessageKey] => [
    state,
    state === 'active' ? 'explore.filterBar.activeNotWorking' : STATE_WORDS[state],
  ]),
  ['slashed', 'explore.filterBar.slashed'],
];
export const SORT_NAMES: Record<SortKey, MessageKey> = {
  weight: 'explore.filterBar.shareOfStake',
  votes: 'explore.filterBar.votes',
  commission: 'explore.filterBar.commission',
  record: 'explore.filterBar.audits',
};

interface ChoiceProps<T extends string> {
  label: string;
  /** Of its field, to show it on small screens only. */
  className?: string;
  value: T;
  options: readonly (readonly [T, MessageKey])[];
  onChange: (value: T) => void;
}

function Choice<T extends string>({ label, className = '', value, options, onChange }: ChoiceProps<T>) {
  const id = useId();
  return (
    <div className={`field ${className}`}>
      <label htmlFor={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => onChange(event.currentTarget.value as T)}>
        {options.map(([each, name]) => (
          <option key={each} value={each}>
            {t(name)}
          </option>
        ))}
      </select>
    </div>
  );
}

interface FilterBarProps {
  query: ListQuery;
  onChange: (query: ListQuery) => void;
}

/** Search, filters and, where there is no room for the table's head, the order. */
export function FilterBar({ query, onChange }: FilterBarProps) {
  const id = useId();
  return (
    <search className="explore-filters">
      <div className="field">
        <label htmlFor={id}>{t('explore.filterBar.search')}</label>
        <input
          id={id}
          type="text"
          inputMode="search"
          autoComplete="off"
          spellCheck={false}
          placeholder={t('explore.filterBar.nameNumberOrAddress')}
          value={query.search}
          onInput={(event) => onChange({ ...query, search: event.currentTarget.value })}
        />
      </div>
      <Choice
        label={t('explore.filterBar.role')}
        value={query.role}
        options={ROLES}
        onChange={(role) => onChange({ ...query, role })}
      />
      <Choice
        label={t('explore.filterBar.state')}
        value={query.state}
        options={STATES}
        onChange={(state) => onChange({ ...query, state })}
      />
      <Choice
        label={t('explore.filterBar.sortedBy')}
        className="explore-narrow"
        value={query.sort}
        options={SORT_KEYS.map((key) => [key, SORT_NAMES[key]] as const)}
        onChange={(sort) => onChange({ ...query, sort, direction: FIRST_DIRECTION[sort] })}
      />
    </search>
  );
}
