import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { findFoundry } from '#devnet/build/foundry.ts';
import { type AstNode, parse } from './ast.ts';
import { firstFailure } from './forgeFailure.ts';
import type { Mutant, Splice } from './schema.ts';
import type { TestRound } from './testRounds.ts';

const FORGE = findFoundry('forge');
const SWITCH = 'contracts/src/Mutant.sol';
/**
 * The block's coinbase is the number of the mutant that is on. No contract of ours reads it, and forge sets
 * it for every test.
 */
const SWITCH_SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { AccessManaged as Managed } from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

library Mutant {
  function on(uint256 id) internal pure returns (bool) {
    return _pure(_on)(id);
  }

  function _on(uint256 id) private view returns (bool) {
    return uint160(address(block.coinbase)) == id;
  }

  function _pure(function(uint256) internal view returns (bool) f)
    private
    pure
    returns (function(uint256) internal pure returns (bool) g)
  {
    assembly { g := f }
  }
}

abstract contract AccessManaged is Managed {
  constructor(address authority_) Managed(authority_) { }

  modifier restrictedUnless(uint256 id) {
    if (!Mutant.on(id)) _checkCanCall(msg.sender, msg.data);
    _;
  }
}
`;

/**
 * Compiles in less than half the time. If variables could not be moved off the stack, the compiler would
 * refuse some functions. All else that the optimiser does would take longer than it saves.
 */
const QUICK_BUILD = `
[profile.default.optimizer_details]
peephole = false
inliner = false
deduplicate = false
cse = false
yul = true

[profile.default.optimizer_details.yulDetails]
stackAllocation = true
optimizerSteps = ":"
`;

/** The compiler. Forge asks for its version at each start, for which Node is too slow. */
function compilerSource(root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'node_modules/solc/package.json'), 'utf8')) as {
    version: string;
  };
  return `#!/bin/sh
