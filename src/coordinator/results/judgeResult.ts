import type { Hex } from 'viem';
import { isPngOfSize } from '#coordinator/results/imageFile.ts';
import type { ResultBounds } from '#coordinator/results/resultBounds.ts';
import { faultOfAnswer, type TextModelParts } from '#inference/text/answer/answerFault.ts';
import { decodeWire } from '#protocol/messages/wire.ts';
import { type RefusalCode, RefusalError } from '#protocol/refusal.ts';
import { resultHashOf } from '#protocol/signed/resultSignature.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { type TaskResult, taskResultSchema } from '#protocol/task/taskResult.ts';
import { unitsOf } from '#protocol/task/taskUnits.ts';
import { textTrace, traceOf } from '#protocol/trace/workTrace.ts';

/** A result with the form that its task asks for. */
export interface CheckedResult {
  /** Of its bytes. */
  readonly hash: Hex;
  readonly units: number;
  /** What the root of its trace must be; undefined where only an audit can tell. */
  readonly trace?: Hex;
}

/** What a result's bytes are, or why they are refused. */
export type Judgement = CheckedResult | { readonly refusal: RefusalCode; readonly detail: string };

/** What a result is judged by. */
export interface ResultCase {
  readonly request: TaskRequest;
  readonly bounds: ResultBounds;
  /** Of a text; undefined when they must be counted. */
  readonly promptTokens: number | undefined;
}

/**
 * Reads a result and checks what can be checked without running the model: its shape, its size, and that it
 * does not charge for more than was asked. Only an audit can tell whether the model gives this result.
 * @param model of a text
 */
export async function judgeResult(
  model: TextModelParts | undefined,
  { request, bounds, promptTokens }: ResultCase,
  bytes: Uint8Array,
): Promise<Judgement> {
  try {
    const result = decodeWire(taskResultSchema, bytes, bounds.bytes, bounds.items);
    const fault = await faultOf(model, request, result, promptTokens);
    if (fault !== undefined) return { refusal: 'BAD_RESULT', detail: fault };
    const checked = { hash: resultHashOf(bytes), units: unitsOf(request, result) };
    return result.kind === 'text' ? { ...checked, trace: traceOf(textTrace(result.tokens)).root } : checked;
  } catch (error) {
    if (!(error instanceof RefusalError)) throw error;
    return { refusal: error.code, detail: error.detail ?? error.message };
  }
}

async function faultOf(
  model: TextModelParts | undefined,
  request: TaskRequest,
  result: TaskResult,
  promptTokens: number | undefined,
): Promise<string | undefined> {
  if (request.kind === 'image' && result.kind === 'image') {
    const { width, height } = request;
    return (await isPngOfSize(result.png, width, height)) ? undefined : `not a PNG of ${width} x ${height}`;
  }
  if (request.kind === 'text' && result.kind === 'text') {
    if (model === undefined) throw new Error(`The tokenizer of ${request.model} is not loaded.`);
    // Known, unless the coordinator was started again since the request came.
    const counted = promptTokens ?? model.tokenizer.encodeChat(request.messages, request.date).length;
    return faultOfAnswer(model, request, result, counted);
  }
  return `a ${result.kind} for a task of kind ${request.kind}`;
}
