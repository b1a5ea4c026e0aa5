import type { LoadedModel } from '#inference/loadedModel.ts';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { manifestHash } from '#inference/manifest/manifestHash.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import type { TaskEngine } from '#miner/engine/taskEngine.ts';
import { folderReader, MODELS_FOLDER } from '#tools/models/publish/modelFolder.ts';

/** The engine of a miner without a browser, and what it has computed. */
export interface NativeEngine extends TaskEngine {
  /** Processor time of all tasks by model, in ms. */
  readonly busyMs: Readonly<Record<string, number>>;
}

/** Loads models of `public/models` on the native CPU back end. Tasks run one at a time. */
export async function openNativeEngine(ids: readonly string[]): Promise<NativeEngine> {
  const runtime = createNodeRuntime();
  const models = new Map<string, LoadedModel>();
  for (const id of ids) {
    const read = folderReader(`${MODELS_FOLDER}${id}`);
    const manifest = parseManifest(JSON.parse(new TextDecoder().decode(await read('manifest.json'))));
    models.set(id, await loadModel(manifest, read, runtime));
  }
  const busyMs = Object.fromEntries(ids.map((id) => [id, 0]));
  const modelOf = (id: string): LoadedModel => {
    const model = models.get(id);
    if (model === undefined) throw new Error(`The model ${id} is not loaded.`);
    return model;
  };
  let turn: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(id: string, work: (model: LoadedModel) => Promise<T>): Promise<T> => {
    const done = turn.then(async () => {
      const before = process.cpuUsage();
      try {
        return await work(modelOf(id));
      } finally {
        const { user, system } = process.cpuUsage(before);
        busyMs[id]! += (user + system) / 1_000;
      }
    });
    turn = done.catch(() => undefined);
    return done;
  };
  return {
    busyMs,
    models: () => [...models.keys()],
    manifestOf: (id) => {
      const model = models.get(id);
      return model && manifestHash(model.manifest);
    },
    together: () => 1,
    run: (request, { signal, onStart, onProgress }) =>
      inTurn(request.model, async (model) => {
        signal.throwIfAborted();
        onStart();
        return model.run(request, { signal, onProgress });
      }),
    audit: (work, { signal }) => inTurn(work.request.model, (model) => model.audit(work, { signal })),
  };
}
