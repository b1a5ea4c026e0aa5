import type { Address, Hex } from 'viem';
import type { ReadClient } from '#chain/networkConfig.ts';
import { readNodeInfo } from '#chain/nodeInfo.ts';
import type { Roster } from '#chain/roster.ts';
import { EVIDENCE_BYTES } from '#protocol/court/evidence.ts';
import { apiUrl } from '#protocol/messages/apiUrl.ts';
import { boundedBody } from '#protocol/messages/boundedBody.ts';
import { untilAborted } from '#protocol/untilAborted.ts';
import { withinMs } from '#protocol/withinMs.ts';

/** A coordinator from which nothing comes for so long, in ms, is passed over. */
const SILENCE_MS = 20_000;

/** Bundles from coordinators' HTTP APIs, which have places of their own for who downloads one. */
export interface EvidenceDownloads {
  /** All that may be asked, connected or not. */
  operators(): Address[];
  /**
   * The bundle that a coordinator serves by this hash, not checked yet.
   * @param options.onBytes told how many bytes came since the last time
   * @throws Error when it has none, no place, no address, or falls silent; the signal's reason
   */
  get(
    operator: Address,
    hash: Hex,
    options: { signal: AbortSignal; onBytes: (bytes: number) => void },
  ): Promise<Uint8Array<ArrayBuffer>>;
}

/** What is read of an answer. */
type BundleAnswer = Pick<Response, 'ok' | 'status' | 'body'>;

/**
 * Downloads from the active coordinators, at the addresses of their registrations.
 * @param get asks for a URL. A server's must keep out of its own network, where an address on the chain may
 * lead; a browser keeps pages out of there itself, so that `fetch` is the default
 * @example const downloads = evidenceDownloads(client, staking, follower);
 */
export function evidenceDownloads(
  client: ReadClient,
  staking: Address,
  roster: { current(): Roster },
  get: (url: URL, options: { signal: AbortSignal }) => Promise<BundleAnswer> = fetch,
): EvidenceDownloads {
  const active = () => roster.current().coordinators.filter(({ weight }) => weight > 0n);
  return {
    operators: () => active().map(({ operator }) => operator),
    get: async (operator, hash, { signal, onBytes }) => {
      const node = active().find((each) => each.operator === operator);
      if (node === undefined) throw new Error('there is no such coordinator');
      const info = await inTime(readNodeInfo(client, staking, node), signal);
      if (info?.url === undefined) throw new Error('the coordinator has published no URL');
      const url = apiUrl(info.url, `/v1/evidence/${hash}`);
      const answer = await withinMs(SILENCE_MS, (over) => get(url, { signal: over }), signal);
      if (!answer.ok) {
        answer.body?.cancel().catch(() => undefined);
        throw new Error(`the coordinator answered ${answer.status}`);
      }
      return boundedBody(answer, EVIDENCE_BYTES, async (piece) => {
        const came = await inTime(piece, signal);
        onBytes(lengthOf(came));
        return came;
      });
    },
  };
}

/** What comes within the time for silence. */
const inTime = <T>(coming: Promise<T>, signal: AbortSignal): Promise<T> =>
  withinMs(SILENCE_MS, (over) => untilAborted(coming, over), signal);

/** Of a piece of an answer; its end has none. */
const lengthOf = (piece: unknown): number =>
  (piece as { value?: Uint8Array | undefined }).value?.byteLength ?? 0;
