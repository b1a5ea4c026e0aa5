import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';

/** A node of solc's syntax tree; what else it holds depends on its type. */
export interface AstNode {
  nodeType: string;
  src: string;
  [property: string]: unknown;
}

interface Compiler {
  compile(input: string, callbacks: { import: (path: string) => { contents: string } }): string;
}

export function isNode(value: unknown): value is AstNode {
  return typeof value === 'object' && value !== null && 'nodeType' in value && 'src' in value;
}

/** A node's direct children, in the order of the source. */
export function childrenOf(node: AstNode): AstNode[] {
  return Object.values(node)
    .flat()
    .filter(isNode)
    .sort((a, b) => rangeOf(a)[0] - rangeOf(b)[0]);
}

/** Where a node begins and ends in its source, in bytes. */
export function rangeOf({ src }: AstNode): [number, number] {
  const [start = 0, length = 0] = src.split(':').map(Number);
  return [start, start + length];
}

export function typeOf(node: AstNode): string {
  const { typeDescriptions } = node;
  const type = typeDescriptions as { typeString?: string } | undefined;
  return type?.typeString ?? '';
}

/** The syntax trees of the contracts' own sources, with types, by path. */
export function parse(root: string): Map<string, AstNode> {
  const folder = 'contracts/src';
  const own = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.sol'))
    .sort()
    .map((file) => `${folder}/${file}`);
  const require = createRequire(import.meta.url);
  const { compile } = require('solc') as Compiler;
  const input = {
    language: 'Solidity',
    sources: Object.fromEntries(
      own.map((file) => [file, { content: readFileSync(join(root, file), 'latin1') }]),
    ),
    settings: { outputSelection: { '*': { '': ['ast'] } } },
  };
  const output = JSON.parse(
    compile(JSON.stringify(input), {
      import: (path) => ({ contents: readFileSync(resolve(root, 'node_modules', path), 'utf8') }),
    }),
  ) as {
    sources: Record<string, { ast: AstNode }>;
    errors?: { severity: string; formattedMessage: string }[];
  };
  const failure = output.errors?.find(({ severity }) => severity === 'error');
  if (failure) throw new Error(failure.formattedMessage);
  return new Map(own.map((file) => [file, output.sources[file]!.ast]));
}
