import { lookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector, fetch } from 'undici';
import { isPublicAddress } from '#coordinator/outbound/publicAddress.ts';
import { CodedError } from '#protocol/codedError.ts';

/** A URL of somebody else leads to an address that is not on the internet. */
export class PrivateAddressError extends CodedError<'PRIVATE_ADDRESS'> {
  override readonly name = 'PrivateAddressError';
}

/** An answer whose body is read piece by piece. */
export interface PeerAnswer {
  readonly ok: boolean;
  readonly status: number;
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
}
export type PeerFetch = (url: URL, options: { signal: AbortSignal }) => Promise<PeerAnswer>;

export interface PeerFetchOptions {
  /** Whether others' URLs may lead into this coordinator's own network, as on a devnet. */
  allowPrivate: boolean;
  /** By default the system's. */
  resolve?: typeof lookup;
  /** By default `isPublicAddress`. */
  isPublic?: (address: string) => boolean;
}

/**
 * Gets what a URL names that somebody else has published, on the chain or by gossip. Anybody may publish one
 * that leads into this coordinator's own network. So no request goes to an address that is not public: each
 * connection goes to the addresses that were checked, whatever the name resolves to afterwards, and an answer
 * that leads elsewhere is an error.
 */
export function peerFetch({ allowPrivate, ...checks }: PeerFetchOptions): PeerFetch {
  // Without `pipelining` each request has a connection of its own: none stays open behind it.
  const dispatcher = new Agent({
    pipelining: 0,
    ...(allowPrivate ? {} : { connect: publicConnector(checks) }),
  });
  return async (url, { signal }) =>
    (await fetch(url, { redirect: 'error', signal, dispatcher })) as unknown as PeerAnswer;
}

function publicConnector({
  resolve = lookup,
  isPublic = isPublicAddress,
}: Pick<PeerFetchOptions, 'resolve' | 'isPublic'>): buildConnector.connector {
  const connect = buildConnector({ lookup: publicLookup(resolve, isPublic) });
  return (options, callback) => {
    // An address in place of a name is not looked up.
    const host = options.hostname.replace(/^\[(.*)\]$/, '$1');
    if (isIP(host) !== 0 && !isPublic(host)) callback(refusal(host), null);
    else connect(options, callback);
  };
}

const publicLookup =
  (resolve: typeof lookup, isPublic: (address: string) => boolean): LookupFunction =>
  (host, options, callback) =>
    resolve(host, { ...options, all: true }, (error, found) => {
      const [first] = found ?? [];
      if (error !== null) callback(error, '', 0);
      else if (first === undefined || !found.every(({ address }) => isPublic(address)))
        callback(refusal(host), '', 0);
      else if (options.all === true) callback(null, found);
      else callback(null, first.address, first.family);
    });

const refusal = (host: string) =>
  new PrivateAddressError(
    'PRIVATE_ADDRESS',
    `${host} is not on the internet, so nothing is asked of it. Only a devnet has coordinators there.`,
  );
