import { type AstNode, isNode, rangeOf, typeOf } from './ast.ts';

/** One way to break a node. `text` replaces the node; an empty text of a statement drops it. */
export interface Alternative {
  name: string;
  text: string;
}

const OPERATORS: Record<string, string> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '==': '!=',
  '!=': '==',
  '&&': '||',
  '||': '&&',
  '<<': '>>',
  '>>': '<<',
  '|': '&',
  '+=': '-=',
  '-=': '+=',
};
const RENAMED: Record<string, string> = {
  toSharesUp: 'toSharesDown',
  toSharesDown: 'toSharesUp',
  min: 'max',
  max: 'min',
};

/** All the ways in which this file breaks a node; `text` returns a node's source unchanged. */
export function alternativesOf(
  node: AstNode,
  parents: AstNode[],
  text: (node: AstNode) => string,
): Alternative[] {
  const parent = parents.at(-1);
  const within = (type: string) => parents.some(({ nodeType }) => nodeType === type);
  switch (node.nodeType) {
    case 'BinaryOperation': {
      const { leftExpression, rightExpression, operator } = node;
      const other = OPERATORS[String(operator)];
      if (!other || !isNode(leftExpression) || !isNode(rightExpression) || isConstant(node)) return [];
      return [
        { name: `${operator} → ${other}`, text: `${text(leftExpression)} ${other} ${text(rightExpression)}` },
      ];
    }
    case 'ExpressionStatement':
      return parent?.nodeType === 'ForStatement' ? [] : statement(node, text);
    case 'UnaryOperation':
      if (node.operator !== '!' || !isNode(node.subExpression)) return [];
      return [{ name: '! dropped', text: text(node.subExpression) }];
    case 'FunctionCall':
      if (within('EmitStatement') || within('RevertStatement')) return [];
      // A call that is a statement may have no type, so the whole statement is switched.
      return parent?.nodeType === 'ExpressionStatement' ? [] : call(node, text);
    case 'Literal':
      return parent && (isConstant(parent) || parent.kind === 'typeConversion' || isPower(parent))
        ? []
        : literal(node);
    default:
      return [];
  }
}

/** Ways to break a condition or a returned value. */
export function conditionAlternatives(node: AstNode, parent: AstNode, text: string): Alternative[] {
  if (parent.nodeType === 'IfStatement' && parent.condition === node) {
    return refuses(parent)
      ? [{ name: 'check dropped', text: 'false' }]
      : [{ name: 'condition negated', text: `!(${text})` }];
  }
  if (parent.nodeType === 'Conditional' && parent.condition === node) {
    return [{ name: 'condition negated', text: `!(${text})` }];
  }
  if (parent.nodeType === 'Return' && typeOf(node) === 'bool')
    return [{ name: 'answer negated', text: `!(${text})` }];
  if (parent.nodeType === 'Return' && /^u?int\d+$/.test(typeOf(node)))
    return [{ name: 'answer zero', text: '0' }];
  return [];
}

function refuses(branch: AstNode): boolean {
  const body = branch.trueBody;
  if (!isNode(body)) return false;
  const statements = body.statements;
  const only = Array.isArray(statements) && statements.length === 1 ? statements[0] : body;
  return isNode(only) && only.nodeType === 'RevertStatement';
}

function statement({ expression }: AstNode, text: (node: AstNode) => string): Alternative[] {
  if (!isNode(expression)) return [];
  const dropped = { name: 'statement dropped', text: '' };
  const { leftHandSide, rightHandSide, operator } = expression;
  const other = OPERATORS[String(operator)];
  if (expression.nodeType === 'FunctionCall') return [dropped, ...call(expression, text)];
  // A pointer into storage must be set, so it is not dropped.
  if (isNode(leftHandSide) && typeOf(leftHandSide).includes('storage')) return [];
  if (expression.nodeType !== 'Assignment' || !other || !isNode(leftHandSide) || !isNode(rightHandSide))
    return [dropped];
  return [
    dropped,
    { name: `${operator} → ${other}`, text: `${text(leftHandSide)} ${other} ${text(rightHandSide)}` },
  ];
}

function call(node: AstNode, text: (node: AstNode) => string): Alternative[] {
  const { expression, kind } = node;
  const args = (node.arguments as AstNode[]) ?? [];
  if (!isNode(expression) || kind !== 'functionCall') return [];
  const found: Alternative[] = [];
  const member = String(expression.memberName);
  const source = text(node);
  const renamed = Object.hasOwn(RENAMED, member) ? RENAMED[member] : undefined;
  if (renamed) {
    const name = text(expression).replace(/\w+$/, renamed);
    found.push({ name: `${member} → ${renamed}`, text: name + source.slice(text(expression).length) });
  }
  const [a, b] = args;
  if (member === 'ceilDiv' && a && b)
    found.push({ name: 'rounds down', text: `(${text(a)}) / (${text(b)})` });
  for (const [index, first] of args.entries()) {
    const second = args[index + 1];
    if (!second || typeOf(first) !== typeOf(second) || text(first) === text(second)) continue;
    // The order of these arguments does not matter.
    if (member === 'min' || member === 'max') continue;
    const [start] = rangeOf(node);
    const [from] = rangeOf(first);
    const between = source.slice(rangeOf(first)[1] - start, rangeOf(second)[0] - start);
    const swapped = text(second) + between + text(first);
    found.push({
      name: `arguments ${index + 1} and ${index + 2} swapped`,
      text: source.slice(0, from - start) + swapped + source.slice(rangeOf(second)[1] - start),
    });
  }
  return found;
}

function literal({ kind, value }: AstNode): Alternative[] {
  if (kind === 'bool') return [{ name: 'other truth', text: value === 'true' ? 'false' : 'true' }];
  if (kind === 'number' && /^\d+$/.test(String(value))) {
    return [{ name: `${value} → ${Number(value) + 1}`, text: String(Number(value) + 1) }];
  }
  return [];
}

/** A number chosen at run time has a small type, in which a power or a shift would overflow. */
function isPower({ operator }: AstNode): boolean {
  return operator === '**' || operator === '<<' || operator === '>>';
}

/** A compile-time constant: it has no type that could be chosen at run time. */
function isConstant(node: AstNode): boolean {
  return typeOf(node).startsWith('int_const') && node.nodeType !== 'Literal';
}
