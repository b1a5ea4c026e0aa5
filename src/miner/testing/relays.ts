import type { Address } from 'viem';
import type { EvidenceDownloads } from '#chain/courts/bundles/evidenceDownloads.ts';
import type { CourtRelays } from '#miner/jury/court/courtRelays.ts';
import type { Courthouse } from '#miner/testing/courthouse.ts';
import type { Bundle } from '#miner/testing/evidence.ts';
import type { FrameStream } from '#network/frameStream.ts';
import { NetworkError } from '#network/networkError.ts';
import type { PeerNode } from '#network/peerNode.ts';
import {
  COURT_FRAME_BYTES,
  COURT_PROTOCOL,
  type CourtFrame,
  type JurorFrame,
  jurorFrameSchema,
} from '#protocol/court/courtFrames.ts';
import { decodeWire, encodeWire } from '#protocol/messages/wire.ts';
import { untilAborted } from '#protocol/untilAborted.ts';

/** What a coordinator does with a question: `silent` for ever, or `cut` in the middle of its answer. */
export type Answer = (question: JurorFrame) => Promise<unknown> | 'silent' | 'cut';

/** Connected coordinators without a network. Frames cross as they would on one. */
export class FakeRelays implements CourtRelays {
  readonly answers = new Map<Address, Answer>();
  /** How long every bundle seems, instead of how long it is. */
  bundleBytes: number | undefined;
  readonly asked: { operator: Address; question: JurorFrame }[] = [];

  readonly stakes = () => new Map([...this.answers.keys()].map((operator) => [operator, 10n]));

  readonly openCourt = async (operator: Address): Promise<FrameStream> => {
    let answer: ReturnType<Answer> | undefined;
    const stream: Partial<FrameStream> = {
      send: async (message) => {
        const question = message as JurorFrame;
        this.asked.push({ operator, question });
        answer = this.answers.get(operator)?.(question);
      },
      receive: async (schema, { signal, onBytes } = {}) => {
        if (answer === undefined) throw new NetworkError('NOT_CONNECTED', 'gone');
        if (answer === 'cut') throw new NetworkError('STREAM_BROKEN', 'cut');
        const said = answer === 'silent' ? new Promise(() => undefined) : answer;
        const content = await untilAborted(said, signal!);
        const frame = encodeWire(content);
        const isBundle = (content as CourtFrame).type === 'evidence';
        const bytes = (isBundle ? this.bundleBytes : undefined) ?? frame.byteLength;
        onBytes?.(bytes, bytes);
        return decodeWire(schema, frame, COURT_FRAME_BYTES);
      },
      close: async () => undefined,
      abort: () => undefined,
    };
    return stream as FrameStream;
  };

  /** What was asked of this type. */
  count(type: JurorFrame['type'], of?: Address): number {
    return this.asked.filter(
      ({ operator, question }) => question.type === type && (of ?? operator) === operator,
    ).length;
  }
}

/** Coordinators that serve nothing by HTTP. */
export const NO_DOWNLOADS: EvidenceDownloads = {
  operators: () => [],
  get: () => Promise.reject(new Error('not found')),
};

/** A coordinator that follows the protocol: it serves these bundles and brings votes to the chain. */
export const honest =
  (house: Courthouse, ...bundles: Bundle[]): Answer =>
  async (question): Promise<CourtFrame> => {
    if (question.type === 'evidence' || question.type === 'evidence-about') {
      const bundle = bundles.find(({ hash, id }) =>
        question.type === 'evidence' ? hash === question.hash : id === question.evidence,
      );
      return bundle === undefined
        ? { type: 'refused', code: 'UNKNOWN_EVIDENCE' }
        : { type: 'evidence', bytes: bundle.bytes };
    }
    if (question.type === 'report') return { type: 'refused', code: 'NO_FAULT' };
    const code =
      question.type === 'commit'
        ? await house.commit(question.jury, question.vote)
        : await house.reveal(question.jury, question.vote);
    return code === undefined ? { type: 'accepted' } : { type: 'refused', code };
  };

/** Has a coordinator's node answer so. */
export const serveCourt = (node: PeerNode, answer: Answer): Promise<void> =>
  node.handle(COURT_PROTOCOL, { frameBytes: COURT_FRAME_BYTES }, async (stream) => {
    const question = await stream.receive(jurorFrameSchema);
    const said = question && answer(question);
    if (said === 'silent') return new Promise(() => undefined);
    if (said === 'cut') throw new Error('cut');
    await stream.send(await said);
  });
