/**
 * Has solc's SMTChecker (engine CHC) prove what `contracts/proofs` states, for all arguments. Prints what was
 * proved; exits with 1 if anything was refuted or left open. Run: `npm run contracts:prove`.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

interface Compiler {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } }): string;
}
interface Message {
  severity: string;
  formattedMessage: string;
}

const ROOT = resolve(import.meta.dirname, '../..');
const FOLDER = 'contracts/proofs';
const { compile } = createRequire(import.meta.url)('solc') as Compiler;

for (const file of readdirSync(join(ROOT, FOLDER)).sort()) {
  const path = `${FOLDER}/${file}`;
  const name = file.replace('.sol', '');
  const input = {
    language: 'Solidity',
    sources: { [path]: { content: readFileSync(join(ROOT, path), 'utf8') } },
    settings: {
      outputSelection: { '*': { '': ['ast'] } },
      modelChecker: {
        engine: 'chc',
        contracts: { [path]: [name] },
        targets: ['assert'],
        showProvedSafe: true,
        showUnproved: true,
      },
    },
  };
  const output = JSON.parse(compile(JSON.stringify(input), { import: contents })) as { errors?: Message[] };
  console.log(`\n${name}`);
  const messages = output.errors ?? [];
  for (const { formattedMessage } of messages) console.log(formattedMessage.trim());
  // A compiler without a solver prints nothing at all, so the proofs are counted.
  const stated = input.sources[path]?.content.match(/\bassert\(/g)?.length ?? 0;
  const proved = messages.filter(
    ({ severity, formattedMessage }) => severity === 'info' && formattedMessage.includes('is safe'),
  );
  if (messages.length !== proved.length || proved.length < stated) process.exitCode = 1;
}

function contents(path: string): { contents: string } {
  const folder = path.startsWith('contracts/') ? ROOT : join(ROOT, 'node_modules');
  const source = readFileSync(join(folder, path), 'utf8');
  return { contents: path.endsWith('/Lottery.sol') ? withAnyLogarithm(source) : source };
}

/**
 * Replaces a node's logarithm, whose 80 quarter rounds and 64 squarings are out of the solver's reach, by a
 * function of seed and id of which the solver knows only the bound: what is proved then holds for every such
 * function. The rest is the source as it ships.
 */
function withAnyLogarithm(source: string): string {
  const any = '{ any = uint256(keccak256(abi.encode(seed, nodeId))); require(any <= 1 << 72); }';
  const bodyOf = (name: string) => {
    const body = new RegExp(
      `(function ${name}\\([^)]*\\) internal pure) returns \\(\\w+\\) \\{[^]*?\\n  \\}`,
    );
    if (!body.test(source)) throw new Error(`Lottery.${name} was not found.`);
    return body;
  };
  return (
    source
      .replace(bodyOf('logOf'), `$1 returns (uint256 any) ${any}`)
      // Nothing else uses these, and their bit operations and assembly would confuse the solver.
      .replace(bodyOf('draw'), '')
      .replace(bodyOf('minusLog2'), '')
      .replace(/^import .*$/gm, '')
  );
}
