/**
 * Chooses the tokens that stories15M writes, and saves their ids in `stories15mVocabulary.json`, which is
 * committed because this takes minutes:
 *   npx tsx tools/models/stories15m/selectStoriesVocabulary.ts
 *
 * It takes every token to which the float32 model gives a probability of 1/1000 or more anywhere in stories
 * that it writes at temperature 1 (freely, and with every second word of BIP 39's list as the topic), every
 * token of these prompts, the bytes, and printable ASCII. The other half of the list is held out for the
 * test.
 */
import { writeFileSync } from 'node:fs';
import { english } from 'viem/accounts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { FIRST_WORD } from '#tools/models/llama/llamaVocabulary.ts';
import { readStoriesCheckpoint, readStoriesPieces } from '#tools/models/stories15m/buildStories15m.ts';
import { type SampledPosition, StorySampler } from '#tools/models/stories15m/storySampler.ts';
import { tokenizerConfig, tokenizerJson } from '#tools/models/stories15m/tokenizerJson.ts';

const NOTICEABLE = 1e-3;
const FREE_STORIES = 64;
const FREE_SEEDS = [100, 101];
const TOPIC_TOKENS = 24;
const TOPIC_SEED = 200;
/** Topics of one length in tokens are batched; fewer than this are not worth a batch. */
const FEWEST_TOPICS = 8;

const checkpoint = readStoriesCheckpoint();
const pieces = readStoriesPieces(checkpoint.sizes.vocabulary);
const tokenizer = new TextTokenizer({
  tokenizer: tokenizerJson(pieces),
  config: tokenizerConfig(checkpoint.sizes.context),
});
const sampler = await StorySampler.create(checkpoint);
const highest = new Float64Array(checkpoint.sizes.vocabulary).fill(-Infinity);
const needed = new Set<number>();
const see = ({ logits, token, logSum }: SampledPosition) => {
  needed.add(token);
  for (let id = 0; id < logits.length; id++) {
    const logProbability = logits[id]! - logSum;
    if (logProbability > highest[id]!) highest[id] = logProbability;
  }
};

const start = Array.from({ length: FREE_STORIES }, () => [1]);
for (const seed of FREE_SEEDS) {
  await sampler.write(start, { length: checkpoint.sizes.context - 1, seed, onPosition: see });
  console.log(`${FREE_STORIES} free stories written`);
}
const byLength = new Map<number, number[][]>();
for (const word of english.filter((_, i) => i % 2 === 0)) {
  const prompt = tokenizer.encodeChat([{ role: 'user', content: `a ${word}` }]);
  for (const id of prompt) needed.add(id);
  byLength.set(prompt.length, [...(byLength.get(prompt.length) ?? []), prompt]);
}
for (const [length, prompts] of byLength) {
  if (prompts.length < FEWEST_TOPICS) continue;
  await sampler.write(prompts, { length: TOPIC_TOKENS, seed: TOPIC_SEED + length, onPosition: see });
  console.log(`${prompts.length} topics of ${length} tokens written`);
}
await sampler.dispose();

pieces.forEach(({ text }, id) => {
  if (id < FIRST_WORD || /^[ -~]$/.test(text)) needed.add(id);
});
highest.forEach((logProbability, id) => {
  if (logProbability >= Math.log(NOTICEABLE)) needed.add(id);
});
const chosen = [...needed].sort((a, b) => a - b);
writeFileSync(new URL('stories15mVocabulary.json', import.meta.url), `${JSON.stringify(chosen)}\n`);
console.log(`${chosen.length} of ${checkpoint.sizes.vocabulary} tokens chosen`);
