import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keptValue } from '#web/storage/keptValue.ts';
import { memoryStorage } from '#web/storage/memoryStorage.ts';

const KEY = 'cuckoo.test';
const schema = z.object({ name: z.string(), count: z.number() });

describe('keptValue', () => {
  it('reads what was written, until it is forgotten', () => {
    const storage = memoryStorage();
    const value = keptValue(() => storage, KEY, schema);
    expect(value.write({ name: 'egg', count: 2 })).toBe(true);
    expect(keptValue(() => storage, KEY, schema).read()).toEqual({ name: 'egg', count: 2 });
    value.forget();
    expect(value.read()).toBeUndefined();
  });

  it.each([
    ['nothing', undefined],
    ['null', 'null'],
    ['a wrong type', '7'],
    ['a wrong type in a field', '{"name":"egg","count":"2"}'],
    ['a missing field', '{"name":"egg"}'],
    ['half-written JSON', '{"name":"eg'],
    ['an empty text', ''],
  ])('takes %s for no value', (_, text) => {
    const storage = memoryStorage(text === undefined ? {} : { [KEY]: text });
    expect(keptValue(() => storage, KEY, schema).read()).toBeUndefined();
  });

  it('goes on without a storage that is forbidden or full', () => {
    const forbidden = keptValue(
      () => {
        throw new DOMException('no', 'SecurityError');
      },
      KEY,
      schema,
    );
    const full = {
      ...memoryStorage(),
      setItem() {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    for (const value of [forbidden, keptValue(() => full, KEY, schema)]) {
      expect(value.write({ name: 'egg', count: 2 })).toBe(false);
      expect(value.read()).toBeUndefined();
      value.forget();
    }
  });
});
