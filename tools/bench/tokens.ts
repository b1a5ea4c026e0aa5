/**
 * Holds the engine's greedy answers against those of `@huggingface/transformers`, token for token, on the same files,
 * in Node on the CPU:  npm run bench:tokens [-- --model grouped]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DecoderSession } from '#inference/decoderSession.ts';
import { DECODER_IO } from '#inference/manifest.ts';
import { createNodeRuntime } from '#inference/nodeRuntime.ts';
import { TextTokenizer } from '#inference/textTokenizer.ts';
import { argmax } from '#inference/tokenSampling.ts';
import { MODEL_FILES, type ModelConfig } from './armProtocol.ts';
import { writeBenchModels } from './benchModels.ts';
import { installComparison } from './comparison.ts';

const PROMPTS = [
  'a dragon who loves tea',
  'One day, a boy found a magic stone in the garden.',
  'two cats',
  'the moon!',
  'Once there was a robot',
  'friendship',
  'a bird who could not fly',
  'One night, the wind was so loud that Mia could not sleep.',
  'a train that was afraid of the dark',
  'a bear and a bee',
  'Once upon a time, in a deep blue sea, there lived a tiny fish.',
  'a kind old witch',
  'a frog who wanted to sing',
  'a birthday cake!',
  'Once there was a king with a very long beard.',
  'the last apple on the tree',
  'a lost red mitten',
  'One morning, Tom and his mom went to the big zoo to see the lions.',
  'a snowman in summer',
  'Once, in a small town by the sea, an old man built a boat. He worked every day and every night.',
];
const TOKENS = 64;

const { values } = parseArgs({ options: { model: { type: 'string', default: '' } } });

installComparison();
const { openNodeTransformers } = await import('./transformers/nodeTransformers.ts');
const root = mkdtempSync(join(tmpdir(), 'cuckoo-bench-'));
let differing = 0;
try {
  for (const { id, title } of writeBenchModels(root).filter((each) => each.id.includes(values.model))) {
    const read = (path: string) => readFileSync(join(root, id, path));
    const json = (path: string) => JSON.parse(read(path).toString()) as unknown;
    const tokenizer = new TextTokenizer(json(MODEL_FILES.tokenizer), json(MODEL_FILES.tokenizerConfig));
    const context = (json(MODEL_FILES.config) as ModelConfig).max_position_embeddings;
    const session = await DecoderSession.create(
      createNodeRuntime(),
      { model: new Uint8Array(read(MODEL_FILES.graph)), externalData: [] },
      { io: DECODER_IO, context },
    );
    const theirs = await openNodeTransformers(root, id);
    let same = 0;
    for (const content of PROMPTS) {
      const prompt = tokenizer.encodeChat([{ role: 'user', content }]);
      const sequence = session.sequence();
      const tokens = [argmax(await sequence.append(prompt))];
      while (tokens.length < TOKENS) tokens.push(argmax(await sequence.append(tokens.slice(-1))));
      sequence.dispose();
      const expected = await theirs(prompt, TOKENS);
      if (expected.join() === tokens.join()) same++;
      else
        console.log(
          `${id}: "${content}" differs at token ${tokens.findIndex((token, i) => token !== expected[i])}`,
        );
    }
    await session.dispose();
    differing += PROMPTS.length - same;
    console.log(`${title}: ${same} of ${PROMPTS.length} prompts the same for ${TOKENS} tokens`);
  }
} finally {
  rmSync(root, { recursive: true });
}
process.exitCode = differing === 0 ? 0 : 1;
