/** Stands for the name of what nobody is shown. */
export const SILENT = 'silent';

/** Attributes and properties whose text people see or hear. */
const TEXT_NAMES = new Set([
  ...['children', 'aria-label', 'aria-valuetext', 'title', 'placeholder', 'alt', 'label', 'hint', 'source'],
  ...['done', 'warning', 'words', 'note', 'sentence', 'heading', 'lead', 'button', 'save'],
  ...['failure', 'notice', 'detail', 'story', 'until'],
]);
/** Attributes whose text is for the browser. */
const CODE_NAMES = new Set([
  ...['className', 'd', 'style', 'rel', 'viewBox', 'accept', 'points', 'transform', 'autoComplete', 'type'],
  ...['fontStack', 'queryKey', 'id', 'role', 'href', 'src', 'key', SILENT],
]);

/** The same in every language: the names of the token, of the site and of units. */
const NAMES = /^(?:CAI|ETH|Cuckoo|GPU|[0-9\s.,:;·%…×/()[\]{}–-]|0x)*$/;
/** Two words, or a word beside what is put in. */
const PHRASE = /\p{L}{2,}[,;:]? (?:\p{L}+|\{\})|\{\}[,;:]? \p{L}{2,}/u;
/** A word that begins like a sentence or a label. */
const LABEL = /^\p{Lu}\p{Ll}+[.…]?$/u;

/**
 * Whether a string of a page's source is language, as far as that shows: two words beside each other, or one
 * word where people see it.
 * @param name of the attribute or property that has it
 */
export function isText(text: string, name: string | undefined): boolean {
  if (NAMES.test(text) || (name !== undefined && CODE_NAMES.has(name))) return false;
  // A message's key, a path or a list of CSS selectors.
  if (/^[\w-]+(?:\.[\w-]+)+$/.test(text) || /^[\w-]*\/|\.(?:ts|css)$/.test(text)) return false;
  if (PHRASE.test(text) || LABEL.test(text)) return true;
  return name !== undefined && TEXT_NAMES.has(name) && /^\p{L}{2,}[.…:]?$/u.test(text);
}
