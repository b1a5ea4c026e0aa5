import type { Precision } from '#inference/bounds/bounds.ts';
import type { DeviceClass } from '#inference/bounds/deviceClass.ts';
import { type Tables, table } from '#tools/docs/tables.ts';
import type { BackEnd } from '#tools/trust/audits/backEnds.ts';
import { groupBy } from '#tools/trust/audits/bars.ts';
import { judged } from '#tools/trust/audits/judged.ts';
import { readRows } from '#tools/trust/audits/rawData.ts';
import { isCaught, type Trial } from '#tools/trust/audits/trial.ts';

/** The raw data: one row an honest result of a browser, audited here. */
export const BROWSER_DATA = 'docs/trust/browsers.jsonl';

export interface BrowserRow extends Pick<Trial, 'measures' | 'distance'> {
  readonly model: string;
  readonly precision: Precision;
  /** What computed the result. */
  readonly device: DeviceClass;
  readonly audited: BackEnd;
  readonly index: number;
}

/** The committed rows, by today's bounds. */
export const readBrowserRows = (): BrowserRow[] => readRows<BrowserRow>(BROWSER_DATA).map(judged);

/** An honest result is accused only where both back ends find it wrong. */
export const accusedOf = (rows: readonly BrowserRow[]): readonly BrowserRow[][] =>
  [
    ...groupBy(
      rows,
      ({ device, model, index }) => `${Object.values(device).join(' ')} ${model} ${index}`,
    ).values(),
  ].filter((ofResult) => ofResult.every(isCaught));

/** The table of what was computed in browsers. */
export const browserTables = (rows: readonly BrowserRow[]): Tables => ({
  browsers: () =>
    table(
      ['made on', 'model', 'audited on', 'honest results', 'doubted', 'furthest, as a share of the bound'],
      [
        ...groupBy(rows, ({ device, model, audited }) =>
          [
            `${device.vendor} ${device.architecture}, ONNX Runtime ${device.engine}`,
            model,
            audited === 'wasm' ? 'WASM' : 'native CPU',
          ].join('|'),
        ),
      ].map(([key, ofKey]) => [
        ...key.split('|'),
        `${ofKey.length}`,
        `${ofKey.filter(isCaught).length}`,
        Math.max(...ofKey.map(({ distance }) => distance ?? Infinity)).toPrecision(3),
      ]),
    ),
});
