import { agrees } from '#tools/trust/economics/estimate.ts';
import type { Row, Rows } from '#tools/trust/economics/rows.ts';

/** The most of the network's work that audits of miners with old records may be. */
export const MOST_AUDITED = 0.05;

/** Whether a row keeps to its bar. What was only played must do so with all that it may be off by. */
export function keeps({ profit, played, isExact, bar }: Row): boolean {
  const off = isExact || played === undefined ? 0 : played.within;
  // Someone who votes "unavailable" earns nothing, which is no attack that pays.
  if (bar === 'not below 0') return profit - off >= 0;
  return bar === 'above 0' ? profit - off > 0 : profit + off <= 0;
}

export const missed = (rows: Rows): Row[] =>
  Object.values(rows).flatMap((part) => part.filter((row) => !keeps(row)));

/** Rows whose play does not fit their exact sum. */
export const disagreeing = (rows: Rows): Row[] =>
  Object.values(rows).flatMap((part) =>
    part.filter(({ profit, played, isExact }) => isExact && played !== undefined && !agrees(played, profit)),
  );
