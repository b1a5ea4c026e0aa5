import { BlockNotFoundError, HttpRequestError, RpcRequestError } from 'viem';
import { CodedError, type CodedErrorOptions, findCause } from '#protocol/codedError.ts';

export type ChainErrorCode =
  /** No valid answer: the node is down, slow, or answers with something else than JSON-RPC. */
  | 'NO_ANSWER'
  /** The node asks for fewer requests. */
  | 'RATE_LIMITED'
  /** The node lacks a block or its state: it lags behind, has pruned it, or the chain was reorganised. */
  | 'NO_BLOCK'
  /** The node serves a chain with another id. */
  | 'OTHER_CHAIN';

export interface ChainErrorDetails {
  /** The pause that the node asks for, in ms; 0 when it names none. */
  readonly pauseMs: number;
}

/**
 * Why the chain could not be read. It says something about the node, never about a peer.
 * @example throw new ChainError('OTHER_CHAIN', 'The node serves chain 1, not chain 10.');
 */
export class ChainError extends CodedError<ChainErrorCode, ChainErrorDetails> {
  override readonly name = 'ChainError';

  constructor(
    code: ChainErrorCode,
    message: string,
    options: Partial<CodedErrorOptions<ChainErrorDetails>> = {},
  ) {
    super(code, message, { details: { pauseMs: 0 }, ...options });
  }
}

/** JSON-RPC codes for too many requests: the standard one, and those of Alchemy and QuickNode. */
const LIMIT_CODES = [-32_005, 429, -32_007];

/** HTTP statuses under which nodes answer with a JSON-RPC error that is about the request. */
const ANSWERS = [200, 400, 404];

/**
 * Anything that viem throws for a read, by what it says about the node.
 * @example follower.catch((error) => console.log(chainErrorOf(error).code));
 */
export function chainErrorOf(cause: unknown): ChainError {
  const known = findCause(cause, (each) => each instanceof ChainError);
  if (known !== undefined) return known;
  const rpc = findCause(cause, (each) => each instanceof RpcRequestError);
  const failed = rpc ?? findCause(cause, (each) => each instanceof HttpRequestError);
  if (failed?.status === 429 || (rpc !== undefined && LIMIT_CODES.includes(rpc.code))) {
    const details = { pauseMs: pauseMsOf(failed?.headers?.get('retry-after') ?? null) };
    return new ChainError('RATE_LIMITED', 'The chain’s node asks for fewer requests.', { cause, details });
  }
  const lacksBlock = findCause(cause, (each) => each instanceof BlockNotFoundError) !== undefined;
  if (lacksBlock || (rpc !== undefined && ANSWERS.includes(rpc.status ?? 200))) {
    const why = rpc === undefined ? '' : `: “${rpc.details.slice(0, 200)}”`;
    return new ChainError('NO_BLOCK', `The chain’s node lacks a block or its state${why}.`, { cause });
  }
  const status = failed?.status === undefined ? '' : ` (HTTP ${failed.status})`;
  return new ChainError('NO_ANSWER', `The chain’s node gave no valid answer${status}.`, { cause });
}

/** `Retry-After` is a number of seconds or a date. */
function pauseMsOf(retryAfter: string | null): number {
  if (retryAfter === null) return 0;
  const ms = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1_000 : Date.parse(retryAfter) - Date.now();
  return ms > 0 ? ms : 0;
}
