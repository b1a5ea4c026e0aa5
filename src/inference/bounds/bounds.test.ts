import { expect, it } from 'vitest';
import { type AdmissionBound, admissionBound } from '#inference/bounds/bounds.ts';

const DEVICE = { vendor: 'acme', architecture: 'gen-1', backEnd: 'webgpu', engine: '9.9.9' } as const;
const MEASURED: AdmissionBound = {
  ...{ model: 'draw', precision: 'float32', device: DEVICE, runs: 2, furthest: 4e-6, bound: 4e-5 },
};
const MANIFEST = { id: 'draw', gpu: { features: [] }, conformance: { file: '', tolerance: 1e-3 } };
const HALF = { ...MANIFEST, gpu: { features: ['shader-f16' as const] } };
const STRICT = { ...MANIFEST, conformance: { file: '', tolerance: 1e-6 } };

it.each([
  ['of a class that was measured', MANIFEST, DEVICE, 4e-5],
  ['of another engine', MANIFEST, { ...DEVICE, engine: '9.9.8' }, 1e-3],
  ['of another back end', MANIFEST, { ...DEVICE, backEnd: 'wasm' as const }, 1e-3],
  ['of another architecture', MANIFEST, { ...DEVICE, architecture: 'gen-2' }, 1e-3],
  ['of a class that was not measured', MANIFEST, { ...DEVICE, vendor: 'other' }, 1e-3],
  ['for another model', { ...MANIFEST, id: 'talk' }, DEVICE, 1e-3],
  ['for a model in 16 bits', HALF, DEVICE, 1e-3],
  ['of a manifest that allows less', STRICT, DEVICE, 1e-6],
])('the bound of a GPU %s', (_, model, device, bound) => {
  expect(admissionBound(model, device, [MEASURED])).toBe(bound);
});
