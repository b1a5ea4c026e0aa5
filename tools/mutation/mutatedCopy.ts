import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Mutant } from '#tools/mutation/mutant.ts';
import { mutated } from '#tools/mutation/mutantSet.ts';
import { type Outcome, outcomeOf } from '#tools/mutation/outcome.ts';

/** Folders that unit tests of `src` read, besides the files in the root. */
const COPIED = ['src', 'public', 'tools', 'docs'];
/** Large, and never written to. */
const LINKED = ['node_modules', 'contracts', 'out'];
/** A round of tests takes a minute at most; a mutant that makes it hang counts as dead. */
const ROUND_MS = 4 * 60_000;

/** A copy of the product in which mutants are tested, one after the other. */
export class MutatedCopy {
  readonly #folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  #stopRound: () => void = () => undefined;

  constructor(root: string) {
    const files = readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isFile());
    for (const name of [...files.map((file) => file.name), ...COPIED])
      cpSync(join(root, name), join(this.#folder, name), { recursive: true });
    for (const name of LINKED)
      if (existsSync(join(root, name))) symlinkSync(join(root, name), join(this.#folder, name));
  }

  /** @throws STALE_MUTANT */
  async fateOf(mutant: Mutant, rounds: readonly (readonly string[])[]): Promise<Outcome> {
    const path = join(this.#folder, mutant.file);
    const source = readFileSync(path, 'utf8');
    writeFileSync(path, mutated(mutant, source));
    try {
      for (const tests of rounds) {
        const outcome = await this.test(tests);
        if (outcome.died) return outcome;
      }
      return { died: false, by: '' };
    } finally {
      writeFileSync(path, source);
    }
  }

  /** Runs tests up to the first that fails. */
  test(tests: readonly string[], limitMs = ROUND_MS): Promise<Outcome> {
    const vitest = join(this.#folder, 'node_modules/vitest/vitest.mjs');
    const child = spawn(process.execPath, [vitest, 'run', '--bail=1', ...tests], {
      cwd: this.#folder,
      // A group of its own, so that a worker in an endless loop is ended with it.
      detached: true,
      env: { ...process.env, NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (bytes) => (output += bytes));
    return new Promise((resolve, reject) => {
      let isLate = false;
      this.#stopRound = () => process.kill(-child.pid!, 'SIGKILL');
      const timer = setTimeout(() => {
        isLate = true;
        this.#stopRound();
      }, limitMs);
      child.once('error', reject);
      child.once('close', (code) => {
        clearTimeout(timer);
        this.#stopRound = () => undefined;
        if (isLate) return resolve({ died: true, by: 'time-out' });
        try {
          resolve(outcomeOf(code, output));
        } catch (error) {
          reject(error);
        }
      });
    });
  }

  remove(): void {
    this.#stopRound();
    rmSync(this.#folder, { recursive: true });
  }
}
