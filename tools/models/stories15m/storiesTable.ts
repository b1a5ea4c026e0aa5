/**
 * What each way of storing stories15M's weights costs and gains, as a table:  npm run models:table
 *
 * Held out are the topics that the choice of its vocabulary did not see (every second word of BIP 39's list); there is no
 * text of other people among the packages. So agreement is counted along the float32 model's greedy stories, and
 * perplexity is that of stories which the float32 model wrote at temperature 1: its own figure is how surprising its
 * choices are, and what others have above that they lost. Speed: the miner's engine, in one browser, variants in turn.
 */
import { parseArgs } from 'node:util';
import { english } from 'viem/accounts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { DECODER_IO } from '#inference/manifest/manifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { anyPrompt, describeAdapter, openArmPages, runArm } from '../../bench/arms/armPages.ts';
import { writeRepository } from '../../bench/benchModels.ts';
import { median } from '../../bench/median.ts';
import { readStoriesModel } from './buildStories15m.ts';
import { storeWeightsInHalf } from '../onnx/halfPrecisionWeights.ts';
import { measureInputPower } from './inputPower.ts';
import { buildLlamaGraph } from '../llama/llamaGraph.ts';
import { encodeOnnx } from '../onnx/onnxFile.ts';
import { StorySampler } from './storySampler.ts';

const UNSEEN_TOPICS = 256;
const STORIES = 10;
const POSITIONS_A_STORY = 50;
const SAMPLED_STORIES = 40;
const SAMPLED_TOKENS = 96;
const CALIBRATION_STORIES = 24;
const [SAMPLING_SEED, CALIBRATION_SEED] = [300, 400];
/** Few, since a software adapter takes a second or two for each. */
const SPEED = { prompt: 16, tokens: 4 };
const { rounds } = parseArgs({ options: { rounds: { type: 'string', default: '2' } } }).values;

const stories = readStoriesModel('pruned');
const { checkpoint } = stories;

/** What the output layer lost by being pruned: along the published model's greedy stories on topics unseen. */
async function describePruning(prompts: readonly (readonly number[])[]): Promise<string> {
  const { sizes } = checkpoint;
  const unpruned = await StorySampler.create({
    ...checkpoint,
    sizes: { ...sizes, outputs: sizes.vocabulary },
  });
  let [positions, kept, lostProbability] = [0, 0, 0];
  await unpruned.write(prompts, POSITIONS_A_STORY, 'greedy', ({ logits, best, logSum }) => {
    positions++;
    if (best < sizes.outputs) kept++;
    for (const logit of logits.subarray(sizes.outputs)) lostProbability += Math.exp(logit - logSum);
  });
  await unpruned.dispose();
  const lost = ((100 * lostProbability) / positions).toFixed(4);
  return (
    `The ${sizes.outputs} words of the output layer have the likeliest of all ${sizes.vocabulary} at ${kept} of ` +
    `${positions} positions on ${prompts.length} unseen topics; the others' probability is ${lost} % on average.`
  );
}

const tokenizer = new TextTokenizer(stories.tokenizer, stories.config);
const heldOut = english
  .filter((_, i) => i % 2 === 1)
  .map((word) => tokenizer.encodeChat([{ role: 'user', content: `a ${word}` }]));
const length = heldOut[0]!.length;
const prompts = heldOut.filter((prompt) => prompt.length === length);

console.log(`${await describePruning(prompts.slice(0, UNSEEN_TOPICS))}\n`);
const sampler = await StorySampler.create(checkpoint);
const greedyPrompts = prompts.slice(0, STORIES);
const greedy = await sampler.write(greedyPrompts, POSITIONS_A_STORY, 'greedy');
const sampledPrompts = prompts.slice(STORIES, STORIES + SAMPLED_STORIES);
const sampled = await sampler.write(sampledPrompts, SAMPLED_TOKENS, SAMPLING_SEED);
const starts = Array.from({ length: CALIBRATION_STORIES }, () => [1]);
const calibration = await sampler.write(starts, checkpoint.sizes.context - 1, CALIBRATION_SEED);
await sampler.dispose();
const power = await measureInputPower(checkpoint, calibration);

