/**
 * Runs each benchmark that has bars once, and prints all bars in one table:
 *   npm run bench [-- --rounds 3 --tokens 16 --pictures 5 --tasks 20]
 * The defaults are few enough that a software adapter takes a quarter of an hour. Give a real GPU more of
 * each.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Bar, printBars } from '#tools/bench/bars.ts';

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

/** Runs a benchmark and gives its bars. @throws Error when it ends without them */
async function run(script: string, args: readonly string[]): Promise<Bar[]> {
  const child = fork(fileURLToPath(new URL(script, import.meta.url)), args);
  let received: Bar[] | undefined;
  child.on('message', (bars: Bar[]) => (received = bars));
  // 'disconnect' comes after the last message; 'exit' may come before it.
  await once(child, 'disconnect');
  if (!received) throw new Error(`${script} ended without a result.`);
  return received;
}
