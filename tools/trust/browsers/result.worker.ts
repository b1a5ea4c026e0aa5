import type { DeviceClass } from '#inference/bounds/deviceClass.ts';
import type { LoadedModel } from '#inference/loadedModel.ts';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { jsonReader } from '#inference/manifest/modelFiles.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';
import { fetchBytes } from '#tools/fetchBytes.ts';
import { openMinerRuntime } from '#tools/minerRuntime.ts';

/** What a tab signs, and keeps for its auditors. */
export interface BrowserResult {
  readonly result: TaskResult;
  readonly trace: readonly Uint8Array[];
}

declare global {
  /** Loads a model on this browser's WebGPU, in place of the one before. Gives the device's class. */
  var openModel: (id: string) => Promise<DeviceClass>;
  /** Does a task of the loaded model. */
  var doTask: (request: TaskRequest) => Promise<BrowserResult>;
}

const { adapter, runtime } = await openMinerRuntime();
let model: LoadedModel | undefined;

globalThis.openModel = async (id) => {
  await model?.dispose();
  const readFile = (path: string) => fetchBytes(`/models/${id}/${path}`);
  const manifest = parseManifest(await jsonReader(readFile)('manifest.json'));
  model = await loadModel(manifest, readFile, runtime);
  const { vendor, architecture } = adapter.info;
  return { vendor, architecture, backEnd: 'webgpu', engine: runtime.engine };
};

globalThis.doTask = async (request) => {
  if (model === undefined) throw new Error('No model is loaded.');
  const { result, trace } = await model.run(request);
  return { result, trace };
};

postMessage('ready');
