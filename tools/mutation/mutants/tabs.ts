import type { Mutant } from '#tools/mutation/mutant.ts';

const tabs = 'src/coordinator/audit/tabs';
const auditing = 'src/coordinator/audit/auditing.ts';

/** Audits by other tabs. */
export const tabMutants: readonly Mutant[] = [
  {
    name: 'friend does the replica',
    file: `${tabs}/replicas.ts`,
    from: ', ...(await ownersOf(attempt))]',
    to: ']',
    breaks: 'Another node of the same owner may confirm a fake.',
  },
  {
    name: 'second replica for the first miner',
    file: `${tabs}/replicas.ts`,
    from: '[...task.excluded, attempt.miner,',
    to: '[attempt.miner,',
    breaks: 'The miner of a fake may do its second replica.',
  },
  {
    name: 'squatted replica',
    file: `${tabs}/replicas.ts`,
    from: 'return begun(toHex(randomBytes(SALT_BYTES)));',
    to: 'return taskIdOf(encodeTaskRequest({ ...request, salt: replacementSalt(task.id) }));',
    breaks: 'Whoever orders the replica before the audit does it: the first miner, too.',
  },
  {
    name: 'replica cancelled by its client',
    file: 'src/coordinator/api/tasks/taskRoute.ts',
    from: ' || task.replicaOf !== null',
    to: '',
    breaks: 'A miner that orders its own fakes ends their audits.',
  },
  {
    name: 'friend saves a fake',
    file: `${tabs}/tabOpinion.ts`,
    from: "return audit?.state === 'disputed' ? 'wrong' : 'unclear';",
    to: "return 'unclear';",
    breaks: 'Whoever has a friend repeat a fake is never accused.',
  },
  {
    name: 'replica’s audit not waited for',
    file: `${tabs}/tabOpinion.ts`,
    from: "if (audit?.state === 'due' || audit?.state === 'waiting') return 'open';",
    to: '',
    breaks: 'A fake that a friend repeats is settled before the friend is judged.',
  },
  {
    name: 'no tab, no dispute',
    file: `${tabs}/tabOpinion.ts`,
    from: "if (replica.status !== 'done' || !(await agree(deps, task, replica))) return 'wrong';",
    to: "if (replica.status !== 'done') return 'unclear';\n  if (!(await agree(deps, task, replica))) return 'wrong';",
    breaks: 'A forger that is alone with a model is never accused.',
  },
  {
    name: 'two alike are enough against us',
    file: `${tabs}/tabOpinion.ts`,
    from: 'if (earlier.length < MOST_RESULTS - 1) return false;',
    to: 'if (earlier.length < 1) return false;',
    breaks: 'One friend is enough to save a fake.',
  },
  {
    name: 'third not compared with the second',
    file: `${tabs}/tabOpinion.ts`,
    from: "return other !== undefined && (await agree(deps, one, other)) ? 'wrong' : 'unclear';",
    to: "return other !== undefined ? 'wrong' : 'unclear';",
    breaks: 'Of three results that all differ, each is accused.',
  },
  {
    name: 'majority not asked for',
    file: `${tabs}/tabOpinion.ts`,
    from: "if (family.length < MOST_RESULTS && last.status === 'done') {",
    to: 'if (false) {',
    breaks: 'Where two tabs differ, no third one decides.',
  },
  {
    name: 'texts in 16 bits compared',
    file: `${tabs}/tabReview.ts`,
    from: "if (task.kind === 'text' && precisionOf(manifest) === 'float16') return false;",
    to: '',
    breaks: 'Honest texts that part ways by rounding are accused.',
  },
  {
    name: 'replica left to a draw',
    file: 'src/coordinator/scheduler/attempts.ts',
    from: 'task.isAuditOrdered || task.replicaOf !== null',
    to: 'task.isAuditOrdered',
    breaks: 'A friend’s replica is mostly not judged.',
  },
  {
    name: 'ordered audit left to a draw',
    file: 'src/coordinator/scheduler/attempts.ts',
    from: 'task.isAuditOrdered || task.replicaOf !== null',
    to: 'task.replicaOf !== null',
    breaks: 'An app pays for an audit that does not come.',
  },
  {
    name: 'hopeless replica waits',
    file: 'src/coordinator/scheduler/scheduler.ts',
    from: '!excluded.has(session.operator) &&',
    to: '',
    breaks: 'A replica that only its first miner’s friends could do holds up the audit for its whole life.',
  },
  {
    name: 'client pays for replicas',
    file: 'src/coordinator/store/taskStore.ts',
    from: 'isNull(tasks.replicaOf)',
    to: 'sql`true`',
    breaks: 'After a restart a client has paid for what was done again.',
  },
  {
    name: 'doubt is the verdict',
    file: auditing,
    from: 'await disputes.prepare(task, trace);\n    } catch',
    to: 'await disputes.prepare(task, trace);\n      await this.#dispute(audited);\n    } catch',
    breaks: 'A result is before a jury without another tab’s opinion.',
  },
  {
    name: 'open audits spin',
    file: auditing,
    from: 'notBefore: this.#deps.uptimeMs() + OPEN_PAUSE_MS',
    to: 'notBefore: 0',
    breaks: 'Results that wait for other tabs keep all others from being audited.',
  },
];
