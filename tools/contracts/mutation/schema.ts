import { type AstNode, childrenOf, isNode, rangeOf } from './ast.ts';
import { type Alternative, alternativesOf, conditionAlternatives } from './mutators.ts';

/** A mutant: one place broken in one way. Its number turns it on. */
export interface Mutant {
  id: number;
  file: string;
  line: number;
  name: string;
  /** The original source, on one line. */
  original: string;
}

/** A source with mutants in it. */
export interface Spliced {
  source: string;
  /** Numbered in this order. */
  mutants: Mutant[];
}

/**
 * Writes mutants into a source.
 * @param source In latin1, so that an offset is a byte.
 * @param firstId The number of the first mutant; the others follow.
 * @param excluded Numbers of mutants that the compiler refuses.
 */
export type Splice = (
  unit: { file: string; source: string; tree: AstNode },
  firstId: number,
  excluded: ReadonlySet<number>,
) => Spliced;

/** Nodes left alone: they are not code that runs, or not an expression that can be chosen at run time. */
const OPAQUE = new Set([
  'ImportDirective',
  'PragmaDirective',
  'UsingForDirective',
  'InheritanceSpecifier',
  'EventDefinition',
  'ErrorDefinition',
  'StructDefinition',
  'EnumDefinition',
  'InlineAssembly',
  'ElementaryTypeName',
  'UserDefinedTypeName',
  'ArrayTypeName',
  'Mapping',
  'ParameterList',
  'OverrideSpecifier',
  'StructuredDocumentation',
]);

/**
 * Modifiers that only revert; each use of one can be switched off. The first is OpenZeppelin's, and its
 * stand-in is in project.ts.
 */
const GUARDS = new Set(['restricted', 'whileOpen']);

const TERMINATED = new Set(['ExpressionStatement', 'IfStatement', 'ForStatement', 'WhileStatement']);

/** Breaks every place in every way that this folder knows. */
export const automaticSplice: Splice = ({ file, source, tree }, firstId, excluded) => {
  const schema = new Schema(file, source, firstId, excluded);
  return { source: schema.render(tree), mutants: schema.mutants };
};

/**
 * All mutants of a file in one source: each broken place checks which mutant is on. Only one is on at a time,
 * so the broken texts hold no other mutants, and the source grows only linearly with their number.
 */
class Schema {
  readonly mutants: Mutant[] = [];
  private readonly file: string;
  private readonly source: string;
  private readonly excluded: ReadonlySet<number>;
  private next: number;

  /**
   * @param source In latin1, so that an offset is a byte.
   * @param excluded Numbers of mutants that the compiler refuses.
   */
  constructor(file: string, source: string, firstId: number, excluded: ReadonlySet<number>) {
    this.file = file;
    this.source = source;
    this.excluded = excluded;
    this.next = firstId;
  }

  render(node: AstNode, parents: AstNode[] = []): string {
    const [start, end] = rangeOf(node);
    if (OPAQUE.has(node.nodeType) || node.constant === true) return this.source.slice(start, end);
    if (node.nodeType === 'ModifierInvocation') return this.modifier(node);
    const path = [...parents, node];
    let text = '';
    let at = start;
    for (const child of childrenOf(node)) {
      const [from, to] = this.extent(child);
      if (from < at) continue;
      text += this.source.slice(at, from) + this.render(child, path);
      at = to;
    }
    text += this.source.slice(at, this.extent(node)[1]);
    if (node.nodeType === 'ModifierDefinition' && GUARDS.has(String(node.name)))
      return `${text} ${this.guard(node)}`;

    const parent = parents.at(-1);
    const alternatives = alternativesOf(node, parents, (n) => this.text(n));
    if (parent) alternatives.push(...conditionAlternatives(node, parent, this.text(node)));
    const chosen = alternatives
      .map((a) => ({ ...a, id: this.add(node, a) }))
      .filter(({ id }) => !this.excluded.has(id));
    if (chosen.length === 0) return text;
    if (node.nodeType === 'ExpressionStatement') {
      return `{ ${chosen.map((a) => `if (Mutant.on(${a.id})) { ${a.text}${a.text ? ';' : ''} } else `).join('')}{ ${text} } }`;
    }
    return `(${chosen.map((a) => `Mutant.on(${a.id}) ? ${a.text} : `).join('')}${text})`;
  }

  private modifier(node: AstNode): string {
    const text = this.text(node);
    if (!GUARDS.has(text)) return text;
    const id = this.add(node, { name: 'guard dropped', text: '' });
    return this.excluded.has(id) ? text : `${text}Unless(${id})`;
  }

  /** A variant of the guard that can be switched off: it skips the checks, which end at `_;`. */
  private guard({ name, body }: AstNode): string {
    const checks = isNode(body) ? this.text(body).replace(/_;\s*\}$/, '}') : '';
    return `modifier ${String(name)}Unless(uint256 mutant) { if (!Mutant.on(mutant)) ${checks} _; }`;
  }

  private add(node: AstNode, { name }: Alternative): number {
    const id = this.next++;
    const line = this.source.slice(0, rangeOf(node)[0]).split('\n').length;
    this.mutants.push({ id, file: this.file, line, name, original: this.text(node).replace(/\s+/g, ' ') });
    return id;
  }

  private text(node: AstNode): string {
    return this.source.slice(...rangeOf(node));
  }

  /** A statement extends to its semicolon, and so does a branch that ends with one. */
  private extent(node: AstNode): [number, number] {
    const [start, end] = rangeOf(node);
    return TERMINATED.has(node.nodeType) && this.source[end] === ';' ? [start, end + 1] : [start, end];
  }
}
