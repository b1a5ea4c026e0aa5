import type { z } from 'zod';

/** A value in this browser's storage. What was edited, cut off or written by an older page counts as none. */
export interface KeptValue<T> {
  read(): T | undefined;
  /** @returns false where the storage is full or forbidden: it has what it had, and the page goes on */
  write(value: T): boolean;
  forget(): void;
}

/** @param open opens the storage: a browser that forbids it throws already then */
export function keptValue<S extends z.ZodType>(
  open: () => Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>,
  key: string,
  schema: S,
): KeptValue<z.output<S>> {
  return {
    read() {
      try {
        return schema.safeParse(JSON.parse(open().getItem(key) ?? 'null')).data;
      } catch (error) {
        console.debug('reading', key, error);
        return undefined;
      }
    },
    write(value) {
      try {
        open().setItem(key, JSON.stringify(value));
        return true;
      } catch (error) {
        console.debug('keeping', key, error);
        return false;
      }
    },
    forget() {
      try {
        open().removeItem(key);
      } catch (error) {
        console.debug('forgetting', key, error);
      }
    },
  };
}
