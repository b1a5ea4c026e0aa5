/**
 * Tokens per second of the miner's engine, compared with a bare loop of `session.run` and with
 * `@huggingface/transformers`, in one browser, on the same files, with another prompt each round:
 *   npm run bench:text [-- --prompt 64 --tokens 16 --rounds 3 --model int8]
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import { readArmOptions } from '#tools/bench/arms/armOptions.ts';
import { type ArmName, describeAdapter, openArmPages, runArm } from '#tools/bench/arms/armPages.ts';
import { type ArmRun, MODEL_FILES } from '#tools/bench/arms/armProtocol.ts';
import { installComparison } from '#tools/bench/arms/comparison.ts';
import { type Bar, reportBars } from '#tools/bench/bars.ts';
import { writeBenchModels } from '#tools/bench/benchModels.ts';
import { median } from '#tools/bench/median.ts';
import { STORY_PROMPTS } from '#tools/models/stories15m/storyPrompts.ts';

const ARMS = ['engine', 'bare', 'transformers'] as const satisfies readonly ArmName[];
/** Bars of decoding speed, as ratios to the other arms'. */
const DECODE_BARS = { bare: 0.95, transformers: 1.3 } as const;
const PREFILL_BAR = 1;
const NAMES: Record<ArmName, string> = {
  engine: 'Cuckoo engine',
  bare: 'bare session.run',
  transformers: 'transformers.js',
};

// Few enough that a software adapter takes minutes. Give a real GPU more of each.
const { prompt: promptLength, tokens, rounds, model } = readArmOptions({ prompt: 64, tokens: 16, rounds: 3 });

// On a repeated prompt every drafted token would be right.
if (rounds > STORY_PROMPTS.length) {
  console.error(`There are only prompts for ${STORY_PROMPTS.length} rounds, not for ${rounds}.`);
  process.exit(1);
}
installComparison();

const arms = await openArmPages();
const bars: Bar[] = [];
try {
  const models = writeBenchModels(arms.root, model);
  console.log(`${arms.browser}, prompt ${promptLength}, ${tokens} tokens, ${rounds} rounds`);
  for (const { id, title } of models) {
    const pages = new Map<ArmName, Page>();
    for (const arm of ARMS) {
      pages.set(arm, await arms.open(arm, id));
      console.error(`${id}: ${NAMES[arm]} is ready`);
    }
    const prompts = storyPrompts(id);
    const runs = new Map<ArmName, ArmRun[]>(ARMS.map((arm) => [arm, []]));
    for (let round = 0; round <= rounds; round++) {
      // Each arm goes first in turn, so that none always follows the same one.
      for (const arm of ARMS.map((_, i) => ARMS[(i + round) % ARMS.length]!)) {
        // The first round only compiles shaders: a prompt and two tokens are enough.
        const result = await runArm(pages.get(arm)!, prompts[round]!, round === 0 ? 2 : tokens);
        console.error(
          `${id}: round ${round} of ${rounds}, ${NAMES[arm]} ` +
            `${Math.round(result.prefillMs)} + ${Math.round(result.decodeMs)} ms`,
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
reportBars(bars);

/**
 * A prompt for each round: all story prompts, starting with another one each time, truncated to the length.
 */
function storyPrompts(id: string): number[][] {
  const json = (file: string) => JSON.parse(readFileSync(join(arms.root, id, file), 'utf8')) as unknown;
  const tokenizer = new TextTokenizer({
    tokenizer: json(MODEL_FILES.tokenizer),
    config: json(MODEL_FILES.tokenizerConfig),
  });
  return Array.from({ length: rounds + 1 }, (_, round) => {
    const first = round % STORY_PROMPTS.length;
    const content = [...STORY_PROMPTS.slice(first), ...STORY_PROMPTS.slice(0, first)].join(' ');
    return tokenizer.encodeChat([{ role: 'user', content }]).slice(0, promptLength);
  });
}

type Part = 'prefill' | 'decode';

function rateOf({ prefillMs, decodeMs }: ArmRun, part: Part): number {
  return part === 'prefill' ? (promptLength * 1_000) / prefillMs : ((tokens - 1) * 1_000) / decodeMs;
}

function report(title: string, runs: ReadonlyMap<ArmName, readonly ArmRun[]>, adapter: string): void {
  const engine = runs.get('engine')!;
  console.log(`\n${title}, on ${adapter} (medians of ${rounds} rounds, and of their ratios: engine / other)`);
  console.log(
    'arm'.padEnd(20) +
      ['prefill t/s', 'decode t/s'].map((rate) => rate.padStart(12) + 'ratio'.padStart(8)).join('') +
      '  same tokens',
  );
  for (const arm of ARMS) {
    const own = runs.get(arm)!;
    const ratioOf = (part: Part) =>
      median(own.map((run, round) => rateOf(engine[round]!, part) / rateOf(run, part)));
    const cells = (['prefill', 'decode'] as const).map((part) => {
      const rate = median(own.map((run) => rateOf(run, part)));
      return rate.toFixed(1).padStart(12) + ratioOf(part).toFixed(2).padStart(8);
    });
    const same = own.filter((run, round) => run.tokens.join() === engine[round]!.tokens.join()).length;
    console.log(`${NAMES[arm].padEnd(20)}${cells.join('')}  ${same} of ${rounds}`);
    if (arm === 'engine') continue;
    bars.push({
      what: `${title}: decode / ${NAMES[arm]}`,
      seen: ratioOf('decode'),
      atLeast: DECODE_BARS[arm],
    });
    if (arm === 'bare') continue;
    bars.push({ what: `${title}: prefill / ${NAMES[arm]}`, seen: ratioOf('prefill'), atLeast: PREFILL_BAR });
    bars.push({ what: `${title}: rounds with the tokens of ${NAMES[arm]}`, seen: same, atLeast: rounds });
  }
}
