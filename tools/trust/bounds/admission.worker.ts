import type { DeviceClass } from '#inference/bounds/deviceClass.ts';
import { type AdmissionRun, admissionRun } from '#inference/conformance/admission.ts';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { jsonReader } from '#inference/manifest/modelFiles.ts';
import { fetchBytes } from '#tools/fetchBytes.ts';
import { openMinerRuntime } from '#tools/minerRuntime.ts';

/** What a device made of a model's test inputs, and the milliseconds of each. */
export interface MeasuredAdmission {
  readonly device: DeviceClass;
  readonly run: AdmissionRun;
  readonly inputMs: number[];
}

declare global {
  /** Runs a model's test inputs on this browser's WebGPU. */
  var measureAdmission: (model: string) => Promise<MeasuredAdmission>;
}

const { adapter, runtime } = await openMinerRuntime();

globalThis.measureAdmission = async (id) => {
  const readFile = (path: string) => fetchBytes(`/models/${id}/${path}`);
  const manifest = parseManifest(await jsonReader(readFile)('manifest.json'));
  const model = await loadModel(manifest, readFile, runtime);
  const inputMs: number[] = [];
  let began = performance.now();
  const run = await admissionRun(model, () => {
    const now = performance.now();
    inputMs.push(Math.round(now - began));
    began = now;
  });
  await model.dispose();
  const { vendor, architecture } = adapter.info;
  return { device: { vendor, architecture, backEnd: 'webgpu', engine: runtime.engine }, run, inputMs };
};

postMessage('ready');