if [ "$1" = --version ]; then echo "Version: ${version}"
else exec '${process.execPath}' tools/solc.mjs "$@"
fi
`;
}

/** What contracts, tests and compiler need. Forge walks through all packages that it finds at each start. */
const PACKAGES = ['@openzeppelin/contracts', '@layerzerolabs/toolbox-foundry/lib/forge-std', 'solc'];

export interface Outcome {
  died: boolean;
  /** The first test that failed, `path:name`; empty for a time-out. */
  by: string;
}

interface Ended {
  status: number | string;
  signal: NodeJS.Signals | undefined;
  stdout: string;
  stderr: string;
}

/** A copy of the project whose contracts hold all mutants at once, built once. */
export class MutatedProject {
  private readonly folder = mkdtempSync(join(tmpdir(), 'mutants-'));
  private readonly trees: Map<string, AstNode>;
  private readonly excluded = new Set<number>();
  private readonly root: string;
  private readonly splice: Splice;
  mutants: Mutant[] = [];

  constructor(root: string, splice: Splice) {
    this.root = root;
    this.splice = splice;
    for (const name of ['contracts', 'tools', 'package.json']) {
      cpSync(join(root, name), join(this.folder, name), { recursive: true });
    }
    for (const name of PACKAGES) {
      const link = join(this.folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(root, 'node_modules', name), link);
    }
    const settings = readFileSync(join(root, 'foundry.toml'), 'utf8');
    // The switches cause warnings.
    const loose = settings.replace(/^deny = .*$/m, '').replace(/^solc = .*$/m, 'solc = "./solc.sh"');
    writeFileSync(join(this.folder, 'foundry.toml'), loose + QUICK_BUILD);
    writeFileSync(join(this.folder, 'solc.sh'), compilerSource(root), { mode: 0o755 });
    this.trees = parse(root);
  }

  /** Writes the mutants into the sources and builds; leaves out those that the compiler refuses. */
  async build(): Promise<void> {
    writeFileSync(join(this.folder, SWITCH), SWITCH_SOURCE);
    for (let attempt = 0; attempt < 40; attempt++) {
      const lines = this.write();
      const { status, stdout, stderr } = await this.forge(['build']);
      if (status === 0) return;
      const refused = refusedPlaces(stdout + stderr).flatMap(({ file, line, column }) =>
        idsNear(lines.get(file)?.[line - 1] ?? '', column),
      );
      if (refused.every((id) => this.excluded.has(id))) throw new Error(stdout + stderr);
      console.log(`The compiler refuses ${refused.length} more mutants.`);
      for (const id of refused) this.excluded.add(id);
    }
    throw new Error('The compiler still refuses mutants.');
  }

  /** Identifies the contracts with all mutants, the tests and the settings. */
  digest(): string {
    const hash = createHash('sha256').update(readFileSync(join(this.folder, 'foundry.toml')));
    for (const file of this.files()) hash.update(file).update(readFileSync(join(this.folder, file)));
    return hash.digest('hex');
  }

  /** The paths of all tests. */
  tests(): string[] {
    return this.files().filter((file) => file.endsWith('.t.sol'));
  }

  /** Runs tests with one mutant on; 0 for none. */
  async test(id: number, { files, only }: TestRound, timeoutMs?: number): Promise<Outcome> {
    const coinbase = `0x${id.toString(16).padStart(40, '0')}`;
    const common = [
      'test',
      '--fail-fast',
      '-j',
      '1',
      '--block-coinbase',
      coinbase,
      // Their bounds are of optimised code.
      '--no-match-contract',
      'Gas',
      // Such code is longer than a chain allows, and the longest test uses more than forge's 2^30 gas.
      '--code-size-limit',
      '1000000',
      '--gas-limit',
      '1000000000000',
    ];
    const chosen = ['--match-path', `{${files.join(',')}}`, ...(only ? ['--match-test', `^${only}\\(`] : [])];
    const { status, stdout, stderr, signal } = await this.forge([...common, ...chosen], timeoutMs);
    if (signal) return { died: true, by: '' };
    if (status === 0) return { died: false, by: '' };
    const by = firstFailure(stdout);
    if (by === undefined) throw new Error(stdout + stderr);
    return { died: true, by };
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private files(): string[] {
    return readdirSync(join(this.folder, 'contracts'), { recursive: true, encoding: 'utf8' })
      .map((file) => `contracts/${file}`)
      .filter((file) => statSync(join(this.folder, file)).isFile())
      .sort();
  }

  private forge(args: string[], timeout?: number): Promise<Ended> {
    // Forge asks git for submodules at each start, which takes longer than a test, and goes on without git.
    const env = { ...process.env, PATH: '' };
    const options = { cwd: this.folder, env, timeout, maxBuffer: 2 ** 26, killSignal: 'SIGKILL' as const };
    return new Promise((done) =>
      execFile(FORGE, args, options, (error, stdout, stderr) =>
        done({ status: error?.code ?? 0, signal: error?.signal, stdout, stderr }),
      ),
    );
  }

  private write(): Map<string, string[]> {
    const lines = new Map<string, string[]>();
    this.mutants = [];
    let id = 1;
    for (const [file, tree] of this.trees) {
      const unit = { file, source: readFileSync(join(this.root, file), 'latin1'), tree };
      const { source: spliced, mutants } = this.splice(unit, id, this.excluded);
      const source = this.imported(file, spliced);
      id += mutants.length;
      this.mutants.push(...mutants.filter((mutant) => !this.excluded.has(mutant.id)));
      const target = join(this.folder, file);
      // Written only if it changed, so that forge rebuilds no more than it must.
      if (!existsSync(target) || readFileSync(target, 'latin1') !== source)
        writeFileSync(target, source, 'latin1');
      lines.set(file, source.split('\n'));
    }
    return lines;
  }

  private imported(file: string, source: string): string {
    const path = relative(dirname(file), SWITCH);
    const from = `"${path.startsWith('.') ? path : `./${path}`}"`;
    const managed = /(import \{ AccessManaged \} from )"[^"]+"/;
    return `${source.replace(managed, `$1${from}`).trimEnd()} import { Mutant } from ${from};\n`;
  }
}

/** Where the compiler found errors, read from its output. */
function refusedPlaces(output: string): { file: string; line: number; column: number }[] {
  return [...output.matchAll(/--> (contracts\/src\/[\w/]+\.sol):(\d+):(\d+):/g)].map(
    ([, file, line, column]) => ({
      file: file ?? '',
      line: Number(line),
      column: Number(column),
    }),
  );
}

/** The first mutant of a line at or after a column, or else the last one before it. */
function idsNear(line: string, column: number): number[] {
  const found = [...line.matchAll(/(?:Mutant\.on|Unless)\((\d+)\)/g)].map(({ index, 1: id }) => ({
    index,
    id: Number(id),
  }));
  const after = found.find(({ index }) => index >= column - 1);
  const before = found.findLast(({ index }) => index < column - 1);
  return [after ?? before].flatMap((place) => (place ? [place.id] : []));
}
