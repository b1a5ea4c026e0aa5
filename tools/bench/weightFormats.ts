/**
 * Prints a table of what each storage format of stories15M's weights costs and gains:
 *   npm run models:table
 *
 * The topics are every second word of BIP 39's list, the half held out when the vocabulary was chosen. The
 * packages contain no other text. So agreement is counted along the float32 model's greedy stories, and
 * perplexity is measured on stories that the float32 model wrote at temperature 1: its own figure is the
 * entropy of its choices, and a format's loss is its excess over that. Speed is that of the miner's engine,
 * in one browser, with the variants in turn.
 */
import { parseArgs } from 'node:util';
import { english } from 'viem/accounts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { anyPrompt, describeAdapter, openArmPages, runArm } from '#tools/bench/arms/armPages.ts';
import { writeRepository } from '#tools/bench/benchModels.ts';
import { median } from '#tools/bench/median.ts';
import { measureQuality, type WeightQuality } from '#tools/bench/weightQuality.ts';
import { buildLlamaGraph } from '#tools/models/llama/llamaGraph.ts';
import { storeWeightsInHalf } from '#tools/models/onnx/halfPrecisionWeights.ts';
import { encodeOnnx } from '#tools/models/onnx/onnxFile.ts';
import { readStoriesModel } from '#tools/models/stories15m/buildStories15m.ts';
import { measureInputPower } from '#tools/models/stories15m/inputPower.ts';
import { StorySampler } from '#tools/models/stories15m/storySampler.ts';

const UNSEEN_TOPICS = 256;
const STORIES = 10;
const TOKENS_PER_STORY = 50;
const SAMPLED_STORIES = 40;
const SAMPLED_TOKENS = 96;
const CALIBRATION_STORIES = 24;
const [SAMPLING_SEED, CALIBRATION_SEED] = [300, 400];
/** Few, since a software adapter takes a second or two for each. */
const SPEED = { prompt: 16, tokens: 4 };
const PROVIDERS = ['wasm', 'webgpu'] as const;
type Provider = (typeof PROVIDERS)[number];
const { rounds } = parseArgs({ options: { rounds: { type: 'string', default: '2' } } }).values;

const stories = readStoriesModel('pruned');
const { checkpoint } = stories;

/** Says what pruning the output layer lost, along the published model's greedy stories on held-out topics. */
async function describePruning(prompts: readonly (readonly number[])[]): Promise<string> {
  const { sizes } = checkpoint;
  const unpruned = await StorySampler.create({
    ...checkpoint,
    sizes: { ...sizes, outputs: sizes.vocabulary },
  });
  let [positions, kept, lostProbability] = [0, 0, 0];
  await unpruned.write(prompts, {
    length: TOKENS_PER_STORY,
    seed: 'greedy',
    onPosition: ({ logits, best, logSum }) => {
      positions++;
      if (best < sizes.outputs) kept++;
      for (const logit of logits.subarray(sizes.outputs)) lostProbability += Math.exp(logit - logSum);
    },
  });
  await unpruned.dispose();
  const lost = ((100 * lostProbability) / positions).toFixed(4);
  return (
    `The ${sizes.outputs} tokens of the output layer include the likeliest of all ${sizes.vocabulary} ` +
    `at ${kept} of ${positions} positions on ${prompts.length} held-out topics; ` +
    `the other tokens have a probability of ${lost} % on average.`
  );
}

const tokenizer = new TextTokenizer(stories);
const heldOut = english
  .filter((_, i) => i % 2 === 1)
  .map((word) => tokenizer.encodeChat([{ role: 'user', content: `a ${word}` }]));
const promptLength = heldOut[0]!.length;
const prompts = heldOut.filter((prompt) => prompt.length === promptLength);

console.log(`${await describePruning(prompts.slice(0, UNSEEN_TOPICS))}\n`);
const sampler = await StorySampler.create(checkpoint);
const write = async (given: readonly (readonly number[])[], length: number, seed: number | 'greedy') => {
  const written = await sampler.write(given, { length, seed });
  return written.map((text, i) => ({ prompt: given[i]!, text }));
};
const greedy = await write(prompts.slice(0, STORIES), TOKENS_PER_STORY, 'greedy');
const sampledPrompts = prompts.slice(STORIES, STORIES + SAMPLED_STORIES);
const sampled = await write(sampledPrompts, SAMPLED_TOKENS, SAMPLING_SEED);
const starts = Array.from({ length: CALIBRATION_STORIES }, () => [1]);
const calibration = await write(starts, checkpoint.sizes.context - 1, CALIBRATION_SEED);
await sampler.dispose();
const power = await measureInputPower(
  checkpoint,
  calibration.map(({ text }) => text),
);

