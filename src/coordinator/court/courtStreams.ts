import type { Logger } from 'pino';
import type { Address, Hex } from 'viem';
import { BUNDLE_PACE } from '#coordinator/court/bundles/bundlePace.ts';
import { BundlePlaces } from '#coordinator/court/bundles/bundlePlaces.ts';
import type { SeatedJurors } from '#coordinator/court/bundles/seatedJurors.ts';
import type { DrawReporter } from '#coordinator/court/draws/drawReporter.ts';
import type { EvidenceStore } from '#coordinator/court/evidence/evidenceStore.ts';
import type { VoteDesk } from '#coordinator/court/voteDesk.ts';
import type { FrameStream } from '#network/frameStream.ts';
import { KeyedBuckets } from '#network/limits/keyedBuckets.ts';
import { LeastPace, type PaceRule } from '#network/limits/leastPace.ts';
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
/** Votes and reports that are checked at once: each costs some reads of the chain. */
const CHECKS_AT_ONCE = 16;

export interface CourtStreamsDeps {
  /** Whether a peer is a miner that works for us, or has a juror's place. */
  isAdmitted(peer: string): boolean;
  /** The key of such a peer, once it has shown one. */
  operatorOf(peer: string): Address | undefined;
  jurors: Pick<SeatedJurors, 'has'>;
  evidence: Pick<EvidenceStore, 'get' | 'about' | 'resultOf'>;
  desk: Pick<VoteDesk, 'commit' | 'reveal'>;
  reports: Pick<DrawReporter, 'take'>;
  log: Logger;
  /** ms on a clock that never jumps. */
  uptimeMs(): number;
  /** By default `BUNDLE_PACE`. */
  pace?: PaceRule;
}

/** The coordinator's side of the court protocol: one question and one answer a stream. */
export class CourtStreams {
  readonly #deps: CourtStreamsDeps;
  readonly #questions = new KeyedBuckets<string>(QUESTIONS);
  readonly #places: BundlePlaces;
  #checks = 0;

  constructor(deps: CourtStreamsDeps) {
    this.#deps = deps;
    this.#places = new BundlePlaces(deps.uptimeMs);
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
    if (question.type === 'evidence') {
      const about = await evidence.resultOf(question.hash);
      await this.#sendEvidence(stream, about ?? question.hash, () => evidence.get(question.hash));
    } else if (question.type === 'evidence-about')
      await this.#sendEvidence(stream, question.evidence, () => evidence.about(question.evidence));
    else await finish(stream, await this.#check(question, this.#minerOf(stream.peer)));
  }

  /** The last connection to a peer is gone. */
  peerGone(peer: string): void {
    this.#questions.forget(peer);
  }

  /** @param about `evidenceIdOf` the bundle's result, or its hash where that is not known */
  async #sendEvidence(
    stream: FrameStream,
    about: Hex,
    find: () => ReturnType<EvidenceStore['get']>,
  ): Promise<void> {
    const operator = this.#deps.operatorOf(stream.peer);
    const cut = (why: string) => stream.abort(new RefusalError('BUSY', why));
    const place = this.#places.take({
      ...{ miner: this.#minerOf(stream.peer), about },
      isJuror: operator !== undefined && (await this.#isJuror(operator, about)),
      cut: () => cut('another juror’s turn'),
    });
    if (place === undefined) return finish(stream, refused('BUSY'));
    let isMisused = false;
    const pace = new LeastPace(this.#deps.pace ?? BUNDLE_PACE, () => {
      isMisused = true;
      cut('the juror is too slow');
    });
    try {
      const bytes = await find();
      const answer: CourtFrame =
        bytes === undefined ? refused('UNKNOWN_EVIDENCE') : { type: 'evidence', bytes };
      await stream.send(answer, { onBytes: (count) => pace.note(count) });
      await stream.close();
    } finally {
      pace.stop();
      place.leave(isMisused);
    }
  }

  /** Where the chain cannot be asked, a juror waits with the others. */
  async #isJuror(operator: Address, about: Hex): Promise<boolean> {
    try {
      return await this.#deps.jurors.has(operator, about);
    } catch (error) {
      this.#deps.log.debug({ err: error }, 'a juror’s seats could not be read');
      return false;
    }
  }

  /** Names a miner, whatever connection it comes by. */
  #minerOf(peer: string): string {
    return this.#deps.operatorOf(peer) ?? peer;
  }

  async #check(
    question: Extract<JurorFrame, { type: 'commit' | 'reveal' | 'report' }>,
    miner: string,
  ): Promise<CourtFrame> {
    const { desk, reports, log } = this.#deps;
    if (this.#checks >= CHECKS_AT_ONCE) return refused('BUSY');
    this.#checks += 1;
    try {
      if (question.type === 'commit') await desk.commit(question.jury, question.vote);
      else if (question.type === 'reveal') await desk.reveal(question.jury, question.vote);
      else await reports.take(question.report, miner);
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
