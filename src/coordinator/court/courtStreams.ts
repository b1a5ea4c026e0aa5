import type { Logger } from 'pino';
import type { DrawReporter } from '#coordinator/court/draws/drawReporter.ts';
import type { EvidenceStore } from '#coordinator/court/evidenceStore.ts';
import type { VoteDesk } from '#coordinator/court/voteDesk.ts';
import type { FrameStream } from '#network/frameStream.ts';
import { KeyedBuckets } from '#network/limits/keyedBuckets.ts';
import type { Rate } from '#network/limits/tokenBucket.ts';
import { type CourtFrame, type JurorFrame, jurorFrameSchema } from '#protocol/court/courtFrames.ts';
import { DRAW_REPORT_BYTES } from '#protocol/court/drawReport.ts';
import { RefusalError } from '#protocol/refusal.ts';

/** Time for a question after its miner opened a stream, in ms. */
const QUESTION_TIMEOUT_MS = 10_000;
/** A report is the largest question. */
const QUESTION_BYTES = DRAW_REPORT_BYTES + 1_024;
/** Questions of one miner: it repeats them until it sees its vote on the chain. */
const QUESTIONS: Rate = { perSecond: 0.5, burst: 10 };
/** Bundles that are on their way at once: each takes up to 34 MB of memory. */
const BUNDLES_AT_ONCE = 4;
/** Time for a bundle to reach its juror, in ms: a slow juror must not keep its place for others. */
const BUNDLE_TIMEOUT_MS = 120_000;
/** Votes and reports that are checked at once: each costs some reads of the chain. */
const CHECKS_AT_ONCE = 16;

export interface CourtStreamsDeps {
  /** Whether a peer is a miner that works for us, or has a juror's place. */
  isAdmitted(peer: string): boolean;
  evidence: Pick<EvidenceStore, 'get' | 'about'>;
  desk: Pick<VoteDesk, 'commit' | 'reveal'>;
  reports: Pick<DrawReporter, 'take'>;
  log: Logger;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
}

/** The coordinator's side of the court protocol: one question and one answer a stream. */
export class CourtStreams {
  readonly #deps: CourtStreamsDeps;
  readonly #questions = new KeyedBuckets<string>(QUESTIONS);
  /** Peers that are being sent a bundle. */
  readonly #receivers = new Set<string>();
  #checks = 0;

  constructor(deps: CourtStreamsDeps) {
    this.#deps = deps;
  }

  /**
   * One stream of a miner.
   * @throws RefusalError NOT_REGISTERED for a stranger: the stream is then broken off
   */
  async handle(stream: FrameStream): Promise<void> {
    // An answer would leave the stream open for what a stranger sends.
    if (!this.#deps.isAdmitted(stream.peer)) throw new RefusalError('NOT_REGISTERED');
    const question = await stream.receive(jurorFrameSchema, {
      signal: AbortSignal.timeout(QUESTION_TIMEOUT_MS),
      maxBytes: QUESTION_BYTES,
    });
    if (question === undefined) return;
    if (!this.#questions.take(stream.peer, this.#deps.uptimeMs())) return finish(stream, refused('BUSY'));
    const { evidence } = this.#deps;
    if (question.type === 'evidence') await this.#sendEvidence(stream, () => evidence.get(question.hash));
    else if (question.type === 'evidence-about')
      await this.#sendEvidence(stream, () => evidence.about(question.evidence));
    else await finish(stream, await this.#check(question));
  }

  /** The last connection to a peer is gone. */
  peerGone(peer: string): void {
    this.#questions.forget(peer);
  }

  async #sendEvidence(stream: FrameStream, find: () => ReturnType<EvidenceStore['get']>): Promise<void> {
    const { peer } = stream;
    if (this.#receivers.has(peer) || this.#receivers.size >= BUNDLES_AT_ONCE)
      return finish(stream, refused('BUSY'));
    this.#receivers.add(peer);
    const tooSlow = setTimeout(
      () => stream.abort(new RefusalError('BUSY', 'the juror is too slow')),
      BUNDLE_TIMEOUT_MS,
    );
    try {
      const bytes = await find();
      await finish(stream, bytes === undefined ? refused('UNKNOWN_EVIDENCE') : { type: 'evidence', bytes });
    } finally {
      clearTimeout(tooSlow);
      this.#receivers.delete(peer);
    }
  }

  async #check(question: Extract<JurorFrame, { type: 'commit' | 'reveal' | 'report' }>): Promise<CourtFrame> {
    const { desk, reports, log } = this.#deps;
    if (this.#checks >= CHECKS_AT_ONCE) return refused('BUSY');
    this.#checks += 1;
    try {
      if (question.type === 'commit') await desk.commit(question.jury, question.vote);
      else if (question.type === 'reveal') await desk.reveal(question.jury, question.vote);
      else await reports.take(question.report);
      return { type: 'accepted' };
    } catch (error) {
      if (error instanceof RefusalError) return refused(error.code);
      log.warn({ err: error }, 'a vote or a report could not be checked');
      return refused('INTERNAL');
    } finally {
      this.#checks -= 1;
    }
  }
}

const refused = (code: RefusalError['code']): CourtFrame => ({ type: 'refused', code });

async function finish(stream: FrameStream, frame: CourtFrame): Promise<void> {
  await stream.send(frame);
  await stream.close();
}
