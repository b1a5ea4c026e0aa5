import type {
  AuditBackEnd,
  AuditCall,
  AuditedModel,
  AuditReply,
  AuditThreadData,
  ComparedResults,
} from '#coordinator/audit/backEnds/auditMessages.ts';
import { type Auditor, AuditorError, type ResultComparer } from '#coordinator/audit/backEnds/auditor.ts';
import { type TurnFailure, TurnThread } from '#coordinator/tokenizer/turnThread.ts';
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
  readonly #thread: TurnThread;

  constructor(deps: { models: readonly AuditedModel[]; backEnd: AuditBackEnd; auditMs?: number }) {
    const { models, backEnd, auditMs = AUDIT_MS } = deps;
    this.name = backEnd;
    this.#thread = new TurnThread({
      entry: ENTRY,
      workerData: { models, backEnd } satisfies AuditThreadData,
      callMs: auditMs,
      failureOf,
    });
  }

  audit(work: AuditedWork): Promise<AuditMeasure> {
    return this.#ask({ audit: work });
  }

  compare(results: ComparedResults): Promise<AuditMeasure> {
    return this.#ask({ compare: results });
  }

  close(): Promise<void> {
    return this.#thread.close();
  }

  async #ask(call: AuditCall): Promise<AuditMeasure> {
    const reply = (await this.#thread.ask(call)) as AuditReply;
    if ('measure' in reply) return reply.measure;
    throw new AuditorError('audit_failed', `The audit failed: ${reply.error}`);
  }
}

function failureOf(failure: TurnFailure): AuditorError {
  if (failure.kind === 'closed') return new AuditorError('auditor_stopped', 'The auditor was stopped.');
  if (failure.kind === 'late') return new AuditorError('audit_too_slow', 'The audit took too long.');
  return new AuditorError('audit_failed', 'The auditing thread ended.', { cause: failure.error });
}
