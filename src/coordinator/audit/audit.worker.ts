import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type { AuditReply, AuditThreadData } from '#coordinator/audit/auditMessages.ts';
import type { AuditedWork, LoadedModel } from '#inference/loadedModel.ts';
import { loadModel } from '#inference/loadModel.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { createWasmRuntime } from '#inference/runtime/wasmRuntime.ts';

/** A thread that loads models when they are first needed, and audits one result at a time. */

/** Models that stay loaded: one of each kind. */
const KEPT_MODELS = 2;

const { models, backEnd } = workerData as AuditThreadData;
const runtime = backEnd === 'cpu' ? createNodeRuntime() : createWasmRuntime();
/** The one that was used last is the last. */
const loaded = new Map<string, LoadedModel>();

async function modelOf(id: string): Promise<LoadedModel> {
  const known = loaded.get(id);
  loaded.delete(id);
  const model = known ?? (await load(id));
  loaded.set(id, model);
  return model;
}

async function load(id: string): Promise<LoadedModel> {
  const served = models.find(({ manifest }) => manifest.id === id);
  if (served === undefined) throw new Error(`The model ${id} is not served.`);
  const [oldest] = loaded;
  if (oldest !== undefined && loaded.size >= KEPT_MODELS) {
    loaded.delete(oldest[0]);
    await oldest[1].dispose();
  }
  return loadModel(served.manifest, (path) => readFile(join(served.folder, path)), runtime);
}

async function reply(work: AuditedWork): Promise<AuditReply> {
  try {
    return { measure: await (await modelOf(work.request.model)).audit(work) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort!.on('message', async (work: AuditedWork) => parentPort!.postMessage(await reply(work)));
