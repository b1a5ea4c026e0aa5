import { useId } from 'react';
import { FIRST_DIRECTION, type ListQuery, SORT_KEYS, type SortKey } from '#web/explore/list/listQuery.ts';
import { NODE_STATES, STATE_WORDS } from '#web/staking/nodeState.ts';

const ROLES: [ListQuery['role'], string][] = [
  ['all', 'Miners and coordinators'],
  ['miner', 'Miners'],
  ['coordinator', 'Coordinators'],
];
const STATES: [ListQuery['state'], string][] = [
  ['serving', 'All that are open'],
  ...NODE_STATES.map((state): [ListQuery['state'], string] => [
    state,
    state === 'active' ? 'Active, not working' : STATE_WORDS[state],
  ]),
];
export const SORT_NAMES: Record<SortKey, string> = {
  weight: 'Share of draws',
  votes: 'Votes',
  commission: 'Commission',
  record: 'Audits',
};

interface ChoiceProps<T extends string> {
  label: string;
  /** Of its field, to show it on small screens only. */
  className?: string;
  value: T;
  options: readonly (readonly [T, string])[];
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
            {name}
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
        <label htmlFor={id}>Search</label>
        <input
          id={id}
          type="text"
          inputMode="search"
          autoComplete="off"
          spellCheck={false}
          placeholder="Name, number or address"
          value={query.search}
          onInput={(event) => onChange({ ...query, search: event.currentTarget.value })}
        />
      </div>
      <Choice
        label="Role"
        value={query.role}
        options={ROLES}
        onChange={(role) => onChange({ ...query, role })}
      />
      <Choice
        label="State"
        value={query.state}
        options={STATES}
        onChange={(state) => onChange({ ...query, state })}
      />
      <Choice
        label="Sorted by"
        className="explore-narrow"
        value={query.sort}
        options={SORT_KEYS.map((key) => [key, SORT_NAMES[key]] as const)}
        onChange={(sort) => onChange({ ...query, sort, direction: FIRST_DIRECTION[sort] })}
      />
    </search>
  );
}
