import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import type {
  AuditCall,
  AuditedModel,
  AuditReply,
  AuditThreadData,
} from '#coordinator/audit/backEnds/auditMessages.ts';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import { resultDistance } from '#inference/audit/resultDistance.ts';
import type { LoadedModel } from '#inference/loadedModel.ts';
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

function servedModel(id: string): AuditedModel {
  const served = models.find(({ manifest }) => manifest.id === id);
  if (served === undefined) throw new Error(`The model ${id} is not served.`);
  return served;
}

async function load(id: string): Promise<LoadedModel> {
  const served = servedModel(id);
  const [oldest] = loaded;
  if (oldest !== undefined && loaded.size >= KEPT_MODELS) {
    loaded.delete(oldest[0]);
    await oldest[1].dispose();
  }
  return loadModel(served.manifest, (path) => readFile(join(served.folder, path)), runtime);
}

async function measure(call: AuditCall): Promise<AuditMeasure> {
  if ('audit' in call) return (await modelOf(call.audit.request.model)).audit(call.audit);
  const { request, one, other } = call.compare;
  return resultDistance(servedModel(request.model).manifest, request, one, other);
}

async function reply(call: AuditCall): Promise<AuditReply> {
  try {
    return { measure: await measure(call) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

parentPort!.on('message', async (call: AuditCall) => parentPort!.postMessage(await reply(call)));
