import { type AttackRow, attackRow } from '#tools/contracts/jury/attackTable.ts';
import type { Reading } from '#tools/contracts/jury/caseOutcome.ts';
import type { Network } from '#tools/contracts/jury/terms.ts';

/** The most that may happen with 30 % of the stake colluding and 80 % turnout of the rest. */
export const MOST_CONVICTED = 0.001;
export const MOST_ESCAPES = 0.01;
export const BAR_TURNOUT = 0.8;

/** The fewest nodes from which on both bars are promised. Fewer cannot hold them; docs/juries.md says why. */
export const PROMISED: Record<Network, Record<Reading, number>> = {
  testnet: { share: 10, node: 247 },
  'main network': { share: 5, node: 86 },
};

/** The probabilities of a row that are above their bar, as sentences. */
export function missesOf(row: AttackRow): string[] {
  const where = `${row.network}, ${row.nodes} nodes, ${row.reading} reading`;
  const escapes = Math.max(...Object.values(row.escapes), row.escapesUnfilled);
  return [
    ...(row.convicted <= MOST_CONVICTED ? [] : [`${where}: an honest node is convicted (${row.convicted})`]),
    ...(escapes <= MOST_ESCAPES ? [] : [`${where}: a guilty node escapes (${escapes})`]),
  ];
}

/** Whether both bars hold for so many nodes. */
export const holds = (network: Network, reading: Reading, nodes: number): boolean =>
  missesOf(attackRow({ network, nodes, turnout: BAR_TURNOUT, reading })).length === 0;

/** The rows that must keep to the bars. */
export const isPromised = ({ network, reading, nodes, turnout }: AttackRow): boolean =>
  turnout === BAR_TURNOUT && nodes >= PROMISED[network][reading];
