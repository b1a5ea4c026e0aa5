/**
 * Compares the engine's greedy answers with those of `@huggingface/transformers`, token for token, on the
 * same files, in Node on the CPU:
 *   npm run bench:tokens [-- --model grouped]
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { DECODER_IO } from '#inference/manifest/decoderManifest.ts';
import { createNodeRuntime } from '#inference/runtime/nodeRuntime.ts';
import { argmax } from '#inference/sampling/tokenSampling.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { MODEL_FILES, type ModelConfig } from '#tools/bench/arms/armProtocol.ts';
import { installComparison } from '#tools/bench/arms/comparison.ts';
import { writeBenchModels } from '#tools/bench/benchModels.ts';
import { STORY_PROMPTS } from '#tools/models/stories15m/storyPrompts.ts';

const TOKENS = 64;

const { values } = parseArgs({ options: { model: { type: 'string', default: 'stories15m' } } });

installComparison();
const { openNodeTransformers } = await import('#tools/bench/arms/transformers/nodeTransformers.ts');
const root = mkdtempSync(join(tmpdir(), 'cuckoo-bench-'));
let differing = 0;
try {
  for (const { id, title } of writeBenchModels(root, values.model)) {
    const read = (path: string) => readFileSync(join(root, id, path));
    const json = (path: string) => JSON.parse(read(path).toString()) as unknown;
    const tokenizer = new TextTokenizer({
      tokenizer: json(MODEL_FILES.tokenizer),
      config: json(MODEL_FILES.tokenizerConfig),
    });
    const context = (json(MODEL_FILES.config) as ModelConfig).max_position_embeddings;
    const session = await DecoderSession.create(
      createNodeRuntime(),
      { model: new Uint8Array(read(MODEL_FILES.graph)), externalData: [] },
      { io: DECODER_IO, context },
    );
    const theirs = await openNodeTransformers(root, id);
    let same = 0;
    for (const content of STORY_PROMPTS) {
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
    differing += STORY_PROMPTS.length - same;
    console.log(`${title}: ${same} of ${STORY_PROMPTS.length} prompts the same for ${TOKENS} tokens`);
  }
} finally {
  rmSync(root, { recursive: true });
}
process.exitCode = differing === 0 ? 0 : 1;
