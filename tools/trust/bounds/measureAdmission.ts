import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { precisionOf } from '#inference/bounds/bounds.ts';
import { admissionRun } from '#inference/conformance/admission.ts';
import { loadModel } from '#inference/loadModel.ts';
import { type Manifest, parseManifest } from '#inference/manifest/manifest.ts';
import { withBenchWorker } from '#tools/bench/benchWorker.ts';
import { folderReader, MODELS_FOLDER } from '#tools/models/publish/modelFolder.ts';
import { BACK_ENDS, type BackEnd, RUNTIMES } from '#tools/trust/audits/backEnds.ts';
import { THIS_MACHINE } from '#tools/trust/audits/thisMachine.ts';
import { type AdmissionRow, rowsOf } from '#tools/trust/bounds/admissionRow.ts';

/** The manifests of the models that this site offers. */
export function shippedModels(): Manifest[] {
  const catalogue = z
    .looseObject({ models: z.array(z.looseObject({ manifest: z.string() })) })
    .parse(JSON.parse(readFileSync(join(MODELS_FOLDER, 'catalogue.json'), 'utf8')));
  return catalogue.models.map(({ manifest }) =>
    parseManifest(JSON.parse(readFileSync(join(MODELS_FOLDER, manifest), 'utf8'))),
  );
}

/** Runs a model's test inputs in this process. */
export async function measureHere(manifest: Manifest, backEnd: BackEnd): Promise<AdmissionRow[]> {
  const model = await loadModel(manifest, folderReader(join(MODELS_FOLDER, manifest.id)), RUNTIMES[backEnd]);
  try {
    const device = { vendor: 'cpu', ...THIS_MACHINE, backEnd };
    return rowsOf(
      { model: manifest.id, precision: precisionOf(manifest), device },
      await admissionRun(model),
    );
  } finally {
    await model.dispose();
  }
}

/** Runs the test inputs of these models on WebGPU in Chromium. */
function measureInBrowser(models: readonly Manifest[]): Promise<AdmissionRow[]> {
  return withBenchWorker('tools/trust/bounds/admission.worker.ts', async (worker) => {
    const rows: AdmissionRow[] = [];
    for (const manifest of models) {
      const { device, run, inputMs } = await worker.evaluate(
        (id) => globalThis.measureAdmission(id),
        manifest.id,
      );
      console.error(
        `${manifest.id} on ${Object.values(device).join(' ')}: ms by input ${inputMs.join(', ')}`,
      );
      rows.push(...rowsOf({ model: manifest.id, precision: precisionOf(manifest), device }, run));
    }
    return rows;
  });
}

/** Measures every shipped model on the native CPU, in WebAssembly, and on this machine's WebGPU adapter. */
export async function measureAdmission(): Promise<AdmissionRow[]> {
  const models = shippedModels();
  const rows: AdmissionRow[] = [];
  for (const manifest of models) {
    for (const backEnd of BACK_ENDS) rows.push(...(await measureHere(manifest, backEnd)));
  }
  return [...rows, ...(await measureInBrowser(models))];
}
