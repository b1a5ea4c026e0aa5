import format, { type FormatOptions } from 'icu-minify/format';
import { createElement, Fragment, type ReactNode } from 'react';
import { formatTag, isRightToLeft, messageOf } from '#web/language/current.ts';
import { dateTimeFormat, numberFormat, pluralRules } from '#web/language/formatters.ts';
import type { MessageKey } from '#web/language/messageKey.ts';

export type MessageValue = string | number | bigint;
/** What is put around a part of a message: `<link>the list</link>`. */
type Around = (part: ReactNode) => ReactNode;

const options: FormatOptions = {
  formatters: {
    getNumberFormat: numberFormat,
    getDateTimeFormat: dateTimeFormat,
    getPluralRules: pluralRules,
  },
};

/** First-strong isolate and its end, by Unicode's rules for text of both directions. */
const ISOLATE = '\u2068';
const END_OF_ISOLATE = '\u2069';

/** What is read from the left, or begins with what is. */
const LEFT_TO_RIGHT = /[\p{Script=Latin}\d]/u;

/** A name or an amount must not change the order of the words around it. */
function isolated(value: MessageValue): string | number {
  if (typeof value === 'number') return value;
  const text = String(value);
  return isRightToLeft() && LEFT_TO_RIGHT.test(text) ? ISOLATE + text + END_OF_ISOLATE : text;
}

/** How icu-minify marks a value that chooses a form: `[name, SELECT, forms]`. */
const SELECT = 1;

/** Names of the values that choose a form of a message. They are never shown. */
function chooserNames(node: unknown): string[] {
  if (Array.isArray(node)) {
    const [name, type] = node as unknown[];
    return [...(type === SELECT ? [String(name)] : []), ...node.flatMap(chooserNames)];
  }
  return typeof node === 'object' && node !== null ? Object.values(node).flatMap(chooserNames) : [];
}

type Formatted = string | ReactNode | (string | ReactNode)[];

function formatted(key: MessageKey, values: Record<string, MessageValue | Around>): Formatted {
  const message = messageOf(key);
  // A page that fails for one sentence would be worse; the house tests find such a page.
  if (message === undefined) return key;
  const choosers = isRightToLeft() ? chooserNames(message) : [];
  const given = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'function'
      ? (parts: ReactNode[]) => value(together(parts))
      : choosers.includes(name)
        ? value
        : isolated(value),
  ]);
  return format<ReactNode>(message, formatTag(), Object.fromEntries(given), options);
}

/** Parts in a row; they never change places, so they need no keys. */
const together = (parts: Formatted): ReactNode =>
  Array.isArray(parts) ? createElement(Fragment, null, ...parts) : parts;

/**
 * A message in the page's language. Read it while rendering, never while a module loads: the language is not
 * known then.
 * @param values its placeholders; a plural's is a number
 * @example t('shell.nodeLabel.named', { id, name })
 */
export const t = (key: MessageKey, values: Record<string, MessageValue> = {}): string =>
  String(formatted(key, values));

/**
 * A message with links or emphasis in it.
 * @example rich('stake.lead', { link: (part) => <Link href="/portfolio">{part}</Link> })
 */
export const rich = (key: MessageKey, values: Record<string, MessageValue | Around>): ReactNode =>
  together(formatted(key, values));
