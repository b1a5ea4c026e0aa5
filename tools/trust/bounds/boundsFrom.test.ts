import { describe, expect, it } from 'vitest';
import { admissionBound, BOUNDS_FILE, type BoundsFile } from '#inference/bounds/bounds.ts';
import { installedEngine } from '#tools/trust/audits/installedEngine.ts';
import { readRows, readTrials } from '#tools/trust/audits/rawData.ts';
import type { Trial } from '#tools/trust/audits/trial.ts';
import { ADMISSION_DATA, type AdmissionRow } from '#tools/trust/bounds/admissionRow.ts';
import {
  admissionBoundsFrom,
  auditBoundsFrom,
  boundsFrom,
  HEADROOM,
  honestOf,
  roundUp,
} from '#tools/trust/bounds/boundsFrom.ts';
import { LEAST_BOUNDS } from '#tools/trust/bounds/leastBounds.ts';
import { measureHere, shippedModels } from '#tools/trust/bounds/measureAdmission.ts';
import { type BrowserRow, readBrowserRows } from '#tools/trust/browsers/browserRow.ts';

const trials = readTrials();
const browsers = readBrowserRows();
const rows = readRows<AdmissionRow>(ADMISSION_DATA);

const DEVICE = { vendor: 'acme', architecture: 'gen-1', backEnd: 'webgpu', engine: '9.9.9' } as const;
const row = (change: Partial<AdmissionRow> = {}): AdmissionRow => ({
  ...{ model: 'draw', precision: 'float32', device: DEVICE, input: 0, distance: 4e-6, mismatches: 0 },
  ...change,
});
const honest = (measures: Trial['measures']) =>
  ({ name: 'honest', precision: 'float32', measures, engine: '9.9.9' }) as Trial;

describe('the committed bounds', () => {
  it('were made with the ONNX Runtime that is installed: if not, run npm run trust:calibrate', () => {
    expect(BOUNDS_FILE.onnxruntime).toBe(installedEngine());
  });

  it('are what the committed raw data gives', () => {
    const data = { trials, browsers, rows, engine: BOUNDS_FILE.onnxruntime };
    expect(boundsFrom(data, BOUNDS_FILE)).toEqual(BOUNDS_FILE);
  });

  it('are three times what any honest result of the raw data reaches', () => {
    const honest = [...trials.filter(({ name }) => name === 'honest'), ...browsers];
    expect(honest.length).toBeGreaterThan(10_000);
    expect(honest.filter(({ distance }) => !((distance ?? Infinity) * HEADROOM <= 1))).toEqual([]);
  });

  it('have a class for each shipped model on the native CPU and on WebGPU', () => {
    for (const { id } of shippedModels()) {
      const backEnds = BOUNDS_FILE.admission
        .filter(({ model }) => model === id)
        .map(({ device }) => device.backEnd);
      expect(backEnds).toEqual(expect.arrayContaining(['native', 'webgpu']));
    }
  });

  it.each(shippedModels().map((manifest) => [manifest.id, manifest] as const))(
    'hold for %s on this processor',
    async (_, manifest) => {
      for (const { distance, mismatches, device } of await measureHere(manifest, 'native')) {
        expect(distance).toBeLessThanOrEqual(admissionBound(manifest, device));
        expect(mismatches).toBe(0);
      }
    },
  );
});

describe('auditBoundsFrom', () => {
  it('gives the least bounds where honest results need no more', () => {
    const step = LEAST_BOUNDS.image.float32.step / 3;
    expect(auditBoundsFrom([honest({ step: [step, 1] })])).toEqual(LEAST_BOUNDS);
  });

  it('gives three times what honest results reach, in one digit, where that is more', () => {
    const trial = honest({ step: [1e-3, 2e-4], end: [2e-3, 1e-3], meanMargin: [0.5, 1] });
    const { image, text } = auditBoundsFrom([trial]);
    expect(image.float32.step).toBe(3e-3);
    expect(text.float32.largestMargin).toBe(6e-3);
    // Half of a bound that depends on the answer's length.
    expect(text.float32.meanMargin).toBe(2e-5);
    expect(image.float16).toEqual(LEAST_BOUNDS.image.float16);
  });

  it('is moved by what browsers computed, and not by cheats', () => {
    const cheat = { ...honest({ step: [1, 1e-3] }), name: 'blank picture' };
    const browser = { device: DEVICE, precision: 'float32', measures: { step: [0.002, 1e-3] } } as unknown;
    const { image } = auditBoundsFrom(honestOf({ trials: [cheat], browsers: [browser as BrowserRow] }));
    expect(image.float32.step).toBe(0.006);
    expect(auditBoundsFrom(honestOf({ trials: [cheat], browsers: [] }))).toEqual(LEAST_BOUNDS);
  });
});

describe('admissionBoundsFrom', () => {
  it('gives ten times the furthest input of a model on a class', () => {
    const other = { ...DEVICE, architecture: 'gen-2' };
    expect(
      admissionBoundsFrom([
        ...[row(), row({ input: 1, distance: 3.1e-6 }), row({ input: 'again', distance: 1 })],
        ...[row({ device: other, distance: 1e-9 }), row({ precision: 'float16' })],
      ]),
    ).toEqual([
      { model: 'draw', precision: 'float32', device: DEVICE, runs: 2, furthest: 4e-6, bound: 4e-5 },
      { model: 'draw', precision: 'float32', device: other, runs: 1, furthest: 1e-9, bound: 1e-5 },
      { model: 'draw', precision: 'float16', device: DEVICE, runs: 1, furthest: 4e-6, bound: 0.01 },
    ]);
  });

  it.each([
    ['NaN or infinity', { distance: null }],
    ['a wrong word', { mismatches: 1 }],
  ])('makes no bound from a device with %s', (_, change) => {
    expect(() => admissionBoundsFrom([row(change)])).toThrow('was wrong on acme gen-1 webgpu');
  });
});

describe('boundsFrom', () => {
  const before: BoundsFile = {
    ...{ version: 7, onnxruntime: '9.9.9', audit: LEAST_BOUNDS },
    admission: admissionBoundsFrom([row()]),
  };
  const from = (change: AdmissionRow[], engine = '9.9.9') =>
    boundsFrom({ trials: [honest({})], browsers: [], rows: change, engine }, before);

  it('raises the version with each change, and with nothing else', () => {
    expect(from([row()])).toEqual(before);
    expect(from([row({ distance: 5e-6 })]).version).toBe(8);
  });

  it('takes no row of another ONNX Runtime', () => {
    expect(() => from([row()], '10.0.0')).toThrow('measured with ONNX Runtime 9.9.9, not 10.0.0');
  });
});

it.each([
  [3e-4, 3e-4],
  [3.1e-4, 4e-4],
  [9.5, 10],
  [1, 1],
])('roundUp(%d) is %d', (value, rounded) => expect(roundUp(value)).toBe(rounded));
