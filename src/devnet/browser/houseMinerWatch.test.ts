import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
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

it('tells how long the house miner has been preparing, and at the next start how long each model took', () => {
  const first = watch();
  expect(first.news()).toEqual({ state: 'none', seconds: 0, last_seconds: {} });
  first.begin();
  nowMs += 12_500;
  first.modelReady('Icons');
  expect(first.news()).toEqual({ state: 'preparing', seconds: 12.5, last_seconds: {} });
  nowMs += 30_000;
  first.modelReady('Tales');
  first.ready();
  nowMs += 60_000;
  expect(first.news()).toEqual({ state: 'ready', seconds: 42.5, last_seconds: {} });
  const next = watch();
  next.begin();
  const last_seconds = { Icons: 12.5, Tales: 42.5 };
  expect(next.news()).toEqual({ state: 'preparing', seconds: 0, last_seconds });
  expect(houseMinerSchema.parse(next.news())).toEqual(next.news());
});

it('keeps what is known of a model that the last start did not get to', () => {
  const first = watch();
  first.begin();
  for (const model of ['Icons', 'Tales']) first.modelReady(model);
  const second = watch();
  second.begin();
  nowMs += 3_000;
  second.modelReady('Icons');
  second.failed();
  expect(second.news()).toMatchObject({ state: 'failed', seconds: 3 });
  expect(watch().news().last_seconds).toEqual({ Icons: 3, Tales: 0 });
});

it('goes on where it cannot keep how long a model took', () => {
  mkdirSync(join(folder, 'house-miner.json'));
  const first = watch();
  first.begin();
  first.modelReady('Icons');
  first.ready();
  expect(first.news().state).toBe('ready');
});

it('promises nothing by a file that was edited', () => {
  writeFileSync(join(folder, 'house-miner.json'), '{"last_seconds": {"Icons": "soon"}}');
  expect(watch().news().last_seconds).toEqual({});
});
