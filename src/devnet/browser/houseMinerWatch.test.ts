import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { HouseMinerWatch } from '#devnet/browser/houseMinerWatch.ts';
import { houseMinerSchema } from '#protocol/devnet/houseMiner.ts';

let folder: string;
let nowMs: number;
const watch = () => new HouseMinerWatch({ folder, nowMs: () => nowMs });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'house-miner-'));
  nowMs = 5_000;
});
afterEach(() => rmSync(folder, { recursive: true }));

it('tells how long the house miner has been preparing, and at the next start how long it took', () => {
  const first = watch();
  expect(first.news()).toEqual({ state: 'none', seconds: 0, last_seconds: null });
  first.begin();
  nowMs += 12_500;
  expect(first.news()).toEqual({ state: 'preparing', seconds: 12.5, last_seconds: null });
  first.ready();
  nowMs += 60_000;
  expect(first.news()).toEqual({ state: 'ready', seconds: 12.5, last_seconds: null });
  const next = watch();
  next.begin();
  expect(next.news()).toEqual({ state: 'preparing', seconds: 0, last_seconds: 12.5 });
  expect(houseMinerSchema.parse(next.news())).toEqual(next.news());
});

it('does not take a start that failed for one that it can promise', () => {
  const first = watch();
  first.begin();
  nowMs += 900_000;
  first.failed();
  expect(first.news()).toMatchObject({ state: 'failed', seconds: 900 });
  expect(watch().news().last_seconds).toBeNull();
});

it('promises nothing by a file that was edited', () => {
  writeFileSync(join(folder, 'house-miner.json'), '{"seconds": "soon"}');
  expect(watch().news().last_seconds).toBeNull();
});
