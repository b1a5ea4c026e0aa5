/**
 * Writes the words that the model knows:  npx tsx vocabulary.ts DATA FOLDER
 *
 * FOLDER/vocabulary.json: word or phrase -> id; synonyms share an id. FOLDER/suggestions.json: what a prompt
 * box offers. Names come from the icon sets, synonyms from `words.json` and from those of emojilib's keywords
 * that belong to a single thing.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

interface Words {
  readonly ignored: readonly string[];
  readonly styles: Readonly<Record<string, readonly string[]>>;
  readonly backgrounds: Readonly<Record<string, { readonly synonyms: readonly string[] }>>;
  readonly sizes: Readonly<Record<string, readonly string[]>>;
  readonly things: Readonly<Record<string, readonly string[]>>;
}

const FIRST_ID = 2;
/** Shorter keywords are abbreviations with too many meanings. */
const SHORTEST_KEYWORD = 3;
/** Unicode's groups of things that people ask for, in the order of the suggestions. */
const SUGGESTED_GROUPS = [
  'Animals & Nature',
  'Food & Drink',
  'Activities',
  'Travel & Places',
  'Objects',
  'Smileys & Emotion',
  'People & Body',
];

const require = createRequire(import.meta.url);
const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));
const words = read(new URL('words.json', import.meta.url).pathname) as Words;
const emoji = read(require.resolve('unicode-emoji-json/data-by-emoji.json')) as Record<
  string,
  { name: string; group: string }
>;
const keywords = read(require.resolve('emojilib/dist/emoji-en-US.json')) as Record<string, string[]>;

const spoken = (name: string): string => name.replaceAll(/[-_]/g, ' ');

/** Keywords and Unicode group of each concept that has them. */
function describe(concepts: readonly string[]): Map<string, { keywords: string[]; group: string }> {
  const known = new Set(concepts);
  const found = new Map<string, { keywords: string[]; group: string }>();
  for (const [character, { name, group }] of Object.entries(emoji)) {
    const concept = name
      .toLowerCase()
      .replaceAll(/[’'.]/g, '')
      .replaceAll(/[^a-z0-9]+/g, '-');
    if (known.has(concept)) {
      found.set(concept, {
        group,
        keywords: (keywords[character] ?? []).map((word) => spoken(word.toLowerCase())),
      });
    }
  }
  return found;
}

function vocabularyOf(
  concepts: readonly string[],
  described: ReturnType<typeof describe>,
): Map<string, number> {
  const ids = new Map<string, number>();
  const add = (phrase: string, id: number): void => {
    if (!ids.has(phrase)) ids.set(phrase, id);
  };
  const attributes = [
    ...Object.entries(words.styles),
    ...Object.entries(words.backgrounds).map(([word, { synonyms }]) => [word, synonyms] as const),
    ...Object.entries(words.sizes),
  ];
  attributes.forEach(([word, synonyms], i) =>
    [word, ...synonyms].forEach((phrase) => add(phrase, FIRST_ID + i)),
  );
  const firstThing = FIRST_ID + attributes.length;
  const idOf = new Map(concepts.map((concept, i) => [concept, firstThing + i]));
  for (const [concept, id] of idOf) add(spoken(concept), id);
  for (const [concept, synonyms] of Object.entries(words.things)) {
    const id = idOf.get(concept);
    if (id === undefined) throw new Error(`words.json names ${concept}, which the icon sets do not share`);
    for (const phrase of synonyms) add(phrase, id);
  }
  for (const [phrase, id] of [...ids])
    if (id >= firstThing && /^\w+[^s\W]$/.test(phrase)) add(`${phrase}s`, id);

  // A name's last word ("wedge", "mug") if no other name ends with it; then keywords that only one thing has.
  const claims = new Map<string, Set<number>>();
  const claim = (word: string, id: number): void => {
    claims.set(word, (claims.get(word) ?? new Set()).add(id));
  };
  for (const [concept, id] of idOf) claim(spoken(concept).split(' ').at(-1)!, id);
  for (const [concept, { keywords: list }] of described)
    for (const word of list) claim(word, idOf.get(concept)!);
  for (const [word, [only, ...others]] of claims) {
    const usable =
      word.length >= SHORTEST_KEYWORD && /^[a-z][a-z ]*$/.test(word) && !words.ignored.includes(word);
    if (usable && others.length === 0) add(word, only!);
  }
  return ids;
}

function suggestionsOf(concepts: readonly string[], described: ReturnType<typeof describe>): object {
  const groups = SUGGESTED_GROUPS.map((group) =>
    concepts.filter((concept) => described.get(concept)?.group === group),
  );
  return {
    // "car" rather than "automobile".
    things: groups.flat().map((concept) => words.things[concept]?.[0] ?? spoken(concept)),
    styles: Object.keys(words.styles),
    colours: Object.keys(words.backgrounds),
    sizes: Object.keys(words.sizes),
  };
}

const [data, folder] = process.argv.slice(2);
if (!data || !folder) throw new Error('usage: npx tsx vocabulary.ts DATA FOLDER');
const concepts = read(join(data, 'concepts.json')) as string[];
const described = describe(concepts);
const vocabulary = vocabularyOf(concepts, described);
mkdirSync(folder, { recursive: true });
writeFileSync(join(folder, 'vocabulary.json'), `${JSON.stringify(Object.fromEntries(vocabulary))}\n`);
writeFileSync(join(folder, 'suggestions.json'), `${JSON.stringify(suggestionsOf(concepts, described))}\n`);
console.log(
  `${vocabulary.size} words and phrases for ${concepts.length} things, ${described.size} of them described`,
);
