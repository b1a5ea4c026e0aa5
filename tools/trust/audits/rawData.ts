import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';

/** The committed trials of the table. */
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

export function writeRows(path: string, rows: readonly unknown[]): void {
  const text = rows.map((row) => `${JSON.stringify(row)}\n`).join('');
  writeFileSync(path, path.endsWith('.gz') ? gzipSync(text, { level: 9 }) : text);
}
