import type { AuditMeasure, Measured } from '#inference/audit/auditMeasure.ts';
import { AnswerMargins } from '#inference/audit/text/answerMargins.ts';
import { BOUNDS, precisionOf } from '#inference/bounds/bounds.ts';
import type { DecoderSession } from '#inference/decoder/decoderSession.ts';
import type { Sequence } from '#inference/decoder/sequence.ts';
import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { requireFinite } from '#inference/runtime/floatOutput.ts';
import { throwIfCancelled } from '#inference/runtime/inferenceError.ts';
import { faultOfAnswer } from '#inference/text/answer/answerFault.ts';
import { AnswerStream } from '#inference/text/answer/answerStream.ts';
import { promptTokensOf } from '#inference/text/promptTokens.ts';
import type { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import type { TaskResult } from '#protocol/task/taskResult.ts';
import { textTrace } from '#protocol/trace/workTrace.ts';

export interface AuditedTextModel {
  readonly session: Pick<DecoderSession, 'sequence'>;
  readonly tokenizer: Pick<TextTokenizer, 'encodeChat' | 'decode' | 'bytesOf'>;
  readonly manifest: Pick<DecoderManifest, 'context' | 'stopTokens' | 'gpu'>;
}

/** A text to be audited. */
export interface AuditedText {
  readonly result: Extract<TaskResult, { kind: 'text' }>;
  /** Part 0 is the answer's tokens. */
  readonly parts: ReadonlyMap<number, Uint8Array> | undefined;
}

/**
 * Tokens of a prompt in one run, and of an answer, whose logits are all read: 64 rows of 150,000 are 40 MB.
 */
const PROMPT_CHUNK = 256;
const ANSWER_CHUNK = 64;

/** What cannot be an honest result, whatever the back end. */
const IMPOSSIBLE: Measured = { value: Infinity, bound: 1 };

/**
 * Measures how far a text is from what the model gives, in one pass over prompt and answer (teacher forcing):
 * by how much the logits before each token must be wrong for that token to be drawn with the task's own
 * noise, and those at the end for the answer to stop there. Margins are in standard deviations of the logits.
 * @throws InferenceError BAD_REQUEST, PROMPT_TOO_LONG when the model does not take the request; CANCELLED,
 *   NOT_FINITE
 * @example
 * const measure = await auditText(model, request, { result, parts: undefined });
 * if (distanceOf(measure) > 1) doubt(result);
 */
export async function auditText(
  model: AuditedTextModel,
  request: TextRequest,
  { result, parts }: AuditedText,
  signal?: AbortSignal,
): Promise<AuditMeasure> {
  const { manifest, session } = model;
  const prompt = promptTokensOf(model, request);
  throwIfCancelled(signal);
  const fault = faultOfAnswer(model, request, result, prompt.length);
  if (fault !== undefined) return { measures: { form: IMPOSSIBLE } };
  if (parts && !isTraceOf(result.tokens, parts)) return { measures: { trace: IMPOSSIBLE } };

  const margins = new AnswerMargins({ request, result, endTokens: endTokensOf(model, request, result) });
  const sequence = session.sequence();
  try {
    let logits: Float32Array[] = [await feedPrompt(sequence, prompt, signal)];
    const vocabulary = logits[0]!.length;
    if (result.tokens.some((token) => token >= vocabulary)) return { measures: { form: IMPOSSIBLE } };
    for (let at = 0; ; at += ANSWER_CHUNK) {
      throwIfCancelled(signal);
      // The logits so far: those before each token of the last chunk, and those after its last token.
      for (const row of logits) margins.next(requireFinite(row));
      const chunk = result.tokens.slice(at, at + ANSWER_CHUNK);
      if (chunk.length === 0) break;
      logits = await sequence.appendEach(chunk);
    }
    return { measures: margins.measures(BOUNDS.text[precisionOf(manifest)]) };
  } finally {
    sequence.dispose();
  }
}

/** Logits after the last token of the prompt. */
async function feedPrompt(
  sequence: Sequence,
  prompt: readonly number[],
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const last = Math.floor((prompt.length - 1) / PROMPT_CHUNK) * PROMPT_CHUNK;
  for (let at = 0; at < last; at += PROMPT_CHUNK) {
    throwIfCancelled(signal);
    await sequence.feed(prompt.slice(at, at + PROMPT_CHUNK));
  }
  return sequence.append(prompt.slice(last));
}

/** Whether the trace holds these tokens. */
function isTraceOf(tokens: readonly number[], parts: ReadonlyMap<number, Uint8Array>): boolean {
  const [expected] = textTrace(tokens) as [Uint8Array];
  return [...parts].every(
    ([index, part]) =>
      index === 0 && part.length === expected.length && part.every((byte, at) => byte === expected[at]),
  );
}

/** The stop tokens, unless the answer ends at its greatest length or by a stop string. */
function endTokensOf(
  { manifest, tokenizer }: AuditedTextModel,
  { stop }: TextRequest,
  { tokens, finishReason }: AuditedText['result'],
): readonly number[] | undefined {
  if (finishReason === 'length') return undefined;
  const stream = new AnswerStream((some) => tokenizer.decode(some), stop);
  const stopped = stop.length > 0 && tokens.some((token) => stream.push(token).stopped);
  return stopped ? undefined : manifest.stopTokens;
}