const variants = [
  { id: 'float32', graph: buildLlamaGraph(checkpoint, 'float32') },
  { id: 'float16 storage', graph: storeWeightsInHalf(buildLlamaGraph(checkpoint, 'float32')) },
  { id: 'int8', graph: buildLlamaGraph(checkpoint, 'int8') },
  { id: 'int4', graph: buildLlamaGraph(checkpoint, 'int4') },
  { id: 'int4, calibrated', graph: buildLlamaGraph(checkpoint, 'int4', power) },
  { id: 'int4, words in int8, calibrated', graph: buildLlamaGraph(checkpoint, 'int4-int8', power) },
].map(({ id, graph }) => ({ id, path: id.replace(/\W+/g, '-'), bytes: encodeOnnx(graph) }));

/** Logits of the positions before each of `text`'s tokens, all in one pass. */
async function read(session: DecoderSession, prompt: readonly number[], text: readonly number[]) {
  const sequence = session.sequence();
  const all = await sequence.appendEach([...prompt, ...text.slice(0, -1)]);
  sequence.dispose();
  return text.map((token, i) => {
    const row = all[prompt.length - 1 + i]!;
    const highest = row.reduce((most, value) => Math.max(most, value), -Infinity);
    const total = row.reduce((sum, value) => sum + Math.exp(value - highest), 0);
    return { isBest: row[token] === highest, surprise: highest + Math.log(total) - row[token]! };
  });
}

async function judge(model: Uint8Array): Promise<{ agreement: string; perplexity: string }> {
  const session = await DecoderSession.create(
    createNodeRuntime(),
    { model, externalData: [] },
    { io: DECODER_IO, context: checkpoint.sizes.context },
  );
  let [agreed, surprise] = [0, 0];
  for (const [i, text] of greedy.entries()) {
    for (const { isBest } of await read(session, greedyPrompts[i]!, text)) if (isBest) agreed++;
  }
  for (const [i, text] of sampled.entries()) {
    for (const position of await read(session, sampledPrompts[i]!, text)) surprise += position.surprise;
  }
  await session.dispose();
  return {
    agreement: `${agreed} of ${STORIES * POSITIONS_A_STORY}`,
    perplexity: Math.exp(surprise / (SAMPLED_STORIES * SAMPLED_TOKENS)).toFixed(3),
  };
}

const judged = new Map<string, Awaited<ReturnType<typeof judge>>>();
for (const { id, bytes } of variants) {
  judged.set(id, await judge(bytes));
  console.error(id, bytes.byteLength, judged.get(id));
}

const arms = await openArmPages();
const speeds = new Map<string, number[]>();
/** Kernels that a back end has not, so that it cannot run a variant at all. */
const lacking = new Map<string, string>();
const missingKernel = (error: unknown): string | undefined =>
  /Could not find an implementation for (\w+)/.exec(String(error))?.[1];
let adapter = '';
try {
  const prompt = anyPrompt(SPEED.prompt);
  for (const provider of ['wasm', 'webgpu'] as const) {
    const pages = [];
    for (const { id, path, bytes } of variants) {
      writeRepository(arms.root, path, stories, bytes);
      const page = await arms.open('engine', path, provider).catch((error: unknown) => {
        const kernel = missingKernel(error);
        if (kernel === undefined) throw error;
        lacking.set(`${id} ${provider}`, kernel);
        return undefined;
      });
      if (page === undefined) continue;
      await runArm(page, prompt, 2);
      console.error(`${id} is ready on ${provider}`);
      pages.push({ page, rates: [] as number[] });
      speeds.set(`${id} ${provider}`, pages.at(-1)!.rates);
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

/** Tokens a second, and how that compares with float32. */
function speed(id: string, provider: 'webgpu' | 'wasm'): string {
  const kernel = lacking.get(`${id} ${provider}`);
  if (kernel !== undefined) return `cannot: no ${kernel}`;
  const of = (name: string) => median(speeds.get(`${name} ${provider}`)!);
  return `${of(id).toFixed(1)} (${(of(id) / of('float32')).toFixed(2)}x)`;
}

console.log(
  `Speeds: ${arms.browser}, WebGPU on ${adapter}, WASM in one thread; median of ${rounds}, in turn.\n`,
);
console.log('| weights | MB | same word as float32 | perplexity | WebGPU tokens/s | WASM tokens/s |');
console.log('|---|---|---|---|---|---|');
for (const { id, bytes } of variants) {
  const { agreement, perplexity } = judged.get(id)!;
  const megabytes = (bytes.byteLength / 1e6).toFixed(1);
  console.log(
    `| ${[id, megabytes, agreement, perplexity, speed(id, 'webgpu'), speed(id, 'wasm')].join(' | ')} |`,
  );
}
