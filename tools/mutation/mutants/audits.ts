import type { Mutant } from '#tools/mutation/mutant.ts';

const audit = 'src/coordinator/audit';

/** Audits by the coordinator's own back ends, and what follows from them. */
export const auditMutants: readonly Mutant[] = [
  {
    name: 'doubt forgotten when tabs fail',
    file: `${audit}/auditing.ts`,
    from: "if (code === 'in_doubt' || audited.task.audit?.isDoubted)",
    to: "if (code === 'in_doubt')",
    breaks: 'A result that was found wrong is paid where its comparison fails.',
  },
  {
    name: 'rest begins anew with each restart',
    file: `${audit}/auditing.ts`,
    from: 'doubt(miner, Math.max(0, now - atMs));',
    to: 'doubt(miner, 0);',
    breaks: 'A miner found wrong long ago gets no work for the whole time again.',
  },
  {
    name: 'any number of audits at once',
    file: `${audit}/auditing.ts`,
    from: 'if (this.#underWay.size >= MOST_AT_ONCE) return;',
    to: '',
    breaks: 'Results and traces of all miners are held in memory.',
  },
  {
    name: 'tabs asked once more',
    file: `${audit}/auditing.ts`,
    from: "code === 'contents_deleted' || audited.task.audit?.replacement != null",
    to: "code === 'contents_deleted'",
    breaks: 'An audit whose comparison always fails never ends.',
  },
  {
    name: 'vain report counts as a case',
    file: `${audit}/disputeDesk.ts`,
    from: 'if (standing === undefined && caseId === NO_CASE) return;',
    to: '',
    breaks: 'A miner that a case of somebody else acquits is never paid.',
  },
  {
    name: 'replica with a random salt forgotten',
    file: `${audit}/tabs/replicas.ts`,
    from: 'const known = await store.replicaOf(task.id);',
    to: 'const known = undefined as Hex | undefined;',
    breaks: 'After a crash a squatted task is done again twice.',
  },
  {
    name: 'replica waits for back ends that are gone',
    file: `${audit}/tabs/tabReview.ts`,
    from: 'isFoundWrong(origin) && canCompute ?',
    to: 'isFoundWrong(origin) ?',
    breaks: 'A coordinator that has lost its back ends never judges what another tab made again.',
  },
  {
    name: 'owner of a retired node unknown',
    file: `${audit}/tabs/ownersOf.ts`,
    from: '[...(drawn?.miners ?? []), ...roster.current().miners]',
    to: '[...roster.current().miners]',
    breaks: 'Who retires the node of a fake does its replica with another one.',
  },
  {
    name: 'parts of any size',
    file: `${audit}/examination.ts`,
    from: 'if (trace.parts.some(([, part]) => part.byteLength !== partBytes))',
    to: 'if (false)',
    breaks: 'A miner that signed latents of another size keeps the auditor from computing.',
  },
  {
    name: 'drawn while another one is audited',
    file: `${audit}/draw/auditDraws.ts`,
    from: "record.state === 'waiting' && !audited.has(record.miner)",
    to: "record.state === 'waiting'",
    breaks: 'A miner is paid for its other fakes while the first is audited.',
  },
  {
    name: 'vain report is tried for ever',
    file: `${audit}/disputeCourt.ts`,
    from: 'if (error instanceof CourtError && IN_VAIN.includes(error.code)) return undefined;',
    to: '',
    breaks: 'A report that comes too late costs gas or a log line at each look.',
  },
  {
    name: 'a late trace answers a later question',
    file: 'src/coordinator/audit/heldStreams.ts',
    from: 'this.#asked.get(stream)?.shift()',
    to: 'this.#asked.get(stream)?.pop()',
    breaks: 'An honest miner that is slow once hands over what is asked now, and is not paid.',
  },
];
