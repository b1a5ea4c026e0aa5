import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { manifestHash } from '#inference/manifest/manifestHash.ts';

const json = JSON.parse(readFileSync('public/models/icons128/manifest.json', 'utf8')) as Record<
  string,
  unknown
>;
const hashOf = (changed: object) => manifestHash(parseManifest(changed));

it('is the same for two readings of one manifest, however its keys are ordered', () => {
  const reversed = Object.fromEntries(Object.entries(json).reverse());
  expect(hashOf(reversed)).toBe(hashOf(json));
  expect(hashOf(json)).toMatch(/^0x[0-9a-f]{64}$/);
});

it.each([
  ['a file', { files: [...(json.files as object[]), { path: 'more', bytes: 1, sha256: '0'.repeat(64) }] }],
  ['the tolerance', { conformance: { file: 'conformance.json', tolerance: 0.05 } }],
  ['the price', { unitPrice: '1' }],
])('differs with %s', (_what, change) => {
  expect(hashOf({ ...json, ...change })).not.toBe(hashOf(json));
});

it('is that of the defaults where they are left out', () => {
  const scheduler = { kind: 'flow-matching-euler' };
  const spelt = {
    kind: 'flow-matching-euler',
    velocity: 'to-picture',
    trainSteps: 1_000,
    shift: 1,
    spacing: 'trailing',
  };
  expect(hashOf({ ...json, scheduler })).toBe(hashOf({ ...json, scheduler: spelt }));
});
