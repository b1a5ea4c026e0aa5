import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCatalogue } from '#inference/manifest/catalogue.ts';
import { parseManifest } from '#inference/manifest/manifest.ts';

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../public/models/${path}`, import.meta.url), 'utf8'));
const icons = () => read('icons128/manifest.json') as Record<string, unknown>;

const file = (path: string) => ({ path, bytes: 1, sha256: '0'.repeat(64) });
const common = {
  version: 1,
  name: 'A model',
  description: '',
  licence: 'MIT',
  unitPrice: '1',
  conformance: { file: 'conformance.json', tolerance: 1e-3 },
};

describe('parseManifest', () => {
  it('accepts the catalogue and manifest in public/models', () => {
    const { models } = parseCatalogue(read('catalogue.json'));
    expect(models.map(({ id }) => id)).toEqual(['icons128', 'stories15m']);
    expect(parseManifest(icons()).id).toBe('icons128');
  });

  const tokenizer = { kind: 'huggingface', file: 'tokenizer.json', config: 'tokenizer_config.json' };
  const decoder = (template?: string) => ({
    ...common,
    id: 'smollm2-135m',
    kind: 'text',
    layout: 'decoder',
    files: [
      ...['onnx/model.onnx', 'onnx/model.onnx_data', 'onnx/more/model.onnx_data_1', 'tokenizer.json'],
      ...['tokenizer_config.json', 'conformance.json', ...(template === undefined ? [] : [template])],
    ].map(file),
    graph: {
      file: 'onnx/model.onnx',
      externalData: ['onnx/model.onnx_data', 'onnx/more/model.onnx_data_1'],
    },
    tokenizer: { ...tokenizer, template },
    context: 8_192,
    stopTokens: [2],
    defaults: { maxTokens: 256, temperature: 0.7, topP: 0.9 },
  });

  it('accepts a chat template in a Jinja file of its own', () => {
    const manifest = parseManifest(decoder('chat_template.jinja'));
    expect(manifest.kind === 'text' && manifest.tokenizer.template).toBe('chat_template.jinja');
  });

  it('refuses a chat template within a JSON file, and names the field', () => {
    expect(() => parseManifest(decoder('chat_template.json'))).toThrow(
      expect.objectContaining({
        code: 'BAD_MANIFEST',
        message: expect.stringContaining('tokenizer.template'),
      }),
    );
  });

  it('fills in default tensor names for a decoder in the transformers.js layout', () => {
    const manifest = parseManifest(decoder());
    expect(manifest.kind === 'text' && manifest.io.past).toBe('past_key_values.{layer}.{part}');
  });

  it('accepts a model in the Stable Diffusion Turbo layout', () => {
    const paths = [
      'text_encoder/model.onnx',
      'unet/model.onnx',
      'vae_decoder/model.onnx',
      'tokenizer/tokenizer.json',
    ];
    const manifest = parseManifest({
      ...common,
      id: 'sd-turbo',
      kind: 'image',
      layout: 'latent-diffusion',
      files: [...paths, 'tokenizer/tokenizer_config.json', 'conformance.json'].map(file),
      tokenizer: { kind: 'huggingface', file: paths[3], config: 'tokenizer/tokenizer_config.json' },
      promptTokens: 77,
      padToken: 0,
      textEncoder: { file: paths[0], io: { ids: 'input_ids', context: 'last_hidden_state' } },
      denoiser: {
        file: paths[1],
        batch: 1,
        io: {
          sample: 'sample',
          timestep: 'timestep',
          context: 'encoder_hidden_states',
          output: 'out_sample',
        },
      },
      decoder: { file: paths[2], io: { latent: 'latent_sample', image: 'sample' }, range: [-1, 1] },
      latent: { channels: 4, scale: 8, scalingFactor: 0.18215 },
      scheduler: { kind: 'discrete-euler', trainSteps: 1_000, betaStart: 0.00085, betaEnd: 0.012 },
      defaults: { width: 512, height: 512, steps: 1, guidance: 1 },
      limits: { minSide: 256, maxSide: 768, maxSteps: 4, maxGuidance: 1 },
    });
    expect(manifest.id).toBe('sd-turbo');
  });

  const refuses = (json: unknown) =>
    expect(() => parseManifest(json)).toThrow(expect.objectContaining({ code: 'BAD_MANIFEST' }));
  const listed = icons().files as { path: string }[];
  const withFile = (more: object) => ({ ...icons(), files: [...listed, { ...file('more'), ...more }] });

  it.each(listed.map(({ path }) => path))('refuses a manifest that uses %s and does not list it', (path) => {
    refuses({ ...icons(), files: listed.filter((each) => each.path !== path) });
  });

  it.each(['a', 'a/b-c.json', 'a..b/c.', '_a/1'])('accepts the path %s', (path) => {
    expect(parseManifest(withFile({ path })).files.at(-1)?.path).toBe(path);
  });

  it.each([
    '',
    '..',
    '../a',
    'a/..',
    'a/../b',
    'a/../../b',
    'a/.',
    'a/./b',
    './a',
    '/etc/passwd',
    'a b',
    'a\\b',
  ])('refuses the path “%s”', (path) => {
    refuses(withFile({ path }));
  });

  const parts = (...sizes: number[]) => sizes.map((bytes) => ({ bytes, sha256: '0'.repeat(64) }));

  it('accepts a file whose parts are as long as it is', () => {
    const { files } = parseManifest(withFile({ bytes: 3, parts: parts(1, 2) }));
    expect(files.at(-1)?.parts).toHaveLength(2);
  });

  it.each([
    ['a byte longer', parts(2, 2)],
    ['a byte shorter', parts(1, 1)],
    ['missing', []],
  ])('refuses a file whose parts are %s', (_, given) => {
    refuses(withFile({ bytes: 3, parts: given }));
  });

  it.each([
    ['a suggestions file that is not listed', { suggestions: 'others.json' }],
    ['an unknown field', { surprise: 1 }],
    ['a negative price', { unitPrice: '-1' }],
  ])('refuses %s', (_, change) => {
    refuses({ ...icons(), ...change });
  });

  it('refuses a malformed hash', () => {
    refuses(withFile({ sha256: 'x' }));
  });
});
