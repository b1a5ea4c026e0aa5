/**
 * All bars in one table, from one run of each benchmark that has some:
 *   npm run bench [-- --rounds 3 --tokens 16 --pictures 5 --tasks 20]
 * So few that a software adapter is done in a quarter of an hour; a real one deserves more of each.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { printBars, type Bar } from '#tools/bench/bars.ts';

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '3' },
    tokens: { type: 'string', default: '16' },
    pictures: { type: 'string', default: '5' },
    tasks: { type: 'string', default: '20' },
  },
});

const bars = [
  ...(await run('text.ts', ['--rounds', values.rounds, '--tokens', values.tokens])),
  ...(await run('image.ts', ['icons128', values.pictures])),
  ...(await run('steady.ts', ['--tasks', values.tasks])),
];
printBars(bars);

/** @throws Error if it ended without its bars */
async function run(script: string, args: readonly string[]): Promise<Bar[]> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args);
  let told: Bar[] | undefined;
  child.on('message', (bars: Bar[]) => (told = bars));
  // Comes after the last message, which the end itself need not.
  await once(child, 'disconnect');
  if (!told) throw new Error(`${script} ended without a result.`);
  return told;
}
