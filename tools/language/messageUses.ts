import { parseSync } from 'vite';
import { isText, SILENT } from '#tools/language/userText.ts';

/** A node of the parsed file, as much of it as is read here. */
interface SyntaxNode {
  type: string;
  start: number;
  end: number;
  [field: string]: unknown;
}

/** What a source file shows to people, and where from. */
export interface MessageUses {
  /** Literals that may be keys: all strings, and the fixed beginnings of composed ones. */
  strings: Set<string>;
  prefixes: string[];
  /** Calls of `t` and `rich` with a fixed key: the names of the values that they give. */
  calls: { key: string; values: string[] | null }[];
  /** Text that stands in the file itself, as `line: text`. */
  outside: string[];
  /** Lines on which a message is read while the module loads. */
  early: string[];
}

const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && typeof (value as SyntaxNode).type === 'string';

/** What stands in these is not shown: names of events and elements, messages of developers' errors, logs. */
const SILENT_CALLS =
  /^(?:console\.\w+|new (?:Error|DOMException)|useQuery|createElement|\w+\.querySelector\w*)$/;
const MESSAGE_CALLS = ['t', 'rich'];

export function messageUsesOf({ path, text }: { path: string; text: string }): MessageUses {
  const uses: MessageUses = { strings: new Set(), prefixes: [], calls: [], outside: [], early: [] };
  const { program, errors } = parseSync(path, text, { lang: path.endsWith('x') ? 'tsx' : 'ts' });
  if (errors.length > 0) throw new Error(`${path}: ${errors[0]!.message}`);
  const sourceOf = (node: SyntaxNode) => text.slice(node.start, node.end);
  const lineOf = (node: SyntaxNode) => text.slice(0, node.start).split('\n').length;
  const report = (node: SyntaxNode, shown: string) => uses.outside.push(`${path}:${lineOf(node)}: ${shown}`);

  function visitCall(node: SyntaxNode, callee: string, inFunction: boolean): void {
    const [key, values] = node.arguments as SyntaxNode[];
    if (!MESSAGE_CALLS.includes(callee) || key === undefined) return;
    if (!inFunction) uses.early.push(`${path}:${lineOf(node)}`);
    if (key.type === 'Literal') uses.calls.push({ key: String(key.value), values: namesOf(values) });
  }

  function visit(node: SyntaxNode, place: { name?: string | undefined; inFunction: boolean }): void {
    if (node.type.startsWith('TS') && !isNode(node.expression)) return;
    if (node.type.startsWith('Import')) return;
    const inFunction = place.inFunction || node.type.includes('Function');
    let { name } = place;
    if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const callee = `${node.type === 'NewExpression' ? 'new ' : ''}${sourceOf(node.callee as SyntaxNode)}`;
      visitCall(node, callee, inFunction);
      name = SILENT_CALLS.test(callee) ? SILENT : 'argument';
    }
    if (node.type === 'JSXAttribute') name = sourceOf(node.name as SyntaxNode);
    if (node.type === 'Property') name = sourceOf(node.key as SyntaxNode);
    if (node.type === 'JSXText' && /\p{L}/u.test(String(node.value))) {
      if (isText(String(node.value).trim(), 'children')) report(node, String(node.value).trim());
    }
    if (node.type === 'Literal' && typeof node.value === 'string') {
      uses.strings.add(node.value);
      if (isText(node.value, name)) report(node, node.value);
    }
    if (node.type === 'TemplateLiteral') {
      const parts = (node.quasis as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
      if (/^\w+\.[\w.]*$/.test(parts[0]!)) uses.prefixes.push(parts[0]!);
      else if (isText(parts.join('{}'), name)) report(node, parts.join('{}'));
    }
    for (const [field, child] of Object.entries(node)) {
      if (field === 'typeAnnotation' || field === 'typeArguments' || field === 'returnType') continue;
      // Neither a property's own name nor what is compared is shown.
      if (node.type === 'Property' && field === 'key') continue;
      if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(String(node.operator))) continue;
      if (node.type === 'SwitchCase' && field === 'test') continue;
      for (const each of Array.isArray(child) ? child : [child])
        if (isNode(each)) visit(each, { name, inFunction });
    }
  }
  visit(program as unknown as SyntaxNode, { inFunction: false });
  return uses;
}

/** Null where they come from elsewhere too. */
function namesOf(values: SyntaxNode | undefined): string[] | null {
  if (values === undefined) return [];
  if (values.type !== 'ObjectExpression') return null;
  const properties = values.properties as SyntaxNode[];
  if (properties.some(({ type }) => type !== 'Property')) return null;
  return properties.map(({ key }) => {
    const { name, value } = key as SyntaxNode;
    return String(name ?? value);
  });
}
