import type { NodeRecord, Results } from '#web/explore/records/mergeRecords.ts';
import { formatCount } from '#web/money/amount.ts';

const times = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`;

/** Audits in a line: `38 of 40 audits passed, 1 disputed, 1 withheld`. */
export function auditSentence(results: Results | undefined): string {
  if (results === undefined || results.delivered === 0) return 'No results yet';
  const { audited, passed, disputed, withheld, delivered } = results;
  if (audited === 0) return `${times(delivered, 'result')}, none audited yet`;
  const bad = [
    ...(disputed > 0 ? [`, ${formatCount(disputed)} disputed`] : []),
    ...(withheld > 0 ? [`, ${formatCount(withheld)} withheld`] : []),
  ];
  return `${formatCount(passed)} of ${times(audited, 'audit')} passed${bad.join('')}`;
}

/** Whether any of its results was wrong, or not proved. */
export const isBlemished = (results: Results | undefined): boolean =>
  results !== undefined && results.disputed + results.withheld > 0;

/** Who says so: a coordinator's name, or how many. */
export function sourceSentence({ said }: Pick<NodeRecord, 'said'>): string {
  const [first] = said;
  if (first === undefined) return '';
  return said.length === 1 ? `says ${first.by}` : `say ${times(said.length, 'coordinator')}`;
}

/**
 * How records compare: those without a fault first, then those with more results proved right. Negative:
 * better.
 */
export function compareResults(one: Results, other: Results): number {
  const faults = ({ audited, disputed, withheld }: Results): number =>
    audited === 0 ? 0 : (disputed + withheld) / audited;
  return faults(one) - faults(other) || other.passed - one.passed || other.delivered - one.delivered;
}
