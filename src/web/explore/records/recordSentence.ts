import { t } from '#web/language/translate.ts';
import { formatCount, formatFraction } from '#web/money/amount.ts';
import type { Calls, NodeRecord, Results } from '#web/nodeRecords/mergeRecords.ts';
import { formatMoment } from '#web/time/moment.ts';

/** Audits in a line: `38 of 40 audits passed, 1 disputed, 1 withheld`. */
export function auditSentence(results: Results | undefined): string {
  if (results === undefined || results.delivered === 0) return t('explore.recordSentence.noResultsYet');
  const { audited, passed, disputed, withheld, delivered } = results;
  if (audited === 0) return t('explore.recordSentence.noneAudited', { count: delivered });
  return t('explore.recordSentence.passed', { passed: formatCount(passed), audited, disputed, withheld });
}

/** How many calls it answered: `98 % of 1,204 calls answered`. */
export function callSentence({ sent, answered }: Calls): string {
  if (sent === 0) return t('explore.recordSentence.notCalled');
  return t('explore.recordSentence.answered', { share: formatFraction(answered / sent), count: sent });
}

/** How lively a miner is: its calls, and when it was seen last where it is not online now. */
export function livenessSentence({
  calls,
  isOnline,
  seenAt,
}: Pick<NodeRecord, 'calls' | 'isOnline' | 'seenAt'>): string {
  const seen =
    isOnline || seenAt === undefined
      ? []
      : [t('explore.auditsCard.lastSeenSeenat', { seenAt: formatMoment(seenAt) })];
  return [callSentence(calls), ...seen].join(' · ');
}

/** Whether any of its results was wrong, or not proved. */
export const isBlemished = (results: Results | undefined): boolean =>
  results !== undefined && results.disputed + results.withheld > 0;

/** Who says so: a coordinator's name, or how many. */
export function sourceSentence({ said }: Pick<NodeRecord, 'said'>): string {
  const [first] = said;
  if (first === undefined) return '';
  return said.length === 1
    ? t('explore.recordSentence.saysBy', { by: first.by })
    : t('explore.recordSentence.sayMany', { count: said.length });
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
