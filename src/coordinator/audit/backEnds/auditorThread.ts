import type {
  AuditBackEnd,
  AuditCall,
  AuditedModel,
  AuditReply,
  ComparedResults,
} from '#coordinator/audit/backEnds/auditMessages.ts';
import { type Auditor, AuditorError, type ResultComparer } from '#coordinator/audit/backEnds/auditor.ts';
import { type ThreadOutcome, WorkerThread } from '#coordinator/tokenizer/workerThread.ts';
import type { AuditMeasure } from '#inference/audit/auditMeasure.ts';
import type { AuditedWork } from '#inference/loadedModel.ts';

/** JavaScript: a thread cannot read TypeScript before it has run this. */
const ENTRY = new URL('./startAuditor.mjs', import.meta.url);
/** For one audit, with loading the model if it is the first: large models on a CPU take minutes. */
const AUDIT_MS = 300_000;

/**
 * Audits and comparisons in a thread of this process, one at a time. What takes too long is ended with its
 * thread.
 */
export class AuditorThread implements Auditor, ResultComparer {
  readonly name: AuditBackEnd;
  readonly #models: readonly AuditedModel[];
  readonly #auditMs: number;
  #thread: WorkerThread | undefined;
  #turn: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(deps: { models: readonly AuditedModel[]; backEnd: AuditBackEnd; auditMs?: number }) {
    this.name = deps.backEnd;
    this.#models = deps.models;
    this.#auditMs = deps.auditMs ?? AUDIT_MS;
  }

  audit(work: AuditedWork): Promise<AuditMeasure> {
    return this.#inTurn({ audit: work });
  }

  compare(results: ComparedResults): Promise<AuditMeasure> {
    return this.#inTurn({ compare: results });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#thread?.stop();
  }

  #inTurn(call: AuditCall): Promise<AuditMeasure> {
    const turn = this.#turn.then(() => this.#ask(call));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #ask(call: AuditCall): Promise<AuditMeasure> {
    if (this.#closed) throw stopped();
    this.#thread ??= new WorkerThread(ENTRY, { models: this.#models, backEnd: this.name }, () => {
      this.#thread = undefined;
    });
    const thread = this.#thread;
    const outcome = await thread.ask(call, this.#auditMs);
    if (outcome.kind === 'message') return read(outcome.message as AuditReply);
    await thread.stop();
    this.#thread = undefined;
    throw this.#closed ? stopped() : failureOf(outcome);
  }
}

function read(reply: AuditReply): AuditMeasure {
  if ('measure' in reply) return reply.measure;
  throw new AuditorError('audit_failed', `The audit failed: ${reply.error}`);
}

const stopped = () => new AuditorError('auditor_stopped', 'The auditor was stopped.');

const failureOf = (outcome: Exclude<ThreadOutcome, { kind: 'message' }>): AuditorError =>
  outcome.kind === 'late'
    ? new AuditorError('audit_too_slow', 'The audit took too long.')
    : new AuditorError('audit_failed', 'The auditing thread ended.', { cause: outcome.error });
