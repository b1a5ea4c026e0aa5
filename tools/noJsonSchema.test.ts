import { build, type Rollup } from 'vite';
import { expect, it } from 'vitest';
import { noJsonSchema } from '#tools/noJsonSchema.ts';

/** A module of zod's schemas, built for a page. */
async function built(code: string, plugins: ReturnType<typeof noJsonSchema>[]): Promise<string> {
  const source = {
    ...{ name: 'source', resolveId: (id: string) => (id.endsWith('/source') ? '\0source' : null) },
    load: (id: string) => (id === '\0source' ? code : null),
  };
  const output = (await build({
    ...{ configFile: false, logLevel: 'silent', plugins: [source, ...plugins] },
    build: { write: false, minify: false, lib: { entry: 'source', formats: ['es'] } },
  })) as Rollup.RollupOutput[];
  return output[0]!.output[0].code;
}

const SCHEMA = `
  import { z } from 'zod';
  export default z.object({ name: z.string().min(1), age: z.number().optional() });`;

it('leaves out a seventh of zod, and schemas parse as before', async () => {
  const [whole, less] = await Promise.all([built(SCHEMA, []), built(SCHEMA, [noJsonSchema()])]);
  expect(less.length).toBeLessThan((whole.length * 6) / 7);
  const { default: schema } = await import(`data:text/javascript,${encodeURIComponent(less)}`);
  expect(schema.parse({ name: 'Nest', age: 3 })).toEqual({ name: 'Nest', age: 3 });
  expect(schema.safeParse({ name: '' }).error.issues[0]).toMatchObject({ code: 'too_small', path: ['name'] });
  expect(schema.shape.name.minLength).toBe(1);
  expect(schema['~standard'].vendor).toBe('zod');
  expect(() => schema.toJSONSchema()).toThrow('no JSON Schema');
});
