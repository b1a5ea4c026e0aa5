/** Numbers as JSON and `String(number)` write them; '', ' 1', '0x1' and 'Infinity' are not numbers. */
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;
const FLAGS: Readonly<Record<string, boolean>> = { true: true, false: false };

export const numberOf = (field: unknown): unknown =>
  typeof field === 'string' && NUMBER.test(field) ? Number(field) : field;

export const flagOf = (field: unknown): unknown =>
  typeof field === 'string' && Object.hasOwn(FLAGS, field) ? FLAGS[field] : field;

/**
 * Turns a form into the JSON body that it stands for. Each field with a reading goes through it, and a list's
 * `name[]` becomes `name`. What cannot be read stays as it is, so that the schema refuses it.
 * @param form text or a file by name, or a list of them if the name repeats or ends in []. The OpenAPI
 *   generator also passes null.
 */
export function readForm(
  form: unknown,
  readings: Readonly<Record<string, (field: unknown) => unknown>>,
  lists: readonly string[],
): unknown {
  if (typeof form !== 'object' || form === null) return form;
  const fields = new Map<string, unknown>(Object.entries(form));
  for (const name of lists) {
    const values = [fields.get(name) ?? [], fields.get(`${name}[]`) ?? []].flat();
    fields.delete(`${name}[]`);
    if (values.length > 0) fields.set(name, values.length === 1 ? values[0] : values);
  }
  for (const [name, read] of Object.entries(readings)) {
    if (fields.has(name)) fields.set(name, read(fields.get(name)));
  }
  return Object.fromEntries(fields);
}
