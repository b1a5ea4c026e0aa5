import compile from 'icu-minify/compile';

/** What a message asks for, and which forms its plurals have. */
export interface Placeholders {
  values: Set<string>;
  /** By value: the plural forms that the message has, such as `one` and `=0`. */
  plurals: Map<string, Set<string>>;
}

/** icu-minify's mark of a plural's own number, and of its kinds of placeholders. */
const POUND = 0;
const PLURALS = [2, 3];

/**
 * Reads an ICU message. Values and parts such as `<link>` are one kind here: the caller gives both.
 * @throws where it is none
 */
export function placeholdersOf(message: string): Placeholders {
  const found: Placeholders = { values: new Set(), plurals: new Map() };
  const visit = (node: unknown): void => {
    if (!Array.isArray(node)) return;
    const [name, kind, ...rest] = node as unknown[];
    if (typeof name !== 'string') return node.forEach(visit);
    found.values.add(name);
    if (typeof kind !== 'number' || kind === POUND) {
      visitAll([kind, ...rest]);
      return;
    }
    const forms = rest[0];
    if (typeof forms !== 'object' || forms === null) return;
    if (PLURALS.includes(kind)) {
      const known = found.plurals.get(name) ?? new Set();
      for (const form of Object.keys(forms)) known.add(form);
      found.plurals.set(name, known);
    }
    for (const form of Object.values(forms)) if (Array.isArray(form)) visitAll(form);
  };
  const visitAll = (nodes: readonly unknown[]): void => nodes.forEach(visit);
  const compiled = compile(message);
  if (typeof compiled !== 'string') visitAll(compiled);
  return found;
}

/** Plural forms that a message lacks, for a language that tells them apart: `count: two, few`. */
export function missingForms(message: string, locale: string): string[] {
  const wanted = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
  return [...placeholdersOf(message).plurals].flatMap(([name, forms]) => {
    // Where nothing hangs on the number there is only one form.
    if ([...forms].every((form) => form === 'other' || /^=/.test(form))) return [];
    const missing = wanted.filter((form) => !forms.has(form));
    return missing.length === 0 ? [] : [`${name}: ${missing.join(', ')}`];
  });
}
