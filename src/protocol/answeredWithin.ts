/**
 * Waits for an answer that nobody can call off, and `ms` at most.
 * @returns undefined where it is late; it may still come
 * @throws what the answer fails with in time
 * @example const head = await answeredWithin(2_000, chain.head());
 */
export async function answeredWithin<T>(ms: number, answer: Promise<T>): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}
