import type { Mutant } from '#tools/mutation/mutant.ts';

const scheduler = 'src/coordinator/scheduler';
const relay = 'src/coordinator/relay';
const settlement = 'src/coordinator/settlement';
const api = 'src/coordinator/api';

/** Of the coordinator: deadlines, admission, the store, money and the HTTP API. */
export const coordinatorMutants: readonly Mutant[] = [
  {
    name: 'new life after a restart',
    file: `${scheduler}/scheduler.ts`,
    from: 'now + this.#timeLeft(record.createdAt)',
    to: 'now + TASK_LIFETIME_S * 1_000',
    breaks: 'A task’s time begins again whenever the coordinator restarts.',
  },
  {
    name: 'patience adds up',
    file: `${scheduler}/scheduler.ts`,
    from: '    } else {\n      task.hopelessSince = undefined;\n    }',
    to: '    }',
    breaks: 'A task fails although a miner was there in the meantime.',
  },
  {
    name: 'lost stream keeps the task',
    file: `${scheduler}/scheduler.ts`,
    from: 'Math.min(leaseEnd, takeBy)',
    to: 'Math.max(leaseEnd, takeBy)',
    breaks: 'A task waits for a miner that does not come back.',
  },
  {
    name: 'ninth attempt',
    file: `${scheduler}/transitions.ts`,
    from: 'task.tries >= MAX_ATTEMPTS',
    to: 'task.tries > MAX_ATTEMPTS',
    breaks: 'A task is tried once more than the protocol allows.',
  },
  {
    name: 'steps as slow as it likes',
    file: `${scheduler}/workLease.ts`,
    from: 'Math.min(\n        this.#nextStepBy(this.#request.steps, now),\n        this.#lineAt(this.#request.steps),\n      )',
    to: 'this.#nextStepBy(this.#request.steps, now)',
    breaks: 'A miner holds a picture with steps too slow to end in time.',
  },
  {
    name: 'coordinator admitted as miner',
    file: `${relay}/admission.ts`,
    from: "node?.role === 'miner' ? node : undefined",
    to: 'node',
    breaks: 'An operator that staked as coordinator works as miner.',
  },
  {
    name: 'log-probabilities for some tokens',
    file: 'src/inference/text/answer/answerFault.ts',
    from: 'logprobs.length === tokens.length && ',
    to: '',
    breaks: 'A miner leaves log-probabilities out and is paid.',
  },
  {
    name: 'voucher below what was redeemed',
    file: `${settlement}/ledger.ts`,
    from: 'this.#accounts.open(miner, await this.#redeemedOf(miner))',
    to: 'this.#accounts.open(miner, 0n)',
    breaks: 'With a new database a miner works for vouchers that pay nothing.',
  },
  {
    name: 'characters for bytes',
    file: `${settlement}/budget.ts`,
    from: 'Buffer.byteLength(content)',
    to: 'content.length',
    breaks: 'A prompt in another script costs more than was set aside.',
  },
  {
    name: 'promises of a reading forgotten',
    file: `${settlement}/solvency.ts`,
    from: '[miner, wei - (before.get(miner) ?? 0n)] as const',
    to: '[miner, 0n] as const',
    breaks: 'What was promised while the chain was read counts as never promised.',
  },
  {
    name: 'attempt closed twice',
    file: 'src/coordinator/store/taskStore.ts',
    from: "eq(attempts.number, number), eq(attempts.outcome, 'open')",
    to: 'eq(attempts.number, number)',
    breaks: 'An attempt that has ended ends again, with another outcome.',
  },
  {
    name: 'another’s key opens a result',
    file: `${api}/tasks/taskAccess.ts`,
    from: 'given.length === expected.length && timingSafeEqual(given, expected)',
    to: 'given.length === expected.length',
    breaks: 'Anybody reads anybody’s prompt results.',
  },
  {
    name: 'client writes its own address',
    file: `${api}/http/clientAddress.ts`,
    from: '.at(-proxies)',
    to: '.at(0)',
    breaks: 'A client evades its quota with a header.',
  },
  {
    name: 'second proxy taken for its clients',
    file: `${api}/http/clientAddress.ts`,
    from: '.at(-proxies)',
    to: '.at(-1)',
    breaks: 'Behind two proxies all clients share one quota.',
  },
  {
    name: 'refund below zero',
    file: `${api}/http/quota.ts`,
    from: 'window.used = Math.max(0, window.used - 1);',
    to: 'window.used -= 1;',
    breaks: 'Refunds of an older window save up requests for this one.',
  },
  {
    name: 'first client served for ever',
    file: 'src/coordinator/tokenizer/fairQueue.ts',
    from: '    this.#byClient.delete(entry.client);\n    if (rest.length > 0) this.#byClient.set(entry.client, rest);\n    return entry;',
    to: '    if (rest.length > 0) this.#byClient.set(entry.client, rest);\n    else this.#byClient.delete(entry.client);\n    return entry;',
    breaks: 'A client that asks without end keeps all others waiting.',
  },
  {
    name: 'any number of heartbeats',
    file: `${relay}/sessions.ts`,
    from: '!bucket.take(uptimeMs())',
    to: 'false',
    breaks: 'A miner makes the coordinator read and answer as much as it likes.',
  },
  {
    name: 'heartbeat without news',
    file: `${relay}/sessions.ts`,
    from: 'session.models = this.#common(heartbeat.models);',
    to: '',
    breaks: 'A tab that rests is still given tasks.',
  },
  {
    name: 'own salt a moment too early',
    file: `${api}/tasks/ownSalts.ts`,
    from: 'leftMs <= 0',
    to: 'leftMs <= 1',
    breaks: 'A task is drawn twice while the first draw is still evidence.',
  },
  {
    name: 'any secret proves a salt',
    file: `${api}/tasks/taskDesk.ts`,
    from: 'chosenBy(secret).salt === salt',
    to: 'chosenBy(secret).salt !== undefined',
    breaks: 'A miner repeats its task’s request and gets the key of whoever asked for it.',
  },
  {
    name: 'last part of an answer is not watched',
    file: `${api}/http/pacedBody.ts`,
    from: 'pace.note(PART_BYTES);',
    to: 'pace.note(PART_BYTES);\n        if (at >= bytes.byteLength) end();',
    breaks:
      'A client that stops before the last part keeps a result or a bundle of 34 MB in memory for ever.',
  },
  {
    name: 'refused requests fill the list',
    file: `${api}/http/quota.ts`,
    from: 'if (window.used === 0) this.#windows.delete(client);',
    to: '',
    breaks: 'Addresses that spent nothing push newcomers into one shared quota.',
  },
  {
    name: 'known client among the others',
    file: `${api}/http/quota.ts`,
    from: 'this.#windows.has(client) || this.#windows.size < MAX_CLIENTS',
    to: 'this.#windows.size < MAX_CLIENTS',
    breaks: 'A client gets another quota once many others have come.',
  },
];
