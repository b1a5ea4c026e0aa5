/**
 * The differential test over thousands of random sequences. Generates vectors in parts, each with a seed of
 * its own, and has forge replay them. Exits with 1 at the first part in which contracts and model differ.
 * Run: `npm run contracts:differential -- [--sequences 6000] [--seed 2]`.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { findFoundry } from '#devnet/build/foundry.ts';

/** Sequences in one forge test, which has limited gas and memory. */
const PART = 200;
const ROOT = resolve(import.meta.dirname, '../../..');
const VECTORS = 'cache/differential.bin';

const { values } = parseArgs({
  options: { sequences: { type: 'string', default: '6000' }, seed: { type: 'string', default: '2' } },
});
mkdirSync(resolve(ROOT, 'cache'), { recursive: true });
let dust = 0;
let done = 0;
for (let seed = Number(values.seed); done < Number(values.sequences); seed++) {
  const generator = resolve(import.meta.dirname, 'generate.ts');
  run(process.execPath, [
    '--import',
    'tsx',
    generator,
    VECTORS,
    '--sequences',
    String(PART),
    '--seed',
    String(seed),
  ]);
  const report = run(findFoundry('forge'), ['test', '--match-path', 'contracts/test/differential/*', '-vv']);
  dust = Math.max(dust, Number(/greatest difference, wei: (\d+)/.exec(report)?.[1]));
  done += Number(/sequences: (\d+)/.exec(report)?.[1]);
  console.log(`${done} sequences, up to seed ${seed}: the greatest difference is ${dust} wei.`);
}

function run(command: string, args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: ROOT,
    encoding: 'utf8',
    env: { ...process.env, DIFFERENTIAL: VECTORS },
  });
  if (status !== 0) throw new Error(`${stdout}\n${stderr}`);
  return stdout;
}
