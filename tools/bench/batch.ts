/**
 * Tokens per second of the miner's engine when it answers several texts at once, compared with one at a time:
 *   npm run bench:batch [-- --prompt 16 --tokens 16 --rounds 3 --model int8]
 */
import type { Page } from 'playwright-core';
import { readArmOptions } from '#tools/bench/arms/armOptions.ts';
import { anyPrompt, armOf, describeAdapter, openArmPages } from '#tools/bench/arms/armPages.ts';
import { writeBenchModels } from '#tools/bench/benchModels.ts';
import { median } from '#tools/bench/median.ts';

const BATCH_SIZES = [1, 2, 4];

// Few enough that a software adapter takes minutes. Give a real GPU more of each.
const { prompt: promptLength, tokens, rounds, model } = readArmOptions({ prompt: 16, tokens: 16, rounds: 3 });

const arms = await openArmPages();
try {
  const models = writeBenchModels(arms.root, model);
  console.log(
    `${arms.browser}, prompts of about ${promptLength} tokens, ${tokens} tokens each, ${rounds} rounds`,
  );
  for (const { id, title } of models) {
    const page = await arms.open('engine', id);
    const rates = new Map<number, number[]>(BATCH_SIZES.map((rows) => [rows, []]));
    for (let round = 0; round <= rounds; round++) {
      for (const rows of BATCH_SIZES.map((_, i) => BATCH_SIZES[(i + round) % BATCH_SIZES.length]!)) {
        // The first round only compiles shaders.
        const ms = await runBatch(page, rows, round === 0 ? 2 : tokens);
        console.error(`${id}: round ${round} of ${rounds}, ${rows} at once, ${Math.round(ms)} ms`);
        if (round > 0) rates.get(rows)!.push((rows * tokens * 1_000) / ms);
      }
    }
    console.log(`\n${title}, on ${await describeAdapter(page)} (median of ${rounds}, prompts included)`);
    console.log(`${'at once'.padStart(8)}${'tokens/s'.padStart(10)}${'ratio'.padStart(8)}`);
    const alone = median(rates.get(1)!);
    for (const [rows, seen] of rates) {
      const rate = median(seen);
      console.log(
        `${rows}`.padStart(8) + rate.toFixed(2).padStart(10) + (rate / alone).toFixed(2).padStart(8),
      );
    }
    await page.close();
  }
} finally {
  await arms.close();
}

/** Milliseconds for prompts of different lengths, the longest of `promptLength`. */
async function runBatch(page: Page, rows: number, count: number): Promise<number> {
  const prompts = Array.from({ length: rows }, (_, row) => anyPrompt(promptLength - row));
  const worker = await armOf(page);
  return worker.evaluate(async (given) => (await globalThis.arm).runBatch!(given.prompts, given.count), {
    prompts,
    count,
  });
}
