import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { judged } from '#tools/trust/audits/judged.ts';
import type { Trial } from '#tools/trust/audits/trial.ts';

/** The trials of the table. */
export const RAW_DATA = 'docs/trust/audits.jsonl.gz';

/**
 * Reads raw data: JSON, a line a row, in a file that ends with .gz packed.
 * @example const trials = readRows<Trial>(RAW_DATA);
 */
export function readRows<T>(path: string): T[] {
  const bytes = readFileSync(path);
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    .toString()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
}

/**
 * The committed trials, by today's bounds.
 * @example const misses = missesOf(readTrials());
 */
export const readTrials = (path = RAW_DATA): Trial[] => readRows<Trial>(path).map(judged);

export function writeRows(path: string, rows: readonly unknown[]): void {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  writeFileSync(path, path.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text);
}
