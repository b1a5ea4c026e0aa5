import { PGlite, type Transaction } from '@electric-sql/pglite';
import type { Trap } from '#tools/trust/kills/trap.ts';

type Query = (text: string, params?: unknown[], ...more: unknown[]) => Promise<unknown>;

/** Has every database that is opened from now on pass by the trap, statement by statement. */
export function watchDatabases(trap: Trap): void {
  const create = PGlite.create.bind(PGlite) as (...args: unknown[]) => Promise<PGlite>;
  PGlite.create = (async (...args: unknown[]) =>
    watched(await create(...args), trap)) as typeof PGlite.create;
}

function watched(client: PGlite, trap: Trap): PGlite {
  const stepsOf = (text: string, params: unknown[] = []) => {
    const line = `${text} ${JSON.stringify(params, plain)}`;
    return trap.stepsAt(
      'statement',
      (moment) => moment.kind === 'statement' && new RegExp(moment.pattern, 's').test(line),
    );
  };
  const query = client.query.bind(client) as Query;
  client.query = (async (text, params, ...more) => {
    const steps = stepsOf(text, params);
    trap.pass(steps, 'before');
    const answer = await query(text, params, ...more);
    trap.pass(steps, 'after');
    return answer;
  }) as Query as PGlite['query'];
  const transaction = client.transaction.bind(client);
  client.transaction = async (work) => {
    const steps: string[] = [];
    const done = await transaction(async (inside) => {
      const made = await work(noting(inside, (text, params) => steps.push(...stepsOf(text, params))));
      // All is written and nothing is committed.
      trap.pass(steps, 'before');
      return made;
    });
    trap.pass(steps, 'after');
    return done;
  };
  return client;
}

function noting(inside: Transaction, note: (text: string, params?: unknown[]) => void): Transaction {
  const query = inside.query.bind(inside) as Query;
  inside.query = (async (text, params, ...more) => {
    note(text, params);
    return query(text, params, ...more);
  }) as Query as Transaction['query'];
  return inside;
}

const plain = (_: string, value: unknown) =>
  typeof value === 'bigint' ? String(value) : ArrayBuffer.isView(value) ? 'bytes' : value;