const variants = [
  { id: 'float32', graph: buildLlamaGraph(checkpoint, 'float32') },
  { id: 'float16 storage', graph: storeWeightsInHalf(buildLlamaGraph(checkpoint, 'float32')) },
  { id: 'int8', graph: buildLlamaGraph(checkpoint, 'int8') },
  { id: 'int4', graph: buildLlamaGraph(checkpoint, 'int4') },
  { id: 'int4, calibrated', graph: buildLlamaGraph(checkpoint, 'int4', power) },
  { id: 'int4, words in int8, calibrated', graph: buildLlamaGraph(checkpoint, 'int4-int8', power) },
].map(({ id, graph }) => ({ id, path: id.replace(/\W+/g, '-'), bytes: encodeOnnx(graph) }));

const qualities = new Map<string, WeightQuality>();
for (const { id, bytes } of variants) {
  qualities.set(id, await measureQuality(bytes, checkpoint.sizes.context, { greedy, sampled }));
  console.error(id, bytes.byteLength, qualities.get(id));
}

/** Tokens a second of each run; or an operator that the provider lacks, so that it cannot run the variant. */
type Speed = { readonly rates: number[] } | { readonly missingKernel: string };
const missingKernel = (error: unknown): string | undefined =>
  /Could not find an implementation for (\w+)/.exec(String(error))?.[1];

const arms = await openArmPages();
const speeds: Record<Provider, Map<string, Speed>> = { wasm: new Map(), webgpu: new Map() };
let adapter = '';
try {
  const prompt = anyPrompt(SPEED.prompt);
  for (const provider of PROVIDERS) {
    const pages = [];
    for (const { id, path, bytes } of variants) {
      writeRepository(arms.root, path, { stories, graph: bytes });
      const page = await arms.open('engine', path, provider).catch((error: unknown) => {
        const kernel = missingKernel(error);
        if (kernel === undefined) throw error;
        speeds[provider].set(id, { missingKernel: kernel });
        return undefined;
      });
      if (page === undefined) continue;
      await runArm(page, prompt, 2);
      console.error(`${id} is ready on ${provider}`);
      const rates: number[] = [];
      pages.push({ page, rates });
      speeds[provider].set(id, { rates });
    }
    adapter = await describeAdapter(pages[0]!.page);
    for (let round = 0; round < Number(rounds); round++) {
      for (const { page, rates } of pages) {
        const { decodeMs } = await runArm(page, prompt, SPEED.tokens);
        rates.push(((SPEED.tokens - 1) * 1_000) / decodeMs);
      }
    }
    for (const { page } of pages) await page.close();
  }
} finally {
  await arms.close();
}

/** Tokens a second, and as a multiple of float32's. */
function describeSpeed(id: string, provider: Provider): string {
  const speed = speeds[provider].get(id)!;
  const float32 = speeds[provider].get('float32')!;
  if ('missingKernel' in speed) return `cannot: no ${speed.missingKernel}`;
  const rate = median(speed.rates);
  const ratio = 'rates' in float32 ? rate / median(float32.rates) : NaN;
  return `${rate.toFixed(1)} (${ratio.toFixed(2)}x)`;
}

console.log(
  `Speeds: ${arms.browser}, WebGPU on ${adapter}, WASM in one thread; median of ${rounds}, in turn.\n`,
);
console.log('| weights | MB | same word as float32 | perplexity | WebGPU tokens/s | WASM tokens/s |');
console.log('|---|---|---|---|---|---|');
for (const { id, bytes } of variants) {
  const { agreed, perplexity } = qualities.get(id)!;
  const cells = [
    id,
    (bytes.byteLength / 1e6).toFixed(1),
    `${agreed} of ${STORIES * TOKENS_PER_STORY}`,
    perplexity.toFixed(3),
    describeSpeed(id, 'webgpu'),
    describeSpeed(id, 'wasm'),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
