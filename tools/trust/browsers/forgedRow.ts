import { type Tables, table } from '#tools/docs/tables.ts';
import { groupBy } from '#tools/trust/audits/bars.ts';
import { judged } from '#tools/trust/audits/judged.ts';
import { readRows } from '#tools/trust/audits/rawData.ts';
import { type Attack, isCaught } from '#tools/trust/audits/trial.ts';
import type { BrowserRow } from '#tools/trust/browsers/browserRow.ts';

/** The raw data: one row a forged result of a browser, audited here. */
export const FORGED_DATA = 'docs/trust/browserForgeries.jsonl';

export interface ForgedRow extends BrowserRow, Attack {
  /** Its result is the honest one, byte for byte: there is nothing to catch. */
  readonly same: boolean;
}

/** The committed rows, by today's bounds. */
export const readForgedRows = (): ForgedRow[] => readRows<ForgedRow>(FORGED_DATA).map(judged);

/** Forged results of a whole task that an audit found right. */
export const missedOf = (rows: readonly ForgedRow[]): readonly ForgedRow[] =>
  rows.filter((row) => row.kind === 'whole' && !row.same && !isCaught(row));

const caught = (rows: readonly ForgedRow[]) => {
  const cheats = rows.filter(({ same }) => !same);
  return cheats.length === 0 ? '-' : `${cheats.filter(isCaught).length} of ${cheats.length}`;
};

/** The table of what was forged in browsers. */
export const forgedTables = (rows: readonly ForgedRow[]): Tables => ({
  browserAttacks: () =>
    table(
      ['made on', 'model', 'what the miner does', 'caught by native CPU', 'caught by WASM', 'same result'],
      [
        ...groupBy(rows, ({ device, model, name }) =>
          [`${device.vendor} ${device.architecture}, ONNX Runtime ${device.engine}`, model, name].join('|'),
        ),
      ].map(([key, ofKey]) => [
        ...key.split('|'),
        caught(ofKey.filter(({ audited }) => audited === 'native')),
        caught(ofKey.filter(({ audited }) => audited === 'wasm')),
        `${ofKey.filter(({ same, audited }) => same && audited === 'native').length}`,
      ]),
    ),
});
