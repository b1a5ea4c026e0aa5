import { checkRpcAnswer, RpcAnswerError } from '#chain/rpc/rpcAnswer.ts';
import { type AwaitPiece, BodyError, boundedBody } from '#protocol/messages/boundedBody.ts';
import { untilAborted } from '#protocol/untilAborted.ts';

/** The longest answer of a node that is read, in bytes: the logs of a thousand busy blocks have less. */
export const LONGEST_ANSWER_BYTES = 10 * 1024 * 1024;

/**
 * `fetch` for JSON-RPC, but a node's answer is refused that is too long, too deep, or not to what was asked.
 * viem bounds the time by the signal that it gives.
 * @throws RpcAnswerError for such an answer: the next node is asked
 * @example http(url, { fetchFn: boundedFetch });
 */
export const boundedFetch: typeof fetch = async (input, init) => {
  const { signal } = init ?? {};
  // A request may outlive its own signal (Node 20): this wait does not.
  const inTime: AwaitPiece = (piece) => (signal ? untilAborted(piece, signal) : piece);
  const answer = await inTime(fetch(input, init));
  const text = await textOf(answer, inTime);
  checkRpcAnswer(text, typeof init?.body === 'string' ? init.body : '');
  const headers = new Headers(answer.headers);
  // They are about the body as it was sent.
  headers.delete('content-encoding');
  headers.delete('content-length');
  return new Response(text, { status: answer.status, statusText: answer.statusText, headers });
};

async function textOf(answer: Response, inTime: AwaitPiece): Promise<string> {
  try {
    return new TextDecoder().decode(await boundedBody(answer, LONGEST_ANSWER_BYTES, inTime));
  } catch (cause) {
    if (!(cause instanceof BodyError)) throw cause;
    throw new RpcAnswerError('TOO_LONG', 'The chain’s node answers with too many bytes.', { cause });
  }
}
