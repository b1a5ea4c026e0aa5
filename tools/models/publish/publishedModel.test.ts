import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { buildRandomDiffusion } from '#tools/models/fixtures/buildRandomDiffusion.ts';
import { addModel } from '#tools/models/publish/addModel.ts';
import { folderReader } from '#tools/models/publish/modelFolder.ts';
import { completeManifest, parsePublished } from '#tools/models/publish/publishedModel.ts';

const FOLDER = fileURLToPath(new URL('published/', import.meta.url));
const NAMES = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

/** Descriptions of files that are not here: the test checks the manifest's form, not its hashes. */
const undescribed = (paths: readonly string[]) =>
  paths.map((path) => ({ path, bytes: 1, sha256: '0'.repeat(64) }));

it.each(NAMES)('completeManifest accepts %s, which the catalogue leaves out', (name) => {
  const published = parsePublished(JSON.parse(readFileSync(join(FOLDER, name), 'utf8')));
  const manifest = completeManifest(published, undescribed);
  expect(`${manifest.id}.json`).toBe(name);
  const catalogue = readFileSync(new URL('../../../public/models/catalogue.json', import.meta.url), 'utf8');
  expect(catalogue).not.toContain(manifest.id);
});

it('addModel gives a published model a manifest and a reference that it passes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'add-model-'));
  try {
    const built = await buildRandomDiffusion(folder, {
      ...{ id: 'small', seed: 2, float: 'float16', timestep: 'int64', guidance: false, externalData: true },
    });
    const { files: _files, conformance: _conformance, ...manifest } = built;
    rmSync(join(folder, 'manifest.json'));
    const template = join(folder, 'template.json');
    writeFileSync(template, JSON.stringify({ repository: '', revision: '', notes: [], manifest }));
    expect(JSON.parse(await addModel(template, folder))).toEqual({
      ...{ id: 'small', kind: 'image', manifest: 'small/manifest.json' },
    });
    const added = parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
    const model = await loadModel(added, folderReader(folder), createNodeRuntime());
    expect(await model.check()).toMatchObject({ mismatches: 0 });
    await model.dispose();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
