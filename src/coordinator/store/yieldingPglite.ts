import type { PGlite, Transaction } from '@electric-sql/pglite';
import { type LoopSlice, processSlice } from '#coordinator/eventLoop/loopSlice.ts';

type Call = (...args: never[]) => Promise<unknown>;

/**
 * Lets the event loop turn between queries. PGlite computes in this thread and goes from one query to the
 * next in microtasks, so a burst of tasks would keep every socket waiting until its end.
 * @param slice for how long queries may follow each other without a turn
 */
export function yieldBetweenQueries(client: PGlite, slice: LoopSlice = processSlice): PGlite {
  const pause = () => slice.pause();
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other, with a pause in between. */
  const inTurn = <C extends Call>(call: C): C =>
    ((...args) => {
      const answer = last.then(() => call(...args));
      last = answer.catch(() => undefined).then(pause);
      return answer;
    }) as C;
  const pausing = (inside: Transaction): Transaction => {
    const query = inside.query.bind(inside) as Call;
    inside.query = (async (...args) => {
      const answer = await query(...args);
      await pause();
      return answer;
    }) as Call as Transaction['query'];
    return inside;
  };
  const transaction: PGlite['transaction'] = client.transaction.bind(client);
  client.query = inTurn(client.query.bind(client));
  client.transaction = inTurn((work) => transaction((inside) => work(pausing(inside))));
  return client;
}
