/**
 * Chooses the tokens that stories15M writes, and puts their ids into `stories15mVocabulary.json` (committed, since this
 * takes minutes):  npx tsx tools/models/stories15m/selectStoriesVocabulary.ts
 *
 * Chosen is every token that the float32 model gives a probability of 1/1000 or more at any place of stories that it
 * writes at temperature 1 (freely, and on every second word of BIP 39's list as the topic), every token of these
 * prompts, the bytes, and printable ASCII. The other half of the list is left for the check.
 */
import { writeFileSync } from 'node:fs';
import { english } from 'viem/accounts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { readStoriesCheckpoint, readStoriesPieces } from './buildStories15m.ts';
import { FIRST_WORD } from '../llama/llamaVocabulary.ts';
import { StorySampler, type SampledPosition } from './storySampler.ts';
import { tokenizerConfig, tokenizerJson } from './tokenizerJson.ts';

const NOTICEABLE = 1e-3;
const FREE_STORIES = 64;
const FREE_SEEDS = [100, 101];
const TOPIC_TOKENS = 24;
const TOPIC_SEED = 200;
/** Topics are written together by their length in tokens; fewer than this are not worth a batch. */
const FEWEST_TOPICS = 8;

const checkpoint = readStoriesCheckpoint();
const pieces = readStoriesPieces(checkpoint.sizes.vocabulary);
const tokenizer = new TextTokenizer(tokenizerJson(pieces), tokenizerConfig(checkpoint.sizes.context));
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
  await sampler.write(start, checkpoint.sizes.context - 1, seed, see);
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
  await sampler.write(prompts, TOPIC_TOKENS, TOPIC_SEED + length, see);
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
