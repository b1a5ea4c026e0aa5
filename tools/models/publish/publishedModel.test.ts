import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { admissionRun } from '#inference/conformance/admission.ts';
import { judgeAdmission } from '#inference/conformance/admissionVerdict.ts';
import { loadModel } from '#inference/loadModel.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { byteLevelTokenizer, CHAT_TEMPLATE, END } from '#inference/testing/smallTokenizers.ts';
import { buildRandomDiffusion } from '#tools/models/fixtures/buildRandomDiffusion.ts';
import { LAYOUT_CASES, makeLayoutCase } from '#tools/models/fixtures/decoderLayouts.ts';
import { addModel } from '#tools/models/publish/addModel.ts';
import { folderReader } from '#tools/models/publish/modelFolder.ts';
import {
  completeManifest,
  type PublishedModel,
  parsePublished,
} from '#tools/models/publish/publishedModel.ts';

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

it('completeManifest lists a chat template in a file of its own', () => {
  const published = parsePublished(JSON.parse(readFileSync(join(FOLDER, 'smollm2-135m.json'), 'utf8')));
  const tokenizer = { ...(published.manifest.tokenizer as object), template: 'chat_template.jinja' };
  const changed = { ...published, manifest: { ...published.manifest, tokenizer } };
  const paths = completeManifest(changed, undescribed).files.map(({ path }) => path);
  expect(paths).toContain('chat_template.jinja');
});

it('addModel gives a text model whose template writes a date a reference that it passes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'add-text-model-'));
  try {
    const layout = LAYOUT_CASES.find(({ externalData }) => externalData)!;
    const { graph, model } = makeLayoutCase(layout, 1);
    writeFileSync(join(folder, 'model.onnx'), graph.model);
    for (const { path, data } of graph.externalData) writeFileSync(join(folder, path), data as Uint8Array);
    const chat_template = `{{ strftime_now("%d %b %Y") }} ${CHAT_TEMPLATE}`;
    writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(byteLevelTokenizer()));
    writeFileSync(join(folder, 'tokenizer_config.json'), JSON.stringify({ chat_template }));
    const published = JSON.parse(readFileSync(join(FOLDER, 'smollm2-135m.json'), 'utf8')) as PublishedModel;
    const { gpu: _gpu, ...manifest } = published.manifest;
    const changes = {
      ...{ id: 'small', context: model.sizes.context, stopTokens: [END] },
      graph: { file: 'model.onnx', externalData: graph.externalData.map(({ path }) => path) },
    };
    const template = join(folder, 'template.json');
    writeFileSync(template, JSON.stringify({ ...published, manifest: { ...manifest, ...changes } }));
    await addModel(template, folder);
    const added = parseManifest(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')));
    const loaded = await loadModel(added, folderReader(folder), createNodeRuntime());
    expect(judgeAdmission('small', await admissionRun(loaded), 1e-5).refusal).toBeUndefined();
    await loaded.dispose();
  } finally {
    rmSync(folder, { recursive: true });
  }
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
    expect(judgeAdmission('small', await admissionRun(model), 1e-3).refusal).toBeUndefined();
    await model.dispose();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
