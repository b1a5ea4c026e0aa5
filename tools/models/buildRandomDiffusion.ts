import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseManifest, type LatentDiffusionManifest } from '#inference/manifest.ts';
import { clipTokenizerConfig, clipTokenizerJson } from './clipTokenizer.ts';
import { moveWeightsOut } from './externalWeights.ts';
import { describeFiles } from './modelFolder.ts';
import { encodeOnnx, type ModelProto } from './onnxFile.ts';
import { imageReferenceOf } from './imageReference.ts';
import { randomDiffusion, SIZES, type DiffusionLayout } from './randomDiffusion.ts';

export interface RandomDiffusionOptions extends DiffusionLayout {
  readonly id: string;
  readonly seed: number;
  readonly externalData: boolean;
  /** Whether the manifest fixes the dimensions that the graphs leave open, for one size and batches of two. */
  readonly fixed?: boolean;
  /** Fields of the manifest that are not the usual ones. */
  readonly manifest?: Readonly<Record<string, unknown>>;
}

/** Stride of the reference's pixels, prime to three so that each colour is looked at. */
const STRIDE = 7;
const SIDE = 64;

const STABLE_DIFFUSION = { trainSteps: 1_000, betaStart: 0.00085, betaEnd: 0.012 };

/** Writes a small model with random weights into a folder as a Stable Diffusion repository lays its files out. */
export async function buildRandomDiffusion(
  folder: string,
  options: RandomDiffusionOptions,
): Promise<LatentDiffusionManifest> {
  const { textEncoder, denoiser, decoder, imageEncoder } = randomDiffusion(options, options.seed);
  const paths: string[] = [];
  const write = (path: string, content: Uint8Array | string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
    if (!paths.includes(path)) paths.push(path);
  };
  const cells = { height: SIDE / SIZES.scale, width: SIDE / SIZES.scale };
  const text = { batch_size: 2, sequence_length: SIZES.tokens };
  const writeGraph = (name: string, graph: ModelProto, dimensions: Record<string, number>) => {
    const file = `${name}/model.onnx`;
    const outside = options.externalData ? moveWeightsOut(graph, 'model.onnx_data') : undefined;
    write(file, encodeOnnx(outside?.model ?? graph));
    if (outside) write(`${file}_data`, outside.data);
    return {
      ...{ file, externalData: outside ? [`${file}_data`] : [] },
      ...(options.fixed === true && { dimensions }),
    };
  };
  const parts = {
    textEncoder: {
      ...writeGraph('text_encoder', textEncoder, text),
      io: { ids: 'input_ids', context: 'last_hidden_state' },
    },
    denoiser: {
      ...writeGraph('unet', denoiser, { ...text, ...cells, steps: 1 }),
      batch: 2,
      io: {
        ...{ sample: 'sample', timestep: 'timestep', context: 'encoder_hidden_states', output: 'out_sample' },
        ...(options.guidance && { guidance: 'timestep_cond' }),
      },
    },
    decoder: {
      ...writeGraph('vae_decoder', decoder, {
        batch_size: 1,
        height_latent: cells.height,
        width_latent: cells.width,
      }),
      ...{ io: { latent: 'latent_sample', image: 'sample' }, range: [-1, 1] },
    },
    imageEncoder: {
      ...writeGraph('vae_encoder', imageEncoder, { batch_size: 1, height: SIDE, width: SIDE }),
      io: { image: 'sample', latent: 'latent_parameters' },
    },
  };
  write('tokenizer/tokenizer.json', JSON.stringify(clipTokenizerJson()));
  write('tokenizer/tokenizer_config.json', JSON.stringify(clipTokenizerConfig(SIZES.tokens)));
  write('conformance.json', '{}');
  const describe = () =>
    parseManifest({
      ...{ version: 1, id: options.id, name: options.id, description: 'Random weights, for tests.' },
      ...{ licence: 'MIT', unitPrice: '1', kind: 'image', layout: 'latent-diffusion' },
      files: describeFiles(folder, paths),
      tokenizer: {
        ...{ kind: 'huggingface', file: 'tokenizer/tokenizer.json' },
        config: 'tokenizer/tokenizer_config.json',
      },
      promptTokens: SIZES.tokens,
      padToken: 0,
      ...parts,
      latent: { channels: SIZES.latent, scale: SIZES.scale, scalingFactor: 0.18215 },
      scheduler: { kind: 'ddim', ...STABLE_DIFFUSION, spacing: 'leading', stepsOffset: 1 },
      defaults: { width: SIDE, height: SIDE, steps: 4, guidance: 5 },
      limits: {
        minSide: options.fixed ? SIDE : 32,
        maxSide: options.fixed ? SIDE : 128,
        maxSteps: 50,
        maxGuidance: 10,
      },
      conformance: { file: 'conformance.json', tolerance: 1e-3 },
      ...options.manifest,
    }) as LatentDiffusionManifest;
  const described = describe();
  const settings = { prompt: 'red cat', negativePrompt: '', ...described.defaults, steps: 2, seed: 1 };
  write('conformance.json', JSON.stringify(await imageReferenceOf(folder, described, settings, STRIDE)));
  const manifest = describe();
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest));
  return manifest;
}
