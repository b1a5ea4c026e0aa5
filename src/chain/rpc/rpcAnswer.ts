import { CodedError } from '#protocol/codedError.ts';

export type RpcAnswerErrorCode =
  | 'TOO_LONG'
  | 'TOO_DEEP'
  | 'NUMBER_TOO_LONG'
  | 'MESSAGE_TOO_LONG'
  | 'BAD_BATCH';

/**
 * A node's answer that no honest one gives. `chainErrorOf` it is NO_ANSWER.
 * @example throw new RpcAnswerError('TOO_DEEP', 'The answer of the chain’s node is nested too deeply.');
 */
export class RpcAnswerError extends CodedError<RpcAnswerErrorCode> {
  override readonly name = 'RpcAnswerError';
}

/** Brackets within brackets. A block with its transactions has six. */
export const DEEPEST = 32;
/** Characters of a quantity: `0x` and 256 bits. Writing a number of millions of digits takes minutes. */
export const LONGEST_QUANTITY = 66;
/** Characters of an error's message: it is shown. */
export const LONGEST_MESSAGE = 16_384;

/** Methods whose result is a quantity. */
const QUANTITY_METHODS = new Set([
  ...['eth_blockNumber', 'eth_chainId', 'eth_gasPrice', 'eth_maxPriorityFeePerGas', 'eth_blobBaseFee'],
  ...['eth_getBalance', 'eth_estimateGas', 'eth_getTransactionCount', 'net_version'],
]);

/** Fields of blocks, transactions, receipts, logs and fee histories that viem reads as numbers. */
const QUANTITY_FIELDS = new Set([
  ...['number', 'timestamp', 'nonce', 'size', 'difficulty', 'totalDifficulty', 'gasLimit', 'gasUsed'],
  ...['baseFeePerGas', 'blobGasUsed', 'excessBlobGas', 'blobGasPrice', 'baseFeePerBlobGas'],
  ...['blockNumber', 'blockTimestamp', 'transactionIndex', 'logIndex', 'index', 'validatorIndex', 'amount'],
  ...['gas', 'gasPrice', 'maxFeePerGas', 'maxPriorityFeePerGas', 'maxFeePerBlobGas', 'value', 'chainId'],
  ...['type', 'status', 'cumulativeGasUsed', 'effectiveGasPrice', 'v', 'r', 's', 'yParity'],
  ...['oldestBlock', 'reward', 'balance'],
]);

type Json = null | boolean | number | string | Json[] | { [field: string]: Json };
type Fields = Record<string, Json>;

const isFields = (value: Json | undefined): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * Refuses an answer to a JSON-RPC request that no honest node gives. viem takes what is not JSON for a
 * failure itself, so that passes.
 * @param text the answer's body
 * @param request the request's body, a batch or not
 * @throws TOO_DEEP, NUMBER_TOO_LONG, MESSAGE_TOO_LONG; BAD_BATCH when a request of a batch has no answer
 * @example checkRpcAnswer('{"id":1,"result":"0x7"}', '{"id":1,"method":"eth_chainId"}');
 */
export function checkRpcAnswer(text: string, request: string): void {
  if (isDeeperThan(DEEPEST, text)) refuse('TOO_DEEP', 'is nested too deeply');
  const answer = parsed(text);
  if (answer === undefined) return;
  const asked = parsed(request);
  if (Array.isArray(asked)) checkBatch(answer, asked);
  const calls = (Array.isArray(asked) ? asked : [asked]).filter(isFields);
  const methods = new Map(calls.map(({ id, method }) => [id, method]));
  for (const each of Array.isArray(answer) ? answer : [answer]) {
    if (!isFields(each)) continue;
    const method = Array.isArray(asked) ? methods.get(each.id!) : calls[0]?.method;
    const isQuantity = typeof method === 'string' && QUANTITY_METHODS.has(method);
    checkLengths(each.result, isQuantity ? LONGEST_QUANTITY : undefined);
    if (isFields(each.error) && String(each.error.message).length > LONGEST_MESSAGE)
      refuse('MESSAGE_TOO_LONG', 'has an endless message');
  }
}

/** viem sorts a batch's answers by their ids and hands them out in that order, whatever the ids are. */
function checkBatch(answer: Json, asked: Json[]): void {
  // One error for all: nodes refuse a batch as a whole.
  const first = Array.isArray(answer) && answer.length === 1 ? answer[0] : answer;
  if (isFields(first) && isFields(first.error)) return;
  const left = new Set(asked.filter(isFields).map(({ id }) => id));
  const answers = Array.isArray(answer) ? answer : [];
  const fits = answers.every((each) => isFields(each) && left.delete(each.id));
  if (!fits || left.size > 0) refuse('BAD_BATCH', 'does not fit the requests of its batch');
}

/** @param most characters of a string here; undefined where only fields by their names are bounded */
function checkLengths(value: Json | undefined, most: number | undefined): void {
  if (typeof value === 'string') {
    if (most !== undefined && value.length > most)
      refuse('NUMBER_TOO_LONG', 'has a number of too many digits');
  } else if (Array.isArray(value)) {
    for (const each of value) checkLengths(each, most);
  } else if (isFields(value)) {
    for (const [field, each] of Object.entries(value))
      checkLengths(each, QUANTITY_FIELDS.has(field) ? LONGEST_QUANTITY : undefined);
  }
}

const CODES = { quote: 0x22, backslash: 0x5c, open: [0x5b, 0x7b], close: [0x5d, 0x7d] } as const;

/** Before it is parsed: each bracket of one byte becomes an object of dozens. */
function isDeeperThan(most: number, json: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < json.length && depth <= most; at++) {
    const code = json.charCodeAt(at);
    if (code === CODES.quote) isInString = !isInString;
    else if (isInString) at += code === CODES.backslash ? 1 : 0;
    else if (code === CODES.open[0] || code === CODES.open[1]) depth++;
    else if (code === CODES.close[0] || code === CODES.close[1]) depth--;
  }
  return depth > most;
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

function refuse(code: RpcAnswerErrorCode, why: string): never {
  throw new RpcAnswerError(code, `The answer of the chain’s node ${why}.`);
}
