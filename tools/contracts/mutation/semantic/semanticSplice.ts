import { type AstNode, childrenOf, isNode, rangeOf } from '../ast.ts';
import type { Splice } from '../schema.ts';
import { type MutatedSource, placeOf, type SemanticMutant } from './semanticMutant.ts';

/** What can be one of two branches. A declaration cannot: what follows would not see the variable. */
const SWITCHED = new Set([
  'Block',
  'EmitStatement',
  'ExpressionStatement',
  'ForStatement',
  'IfStatement',
  'PlaceholderStatement',
  'Return',
  'RevertStatement',
  'TryStatement',
  'UncheckedBlock',
  'WhileStatement',
]);

/** A mutant's change without what it has in common with the source. */
interface Change {
  id: number;
  what: string;
  start: number;
  end: number;
  by: string;
}

/**
 * Writes the mutants of the set into their sources. The least statement that holds a mutant's change becomes
 * a branch, and a copy of the statement with the change becomes the other.
 * @throws if a mutant's text is not in its source exactly once, or is in no function
 */
export function semanticSplice(set: readonly MutatedSource[]): Splice {
  return ({ file, source, tree }, firstId) => {
    const mutants = set.find((mutated) => file === `contracts/src/${mutated.file}`)?.mutants ?? [];
    const changes = mutants.map((mutant, index) => changeOf(mutant, source, firstId + index));
    return {
      source: source.slice(0, rangeOf(tree)[0]) + branched(tree, source, changes),
      mutants: mutants.map(({ what, replace }, index) => ({
        id: firstId + index,
        file,
        line: source.slice(0, changes[index]!.start).split('\n').length,
        name: what,
        original: replace.replace(/\s+/g, ' '),
      })),
    };
  };
}

function branched(tree: AstNode, source: string, changes: readonly Change[]): string {
  const left = new Set(changes);

  function render(node: AstNode, parent?: AstNode): string {
    const [start, end] = extentOf(node, source);
    let text = '';
    let at = start;
    for (const child of childrenOf(node)) {
      const [from, to] = extentOf(child, source);
      if (from < at) continue;
      text += source.slice(at, from) + render(child, node);
      at = to;
    }
    text += source.slice(at, end);
    if (!SWITCHED.has(node.nodeType) || isLoopHead(node, parent)) return text;
    const own = [...left].filter((change) => start <= change.start && change.end <= end);
    for (const change of own) left.delete(change);
    return own.reduce((rest, change) => {
      const other = source.slice(start, change.start) + change.by + source.slice(change.end, end);
      return `{ if (Mutant.on(${change.id})) { ${other} } else { ${rest} } }`;
    }, text);
  }

  const text = render(tree);
  if (left.size > 0) throw new Error(`In no function: ${[...left].map(({ what }) => what).join(', ')}`);
  return text;
}

function changeOf(mutant: SemanticMutant, source: string, id: number): Change {
  const [from, to] = placeOf(mutant, source);
  const { by, what } = mutant;
  const most = Math.min(to - from, by.length);
  let before = 0;
  while (before < most && source[from + before] === by[before]) before++;
  let after = 0;
  while (after < most - before && source[to - 1 - after] === by[by.length - 1 - after]) after++;
  return { id, what, start: from + before, end: to - after, by: by.slice(before, by.length - after) };
}

/** A statement extends to its semicolon, and so does a branch that ends with one. */
function extentOf(node: AstNode, source: string): [number, number] {
  const [start, end] = rangeOf(node);
  return SWITCHED.has(node.nodeType) && source[end] === ';' ? [start, end + 1] : [start, end];
}

/** A part of a loop's head is a statement to the compiler, but no place for a branch. */
function isLoopHead(node: AstNode, parent: AstNode | undefined): boolean {
  return parent !== undefined && isNode(parent.loopExpression) && node !== parent.body;
}
