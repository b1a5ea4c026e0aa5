/**
 * Has honest tasks of all shipped models done on WebGPU in Chromium, as a tab does them, and audits each on
 * the native CPU and in WebAssembly. Exits with 1 where an honest result is accused, or more than one in a
 * thousand is doubted.
 *   npm run trust:browsers -- [--images 100] [--texts 20] [--write]
 * `--write` puts the rows in the place of those of the same device and renders the table in
 * docs/trust/audits.md. `CHROMIUM_PATH` chooses another browser, such as one with Mesa's lavapipe
 * (`node tools/lavapipe/browser.mjs` prints its path), which has 16-bit shaders.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Worker as PageWorker } from 'playwright-core';
import { wantedParts } from '#coordinator/audit/wantedParts.ts';
import { distanceOf } from '#inference/audit/auditMeasure.ts';
import { precisionOf } from '#inference/bounds/bounds.ts';
import { isSameClass } from '#inference/bounds/deviceClass.ts';
import type { LoadedModel } from '#inference/loadedModel.ts';
import { loadModel } from '#inference/loadModel.ts';
import type { Manifest } from '#inference/manifest/manifest.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { withBenchWorker } from '#tools/bench/benchWorker.ts';
import { withTables } from '#tools/docs/tables.ts';
import { folderReader, MODELS_FOLDER } from '#tools/models/publish/modelFolder.ts';
import { BACK_ENDS, type BackEnd, RUNTIMES } from '#tools/trust/audits/backEnds.ts';
import { MOST_DOUBTED } from '#tools/trust/audits/bars.ts';
import { PAGE, tablesOf } from '#tools/trust/audits/page.ts';
import { RAW_DATA, readRows, writeRows } from '#tools/trust/audits/rawData.ts';
import { isCaught, randomAt, short, shortMeasures, type Trial } from '#tools/trust/audits/trial.ts';
import { shippedModels } from '#tools/trust/bounds/measureAdmission.ts';
import { accusedOf, BROWSER_DATA, type BrowserRow, browserTables } from '#tools/trust/browsers/browserRow.ts';
import { orderOf } from '#tools/trust/browsers/orders.ts';

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '100' },
    texts: { type: 'string', default: '20' },
    write: { type: 'boolean', default: false },
  },
});
const COUNTS = { image: Number(values.images), text: Number(values.texts) };

/** The parts that an auditor asks for. A text's are its tokens, which the result has. */
function partsOf(manifest: Manifest, request: TaskRequest, trace: readonly Uint8Array[], index: number) {
  if (manifest.kind === 'text' || request.kind === 'text') return undefined;
  const wanted = wantedParts(manifest, request, randomAt(index, 7));
  return new Map(wanted.map((part) => [part, trace[part]!]));
}

async function tryModel(worker: PageWorker, manifest: Manifest): Promise<BrowserRow[]> {
  const device = await worker.evaluate((id) => globalThis.openModel(id), manifest.id);
  const auditors: [BackEnd, LoadedModel][] = [];
  for (const backEnd of BACK_ENDS) {
    const read = folderReader(join(MODELS_FOLDER, manifest.id));
    auditors.push([backEnd, await loadModel(manifest, read, RUNTIMES[backEnd])]);
  }
  const rows: BrowserRow[] = [];
  for (let index = 0; index < COUNTS[manifest.kind]; index++) {
    const request = orderOf(manifest, index);
    const { result, trace } = await worker.evaluate((each) => globalThis.doTask(each), request);
    const parts = partsOf(manifest, request, trace, index);
    for (const [audited, auditor] of auditors) {
      const found = await auditor.audit({ request, result, parts });
      // As replicas are compared, and results whose miner hands over nothing.
      const whole = await auditor.audit({ request, result, parts: undefined });
      const measure = { measures: { ...whole.measures, ...found.measures } };
      const distance = distanceOf(measure);
      rows.push({
        ...{ model: manifest.id, precision: precisionOf(manifest), device, audited, index },
        measures: shortMeasures(measure),
        distance: Number.isFinite(distance) ? short(distance) : null,
      });
    }
  }
  for (const [, auditor] of auditors) await auditor.dispose();
  console.error(`${manifest.id}: ${rows.length} audits done`);
  return rows;
}

const rows = await withBenchWorker('tools/trust/browsers/result.worker.ts', async (worker) => {
  const measured: BrowserRow[] = [];
  for (const manifest of shippedModels()) measured.push(...(await tryModel(worker, manifest)));
  return measured;
});

console.log(browserTables(rows).browsers!());
if (values.write) {
  const old = existsSync(BROWSER_DATA) ? readRows<BrowserRow>(BROWSER_DATA) : [];
  const kept = old.filter(({ device }) => !rows.some((row) => isSameClass(device, row.device)));
  const all = [...kept, ...rows];
  writeRows(BROWSER_DATA, all);
  const tables = { ...tablesOf(readRows<Trial>(RAW_DATA)), ...browserTables(all) };
  writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8'), tables));
}
const doubted = rows.filter(isCaught).length;
const accused = accusedOf(rows).length;
console.log(`${rows.length} audits of honest results: ${doubted} doubted, ${accused} results accused.`);
if (accused > 0 || doubted > MOST_DOUBTED * rows.length) process.exit(1);
process.exit(0);
