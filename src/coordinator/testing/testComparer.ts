import type { ResultComparer } from '#coordinator/audit/backEnds/auditor.ts';
import { encodeWire } from '#protocol/messages/wire.ts';

/** Compares results that are the same to the byte where they are right. */
export const testComparer: ResultComparer & { close(): Promise<void> } = {
  compare: async ({ one, other }) => {
    const isSame = Buffer.from(encodeWire(one)).equals(encodeWire(other));
    return { measures: { whole: { value: isSame ? 1 : 1.01, bound: 1 } } };
  },
  close: async () => undefined,
};
