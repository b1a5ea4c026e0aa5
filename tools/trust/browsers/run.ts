/**
 * Has honest tasks of all shipped models done on WebGPU in Chromium, as a tab does them, and forged ones of
 * the first of them, and audits each on the native CPU and in WebAssembly. Exits with 1 where an honest
 * result is accused, more than one in a thousand is doubted, or a forgery of a whole result is missed.
 *   npm run trust:browsers -- [--images 100] [--texts 20] [--forged 10] [--adapter mesa/lavapipe] [--write]
 * `--write` puts the rows in the place of those of the same device and renders the tables in
 * docs/trust/audits.md. `CHROMIUM_PATH` chooses another browser, such as one with Mesa's lavapipe
 * (`node tools/lavapipe/browser.mjs` prints its path), which has 16-bit shaders and goes by SwiftShader's
 * name: `--adapter` says what it is.
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
import type { TaskResult } from '#protocol/task/taskResult.ts';
import { withBenchWorker } from '#tools/bench/benchWorker.ts';
import { withTables } from '#tools/docs/tables.ts';
import { folderReader, MODELS_FOLDER } from '#tools/models/publish/modelFolder.ts';
import { BACK_ENDS, type BackEnd, RUNTIMES } from '#tools/trust/audits/backEnds.ts';
import { MOST_DOUBTED } from '#tools/trust/audits/bars.ts';
import { PAGE, tablesOf } from '#tools/trust/audits/page.ts';
import { readRows, readTrials, writeRows } from '#tools/trust/audits/rawData.ts';
import { isCaught, randomAt, short, shortMeasures } from '#tools/trust/audits/trial.ts';
import { shippedModels } from '#tools/trust/bounds/measureAdmission.ts';
import { accusedOf, BROWSER_DATA, type BrowserRow, browserTables } from '#tools/trust/browsers/browserRow.ts';
import { FORGED_DATA, type ForgedRow, forgedTables, missedOf } from '#tools/trust/browsers/forgedRow.ts';
import { forgedOrders } from '#tools/trust/browsers/forgeries.ts';
import { orderOf } from '#tools/trust/browsers/orders.ts';
import type { BrowserResult } from '#tools/trust/browsers/result.worker.ts';

const { values } = parseArgs({
  options: {
    images: { type: 'string', default: '100' },
    texts: { type: 'string', default: '20' },
    forged: { type: 'string', default: '10' },
    adapter: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const COUNTS = { image: Number(values.images), text: Number(values.texts) };
const FORGED = Number(values.forged);

interface Measured {
  readonly honest: readonly BrowserRow[];
  readonly forged: readonly ForgedRow[];
}

/** Writes the rows in the place of those of the same device, and gives all. */
function withRows<R extends BrowserRow>(file: string, rows: readonly R[]): R[] {
  const old = existsSync(file) ? readRows<R>(file) : [];
  const kept = old.filter(({ device }) => !rows.some((row) => isSameClass(device, row.device)));
  writeRows(file, [...kept, ...rows]);
  return [...kept, ...rows];
}

/** The parts that an auditor asks for. A text's are its tokens, which the result has. */
function partsOf(manifest: Manifest, request: TaskRequest, trace: readonly Uint8Array[], index: number) {
  if (manifest.kind === 'text' || request.kind === 'text') return undefined;
  const wanted = wantedParts(manifest, request, randomAt(index, 7));
  return new Map(wanted.map((part) => [part, trace[part]!]));
}

type Audited = Omit<BrowserRow, 'device' | 'index'>;

/** Audits on both back ends what was signed for a request. */
async function auditedOf(
  auditors: ReadonlyMap<BackEnd, LoadedModel>,
  work: { request: TaskRequest; index: number; signed: BrowserResult },
): Promise<Audited[]> {
  const { request, index, signed } = work;
  const rows: Audited[] = [];
  for (const [audited, auditor] of auditors) {
    const { manifest } = auditor;
    const parts = partsOf(manifest, request, signed.trace, index);
    const found = await auditor.audit({ request, result: signed.result, parts });
    // As replicas are compared, and results whose miner hands over nothing.
    const whole = await auditor.audit({ request, result: signed.result, parts: undefined });
    const measure = { measures: { ...whole.measures, ...found.measures } };
    const distance = distanceOf(measure);
    rows.push({
      ...{ model: manifest.id, precision: precisionOf(manifest), audited },
      measures: shortMeasures(measure),
      distance: Number.isFinite(distance) ? short(distance) : null,
    });
  }
  return rows;
}

const bytesOf = (result: TaskResult) => JSON.stringify(result.kind === 'image' ? [...result.png] : result);

async function tryModel(worker: PageWorker, manifest: Manifest): Promise<Measured> {
  const told = await worker.evaluate((id) => globalThis.openModel(id), manifest.id);
  const [vendor = told.vendor, architecture = told.architecture] = values.adapter?.split('/') ?? [];
  const device = { ...told, vendor, architecture };
  const auditors = new Map<BackEnd, LoadedModel>();
  for (const backEnd of BACK_ENDS) {
    const read = folderReader(join(MODELS_FOLDER, manifest.id));
    auditors.set(backEnd, await loadModel(manifest, read, RUNTIMES[backEnd]));
  }
  const make = (request: TaskRequest) => worker.evaluate((each) => globalThis.doTask(each), request);
  const honestRows: BrowserRow[] = [];
  const forgedRows: ForgedRow[] = [];
  for (let index = 0; index < COUNTS[manifest.kind]; index++) {
    const request = orderOf(manifest, index);
    const honest = await make(request);
    const rows = await auditedOf(auditors, { request, index, signed: honest });
    honestRows.push(...rows.map((row) => ({ ...row, device, index })));
    if (index >= FORGED) continue;
    for (const { name, kind, instead, signed } of forgedOrders({ request, honest, index })) {
      const claim = signed(await make(instead));
      const same = bytesOf(claim.result) === bytesOf(honest.result);
      const audits = await auditedOf(auditors, { request, index, signed: claim });
      forgedRows.push(...audits.map((row) => ({ ...row, name, kind, same, device, index })));
    }
  }
  for (const auditor of auditors.values()) await auditor.dispose();
  console.error(`${manifest.id}: ${honestRows.length + forgedRows.length} audits done`);
  return { honest: honestRows, forged: forgedRows };
}

const { honest, forged } = await withBenchWorker('tools/trust/browsers/result.worker.ts', async (worker) => {
  const all: Measured[] = [];
  for (const manifest of shippedModels()) all.push(await tryModel(worker, manifest));
  return { honest: all.flatMap((each) => each.honest), forged: all.flatMap((each) => each.forged) };
});

console.log(browserTables(honest).browsers!());
console.log(forgedTables(forged).browserAttacks!());
if (values.write) {
  const honestRows = withRows(BROWSER_DATA, honest);
  const forgedRows = withRows(FORGED_DATA, forged);
  const tables = {
    ...tablesOf(readTrials()),
    ...browserTables(honestRows),
    ...forgedTables(forgedRows),
  };
  writeFileSync(PAGE, withTables(readFileSync(PAGE, 'utf8'), tables));
}
const doubted = honest.filter(isCaught).length;
const accused = accusedOf(honest).length;
const missed = missedOf(forged).length;
console.log(`${honest.length} audits of honest results: ${doubted} doubted, ${accused} results accused.`);
console.log(`${forged.length} audits of forged results: ${missed} forgeries of a whole result missed.`);
const isTooFew = honest.length === 0 || forged.length === 0;
if (isTooFew || accused > 0 || doubted > MOST_DOUBTED * honest.length || missed > 0) process.exit(1);
process.exit(0);
