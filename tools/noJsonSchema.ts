import type { Plugin } from 'vite';

/** zod's writer of JSON Schema, and the file whose schemas each name their part of it. */
const WRITER = /\/zod\/v4\/core\/to-json-schema\.js$/;
const SCHEMAS = /\/zod\/v4\/classic\/schemas\.js$/;

/**
 * Leaves out of the built page what zod writes JSON Schema with: a seventh of its script, and a function for
 * each schema made, which the dApp never calls.
 */
export function noJsonSchema(): Plugin {
  return {
    name: 'no-json-schema',
    apply: 'build',
    enforce: 'pre',
    transform: {
      filter: { id: [WRITER, SCHEMAS] },
      handler: (code, id) => ({
        code: WRITER.test(id) ? withoutBodies(code) : withoutParts(code),
        map: null,
      }),
    },
  };
}

/** The same functions, none of which does anything but throw. */
function withoutBodies(code: string): string {
  const names = [...code.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name]) => name!);
  const refuse = "() => { throw new Error('The dApp writes no JSON Schema.'); }";
  // What makes a writer is called for every schema; the writer itself never is.
  const standIn = (name: string) => (name.startsWith('create') ? `() => ${refuse}` : refuse);
  return names.map((name) => `export const ${name} = ${standIn(name)};`).join('\n');
}

function withoutParts(code: string): string {
  const part = /^ *inst\._zod\.processJSONSchema = .*;$/gm;
  if (!part.test(code))
    throw new Error('zod’s schemas no longer write JSON Schema where noJsonSchema looks.');
  return code.replaceAll(part, '');
}
