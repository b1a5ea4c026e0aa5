import type { Mutant } from '#tools/mutation/mutant.ts';

const scheduler = 'src/coordinator/scheduler';

/** Of the coordinator: who works on which task, for how long, and how often. */
export const schedulerMutants: readonly Mutant[] = [
  {
    name: 'same miner again',
    file: `${scheduler}/assigner.ts`,
    from: ' &&\n        !task.hasFailed(operator)',
    to: '',
    breaks: 'A task goes to a miner that failed it before.',
  },
  {
    name: 'lease renewed by taking again',
    file: `${scheduler}/attempts.ts`,
    from: 'attempt.work ??= {',
    to: 'attempt.work = {',
    breaks: 'A miner that takes its task again gets a new lease and a new budget of frames.',
  },
  {
    name: 'lease prolonged by repeated progress',
    file: `${scheduler}/attempts.ts`,
    from: 'if (added === undefined) return;\n    work.lease.worked(added, now);',
    to: 'work.lease.worked(added ?? 0, now);',
    breaks: 'A miner holds a task by repeating its last progress.',
  },
  {
    name: 'result without signature',
    file: `${scheduler}/attempts.ts`,
    from: "          throw new RefusalError('BAD_SIGNATURE');\n",
    to: '',
    breaks: 'A coordinator pays for a result that it cannot prove to have got.',
  },
  {
    name: 'payment told to another miner',
    file: `${scheduler}/attempts.ts`,
    from: 'if (task === undefined || attempt?.miner !== miner)',
    to: 'if (task === undefined || attempt === undefined)',
    breaks: 'Any miner that knows an assignment gets its receipt and voucher.',
  },
  {
    name: 'paid for another’s delivery',
    file: `${scheduler}/attempts.ts`,
    from: "if (attempt.outcome === 'delivered' && task.payment !== null)",
    to: 'if (task.payment !== null)',
    breaks: 'A miner whose attempt lapsed is sent the payment of the one that delivered.',
  },
  {
    name: 'voucher over one amount',
    file: `${scheduler}/attempts.ts`,
    from: 'ledger.voucher(payment.miner, cumulative)',
    to: 'ledger.voucher(payment.miner, cumulative && payment.amount)',
    breaks: 'A voucher names the last amount instead of the sum of all.',
  },
  {
    name: 'old stream’s end detaches the new one',
    file: `${scheduler}/attempts.ts`,
    from: 'if (attempt === undefined || attempt.channel !== channel) return;',
    to: 'if (attempt === undefined) return;',
    breaks: 'A task is taken from a miner that came back on another stream.',
  },
  {
    name: 'assignment of another miner taken',
    file: `${scheduler}/attempts.ts`,
    from: 'task.open?.record.digest === digest && task.open.record.miner === miner ? task.open : undefined;',
    to: 'task.open?.record.digest === digest ? task.open : undefined;',
    breaks: 'A miner that heard an assignment by gossip takes, refuses or delivers another’s task.',
  },
  {
    name: 'own task counted when busy',
    file: `${scheduler}/attempts.ts`,
    from: '.filter(({ open }) => open?.record.digest !== digest)',
    to: '',
    breaks: 'A miner that refused its second task is given a second one again.',
  },
  {
    name: 'away once more',
    file: `${scheduler}/liveTask.ts`,
    from: '.length >= MOST_AWAY',
    to: '.length > MOST_AWAY',
    breaks: 'A miner that left a task twice gets it once more.',
  },
  {
    name: 'counted tokens counted again',
    file: `${scheduler}/liveTask.ts`,
    from: 'progress.done - this.#counted',
    to: 'progress.done',
    breaks: 'A miner prolongs its lease with a count that does not grow.',
  },
  {
    name: 'replaced session ends the new one',
    file: `${scheduler}/minerPool.ts`,
    from: 'this.#byOperator.get(session.operator) !== session',
    to: 'this.#byOperator.get(session.operator)?.operator !== session.operator',
    breaks: 'The end of a session that was replaced takes the new one out of the pool.',
  },
  {
    name: 'lapses of one rest add up',
    file: `${scheduler}/minerRecord.ts`,
    from: 'if (now < entry.lapseRestUntil) return;',
    to: '',
    breaks: 'A miner that loses several tasks with its network rests for an hour.',
  },
  {
    name: 'known miners forgotten first',
    file: `${scheduler}/minerRecord.ts`,
    from: '    this.#entries.delete(operator);\n    this.#entries.set',
    to: '    this.#entries.set',
    breaks: 'A miner’s lapses are forgotten although it was heard last.',
  },
];
