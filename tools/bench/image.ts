/**
 * The share of an image's time that its bare `session.run` calls take, on the CPU in Node and on WebGPU in
 * Chromium:
 *   npm run bench:image -- [MODEL] [TASKS]
 * The bar is 97 % on WebGPU.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { type Bar, reportBars } from '#tools/bench/bars.ts';
import { withBenchWorker } from '#tools/bench/benchWorker.ts';
import { type ImageTimes, measureImage } from '#tools/bench/imageOverhead.ts';
import { median } from '#tools/bench/median.ts';
import { folderReader, MODELS_FOLDER } from '#tools/models/publish/modelFolder.ts';

/** Percent of an image's time. */
const BAR = 97;
const [model = 'icons128', tasks = '5'] = process.argv.slice(2);
const PREVIEWS = 3;
const ON_CPU = 'CPU, Node';

const rows: { where: string; steps: number; previews: number; 'task ms': number; 'session.run %': number }[] =
  [];
const folder = join(MODELS_FOLDER, model);
const manifest = parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
if (manifest.kind !== 'image') throw new TypeError(`${model} is not an image model.`);
const { steps } = manifest.defaults;
/** Adds rows of medians: of the times, and of each image's ratio. */
const add = (where: string, measured: readonly ImageTimes[]) => {
  for (const [previews, way] of [
    [0, 'task'],
    [PREVIEWS, 'taskWithPreviews'],
  ] as const) {
    const ratio = median(measured.map((times) => times.runs / times[way]));
    const ms = median(measured.map((times) => times[way]));
    rows.push({
      where,
      steps,
      previews,
      'task ms': Number(ms.toFixed(1)),
      'session.run %': Number((100 * ratio).toFixed(2)),
    });
  }
};
add(
  ON_CPU,
  await measureImage(
    { runtime: createNodeRuntime(), manifest, readFile: folderReader(folder) },
    { tasks: Number(tasks), previews: PREVIEWS },
  ),
);

const { adapter, measured } = await withBenchWorker('tools/bench/image.worker.ts', (worker) =>
  worker.evaluate((given) => globalThis.benchImage(given.model, given), {
    ...{ model, tasks: Number(tasks), previews: PREVIEWS },
  }),
);
add(`WebGPU, ${adapter}`, measured);
console.table(rows);
// Miners compute on WebGPU. The CPU row is for comparison only.
const held = rows.filter(({ where }) => where !== ON_CPU);
reportBars(
  held.map(({ where, previews, 'session.run %': seen }): Bar => {
    const what = `${model}, ${previews || 'no'} previews, ${where}: % of its time in bare session.run`;
    return { what, seen, atLeast: BAR };
  }),
);
