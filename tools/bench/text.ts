/**
 * Tokens a second of the miner's engine beside a bare loop of `session.run` and beside `@huggingface/transformers`, in
 * one browser, on the same files:  npm run bench:text [-- --prompt 64 --tokens 8 --rounds 3 --model int8]
 */
import type { Page } from 'playwright-core';
import { readArmOptions } from './armOptions.ts';
import { anyPrompt, describeAdapter, median, openArmPages, runArm, type ArmName } from './armPages.ts';
import type { ArmRun } from './armProtocol.ts';
import { writeBenchModels } from './benchModels.ts';
import { installComparison } from './comparison.ts';

const ARMS = ['engine', 'bare', 'transformers'] as const satisfies readonly ArmName[];
const NAMES: Record<ArmName, string> = {
  engine: 'Cuckoo engine',
  bare: 'bare session.run',
  transformers: 'transformers.js',
};

// So few that a software adapter is done in minutes; a real one deserves more of each.
const { prompt: promptLength, tokens, rounds, model } = readArmOptions({ prompt: 64, tokens: 8, rounds: 3 });

installComparison();

const arms = await openArmPages();
try {
  const models = writeBenchModels(arms.root).filter(({ id }) => id.includes(model));
  console.log(`${arms.browser}, prompt ${promptLength}, ${tokens} tokens, ${rounds} rounds`);
  for (const { id, title } of models) {
    const pages = new Map<ArmName, Page>();
    for (const arm of ARMS) {
      pages.set(arm, await arms.open(arm, id));
      console.error(`${id}: ${NAMES[arm]} is ready`);
    }
    const prompt = anyPrompt(promptLength);
    const runs = new Map<ArmName, ArmRun[]>(ARMS.map((arm) => [arm, []]));
    for (let round = 0; round <= rounds; round++) {
      // Each goes first in turn, so that nobody always follows the same one.
      for (const arm of ARMS.map((_, i) => ARMS[(i + round) % ARMS.length]!)) {
        // The first round compiles shaders, for which a prompt and two tokens are enough.
        const result = await runArm(pages.get(arm)!, prompt, round === 0 ? 2 : tokens);
        console.error(
          `${id}: round ${round} of ${rounds}, ${NAMES[arm]} ${Math.round(result.prefillMs)} + ${Math.round(result.decodeMs)} ms`,
        );
        if (round > 0) runs.get(arm)!.push(result);
      }
    }
    report(title, runs, await describeAdapter(pages.get('engine')!));
    for (const page of pages.values()) await page.close();
  }
} finally {
  await arms.close();
}

function report(title: string, runs: ReadonlyMap<ArmName, readonly ArmRun[]>, adapter: string): void {
  const rate = (arm: ArmName, part: 'prefill' | 'decode') =>
    median(
      runs
        .get(arm)!
        .map(({ prefillMs, decodeMs }) =>
          part === 'prefill' ? (promptLength * 1_000) / prefillMs : ((tokens - 1) * 1_000) / decodeMs,
        ),
    );
  const engine = runs.get('engine')![0]!.tokens.join();
  console.log(`\n${title}, on ${adapter} (median of ${rounds}; ratio: engine / other)`);
  console.log(
    `${'arm'.padEnd(20)}${'prefill t/s'.padStart(12)}${'ratio'.padStart(8)}${'decode t/s'.padStart(12)}${'ratio'.padStart(8)}  same tokens`,
  );
  for (const arm of ARMS) {
    const cells = (['prefill', 'decode'] as const).map((part) => {
      const own = rate(arm, part);
      return own.toFixed(1).padStart(12) + (rate('engine', part) / own).toFixed(2).padStart(8);
    });
    const same = runs.get(arm)!.every((each) => each.tokens.join() === engine);
    console.log(`${NAMES[arm].padEnd(20)}${cells.join('')}  ${same ? 'yes' : 'no'}`);
  }
}
