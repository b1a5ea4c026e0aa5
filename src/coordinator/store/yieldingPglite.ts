import { setImmediate } from 'node:timers/promises';
import type { PGlite, Transaction } from '@electric-sql/pglite';

type Call = (...args: never[]) => Promise<unknown>;

/**
 * Lets the event loop turn after each query. PGlite computes in this thread and goes from one query to the
 * next in microtasks, so a burst of tasks would keep every socket waiting until its end.
 */
export function yieldAfterQueries(client: PGlite): PGlite {
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other, with a turn of the loop in between. */
  const inTurn = <C extends Call>(call: C): C =>
    ((...args) => {
      const answer = last.then(() => call(...args));
      last = answer.catch(() => undefined).then(() => setImmediate());
      return answer;
    }) as C;
  const transaction: PGlite['transaction'] = client.transaction.bind(client);
  client.query = inTurn(client.query.bind(client));
  client.transaction = inTurn((work) => transaction((inside) => work(yielding(inside))));
  return client;
}

function yielding(transaction: Transaction): Transaction {
  const query = transaction.query.bind(transaction) as Call;
  transaction.query = (async (...args) => {
    const answer = await query(...args);
    await setImmediate();
    return answer;
  }) as Call as Transaction['query'];
  return transaction;
}
