/**
 * Writes what the library of tokenizer.json's authors makes of the forms, for the tests to expect:
 *   npx tsx tools/models/compare/writeFormIds.ts
 */
import { writeFileSync } from 'node:fs';
import { ReferenceTokenizer } from '#tools/models/compare/rustTokenizer.ts';
import { FORM_TEXTS, FORMS } from '#tools/models/compare/tokenizerForms.ts';

const lines: string[] = [];
for (const [name, json] of Object.entries(FORMS)) {
  const reference = new ReferenceTokenizer(json);
  const texts: [number[], string][] = [];
  for (const text of FORM_TEXTS) {
    const ids = await reference.encode(text);
    texts.push([ids, await reference.decode(ids)]);
  }
  lines.push(`${JSON.stringify(name)}: ${JSON.stringify(texts)}`);
}
writeFileSync(new URL('formIds.json', import.meta.url), `{\n${lines.join(',\n')}\n}\n`);
