import { useState } from 'react';
import type { MessageKey } from '#web/language/messageKey.ts';
import { minerSentence } from '#web/mine/problem/minerSentence.ts';

/**
 * Something that a form does with the key: whether it is at it, and what went wrong, as a sentence.
 * @param fallback what is said of an error without a message
 */
export function useAttempt(fallback: MessageKey) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);

  async function run(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(minerSentence(error, fallback));
    } finally {
      setBusy(false);
    }
  }
  return { busy, failure, run };
}
