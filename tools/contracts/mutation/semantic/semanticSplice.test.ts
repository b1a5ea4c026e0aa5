import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AstNode, parse } from '../ast.ts';
import { semanticSplice } from './semanticSplice.ts';

const FILE = 'contracts/src/Small.sol';
const SOURCE = `// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

contract Small {
  uint256 public constant LEAST = 2;

  function f(uint256 x) external pure returns (uint256 y) {
    uint256 z = x + 1;
    if (z < 3) revert();
    for (uint256 i = 0; i < z; i++) {
      y += i;
    }
    return y;
  }
}
`;

let root: string;
let tree: AstNode;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'splice-'));
  mkdirSync(join(root, 'contracts/src'), { recursive: true });
  writeFileSync(join(root, FILE), SOURCE);
  tree = parse(root).get(FILE)!;
});
afterAll(() => rmSync(root, { recursive: true }));

/** The source with these texts replaced, the first by the mutant 7. */
function spliced(...replaced: [string, string][]): string {
  const mutants = replaced.map(([replace, by]) => ({ what: `${replace} → ${by}`, replace, by }));
  const set = [{ file: 'Small.sol', mutants }];
  return semanticSplice(set)({ file: FILE, source: SOURCE, tree }, 7, new Set()).source;
}

it.each([
  ['a condition', 'z < 3', 'z <= 3', 'if (z < 3) revert();', 'if (z <= 3) revert();'],
  ['an assignment in a loop', 'y += i', 'y += 1', 'y += i;', 'y += 1;'],
  ['a statement to drop', 'return y;', '', 'return y;', ''],
])('makes branches of the least statement around %s', (_, replace, by, original, other) => {
  const branches = `{ if (Mutant.on(7)) { ${other} } else { ${original} } }`;
  expect(spliced([replace, by])).toBe(SOURCE.replace(original, branches));
});

it('makes branches of the whole loop for a change in its head', () => {
  const loop = SOURCE.slice(SOURCE.indexOf('for ('), SOURCE.indexOf('    return')).trimEnd();
  const branches = `{ if (Mutant.on(7)) { ${loop.replace('i++', 'i += 2')} } else { ${loop} } }`;
  expect(spliced(['i++', 'i += 2'])).toBe(SOURCE.replace(loop, branches));
});

it('makes branches of the block for a declaration, so that what follows sees the variable', () => {
  const body = SOURCE.slice(SOURCE.indexOf('{\n    uint256 z'), SOURCE.lastIndexOf('\n}'));
  const branches = `{ if (Mutant.on(7)) { ${body.replace('x + 1', 'x + 2')} } else { ${body} } }`;
  expect(spliced(['x + 1', 'x + 2'])).toBe(SOURCE.replace(body, branches));
});

it('puts mutants into each other’s originals, never into what another changes', () => {
  const both = spliced(['z < 3', 'z < 4'], ['z < 3', 'z < 5']);
  const first = '{ if (Mutant.on(7)) { if (z < 4) revert(); } else { if (z < 3) revert(); } }';
  const second = `{ if (Mutant.on(8)) { if (z < 5) revert(); } else { ${first} } }`;
  expect(both).toBe(SOURCE.replace('if (z < 3) revert();', second));
});

it('tells where each mutant is', () => {
  const set = [{ file: 'Small.sol', mutants: [{ what: 'more', replace: 'y +=\n i;', by: 'y += 2;' }] }];
  expect(semanticSplice(set)({ file: FILE, source: SOURCE, tree }, 7, new Set()).mutants).toEqual([
    { id: 7, file: FILE, line: 11, name: 'more', original: 'y += i;' },
  ]);
});

it('refuses a change of what is in no function', () => {
  expect(() => spliced(['LEAST = 2', 'LEAST = 3'])).toThrow('In no function: LEAST = 2 → LEAST = 3');
});
