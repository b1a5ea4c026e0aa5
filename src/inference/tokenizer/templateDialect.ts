import { Template } from '@huggingface/jinja';
import { strftime } from '#inference/tokenizer/strftime.ts';

/** Names under which adapted templates find this engine's functions; no template has them. */
const [DATE, STRIP, RANGE] = ['cuckoo_strftime', 'cuckoo_strip', 'cuckoo_range'];
/** Functions of the library that the engine's own replace. The library lets no variable take their names. */
const REPLACED: ReadonlyMap<unknown, string> = new Map([
  ['strftime_now', DATE],
  ['range', RANGE],
]);
/** The longest range, as in Jinja2's sandbox: a hostile template would fill the memory with a longer one. */
const MOST_RANGE = 100_000;

/** What Python's `strip` takes for white space besides Unicode's: separators of files, groups and records. */
const SEPARATORS = '\u001C\u001D\u001E\u001F';
const isSpace = (character: string): boolean =>
  /\p{White_Space}/u.test(character) || SEPARATORS.includes(character);

type Side = 'strip' | 'lstrip' | 'rstrip';
const SIDES: ReadonlySet<unknown> = new Set<Side>(['strip', 'lstrip', 'rstrip']);

/** A node of a parsed template. */
interface TemplateNode {
  type: string;
  [field: string]: unknown;
}

const isNode = (value: unknown): value is TemplateNode =>
  typeof value === 'object' && value !== null && 'type' in value;

/**
 * Parses a chat template for the library, and replaces what the library computes otherwise than the Jinja for
 * which templates are written: `strftime_now` tells the reader's own time, `strip` takes no characters and
 * another white space, `range` has no limit, and no item is ever found to lack an attribute.
 * @throws Error when the template cannot be parsed
 * @example
 * const text = parseTemplate(source).render({ messages, ...templateFunctions(dateOf) });
 */
export function parseTemplate(source: string): Template {
  const template = new Template(source);
  adapt(template.parsed);
  return template;
}

/**
 * The functions that adapted templates call.
 * @param dateOf the date that a template writes, in the form 2026-11-28
 * @example
 * templateFunctions(() => '2026-11-28');
 */
export function templateFunctions(dateOf: () => string): Readonly<Record<string, unknown>> {
  return { [DATE]: (format: string) => strftime(dateOf(), format), [STRIP]: strip, [RANGE]: range };
}

function adapt(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if (isNode(value)) adaptNode(value);
  partsOf(value).forEach(adapt);
}

/** What stands inside, without the names of attributes and arguments: those are no variables. */
function partsOf(value: object): readonly unknown[] {
  if (value instanceof Map) return [...value.keys(), ...value.values()];
  if (isNode(value) && value.type === 'MemberExpression' && value.computed !== true) return [value.object];
  if (isNode(value) && value.type === 'KeywordArgumentExpression') return [value.value];
  return Object.values(value);
}

function adaptNode(node: TemplateNode): void {
  if (node.type === 'Identifier') node.value = REPLACED.get(node.value) ?? node.value;
  if (node.type === 'CallExpression') adaptCall(node);
  if (node.type !== 'FilterExpression' || !isNode(node.filter)) return;
  if (node.filter.value === 'trim') callStrip(node, 'strip', [node.operand]);
  else adaptSelection(node.filter);
}

/** `text.strip()`. */
function adaptCall(node: TemplateNode): void {
  const { callee, args } = node;
  if (!isNode(callee) || callee.type !== 'MemberExpression' || callee.computed === true) return;
  const side = isNode(callee.property) ? callee.property.value : undefined;
  if (SIDES.has(side)) callStrip(node, side as Side, [callee.object, ...(args as TemplateNode[])]);
}

function callStrip(node: TemplateNode, side: Side, args: readonly unknown[]): void {
  node.type = 'CallExpression';
  node.callee = { type: 'Identifier', value: STRIP };
  node.args = [{ type: 'StringLiteral', value: side }, ...args];
}

/** Whatever lacks an attribute is selected by `undefined` in Jinja; here it is rejected by `defined`. */
function adaptSelection({ callee, args }: TemplateNode): void {
  if (!isNode(callee) || (callee.value !== 'selectattr' && callee.value !== 'rejectattr')) return;
  const test = (args as TemplateNode[])[1];
  if (test?.type !== 'StringLiteral' || test.value !== 'undefined') return;
  callee.value = callee.value === 'selectattr' ? 'rejectattr' : 'selectattr';
  test.value = 'defined';
}

/** Python's `strip`, `lstrip` and `rstrip`. */
function strip(side: Side, text: unknown, characters?: string | null): string {
  if (typeof text !== 'string') throw new TypeError('Only texts can be stripped.');
  const set = characters === undefined || characters === null ? undefined : new Set(characters);
  const isStripped = (character: string) => (set ? set.has(character) : isSpace(character));
  const all = [...text];
  let [start, end] = [0, all.length];
  if (side !== 'rstrip') while (start < end && isStripped(all[start]!)) start++;
  if (side !== 'lstrip') while (end > start && isStripped(all[end - 1]!)) end--;
  return all.slice(start, end).join('');
}

/** Python's `range`. @throws RangeError when it is longer than MOST_RANGE */
function range(...bounds: number[]): number[] {
  const [start, stop, step] =
    bounds.length === 1 ? [0, bounds[0]!, 1] : [bounds[0]!, bounds[1]!, bounds[2] ?? 1];
  if (![start, stop, step].every(Number.isInteger)) throw new TypeError('A range takes whole numbers.');
  if (step === 0) throw new RangeError('A range takes a step other than 0.');
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (length > MOST_RANGE)
    throw new RangeError(`A range of ${length} numbers; at most ${MOST_RANGE} are allowed.`);
  return Array.from({ length }, (_, place) => start + place * step);
}
