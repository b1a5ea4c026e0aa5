import { auditText } from '#inference/audit/text/textAudit.ts';
import { checkAhead, checkJoined, checkWidths } from '#inference/conformance/decoderCalibration.ts';
import { readReferences, textReferenceSchema } from '#inference/conformance/referenceTask.ts';
import { checkText } from '#inference/conformance/textConformance.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import type { LoadedModel } from '#inference/loadedModel.ts';
import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { type ReadFile, readGraph } from '#inference/manifest/modelFiles.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { Runtime } from '#inference/runtime/runtime.ts';
import { timed } from '#inference/runtime/timed.ts';
import type { Answer } from '#inference/text/batchEntry.ts';
import { ContinuousBatch } from '#inference/text/continuousBatch.ts';
import { DRAFT_WIDTHS } from '#inference/text/speculation.ts';
import { generateText } from '#inference/text/textGeneration.ts';
import { loadTextTokenizer } from '#inference/tokenizer/loadTextTokenizer.ts';
import { textTrace } from '#protocol/trace/workTrace.ts';

/**
 * Tokens of the timed prompt, and of its answer: enough for both prefill and decode to count, and quickly
 * done.
 */
const TIMED_TOKENS = 8;

/**
 * Loads a text model: see `loadModel`.
 * @example
 * const model = await loadDecoder(manifest, readFile, runtime, (done, total) => show(done / total));
 */
export async function loadDecoder(
  manifest: DecoderManifest,
  readFile: ReadFile,
  runtime: Runtime,
  onCompiled: (done: number, total: number) => void,
): Promise<LoadedModel> {
  const tokenizer = await loadTextTokenizer(manifest.tokenizer, readFile);
  const references = await readReferences(textReferenceSchema, readFile, manifest.conformance.file);
  const [reference] = references;
  const graph = await readGraph(manifest.graph, readFile);
  const session = await DecoderSession.create(runtime, graph, manifest);
  const batch = new ContinuousBatch(session);
  onCompiled(1, 1);
  return {
    manifest,
    run: async (request, options) => {
      if (request.kind !== 'text') {
        throw new InferenceError('BAD_REQUEST', `${manifest.id} only generates text.`);
      }
      const generated = await generateText({ batch, tokenizer, manifest }, request, options);
      const { result, decodeMs, computeMs } = generated;
      const seconds = computeMs / 1_000;
      // The prefill gives the first token.
      const decoded = result.tokens.length - 1;
      const outcome = { result, trace: textTrace(result.tokens), seconds };
      return decoded > 0 ? { ...outcome, tokensPerSecond: (decoded * 1_000) / decodeMs } : outcome;
    },
    audit: ({ request, result, parts }, { signal } = {}) => {
      if (request.kind !== 'text' || result.kind !== 'text') {
        return Promise.reject(new InferenceError('BAD_REQUEST', `${manifest.id} only generates text.`));
      }
      const audit = () => auditText({ session, tokenizer, manifest }, request, { result, parts }, signal);
      return batch.alone(audit);
    },
    testInputs: references.length,
    check: (at) => checkText(session, references[at]!, manifest.conformance.tolerance),
    calibrate: async () => {
      const { tolerance } = manifest.conformance;
      const widths = DRAFT_WIDTHS.filter((width) => width < reference.prompt.length);
      // A back end that fails one of these checks does without: it decodes token by token, or text by text.
      const distances = await checkWidths(session, reference, widths).catch(() => []);
      const asyncDistance = await checkAhead(session, reference).catch(() => Infinity);
      batch.allowSpeculation(
        widths.filter((_, at) => distances[at]! <= tolerance),
        asyncDistance <= tolerance,
      );
      if (batch.maxBatchSize > 1) {
        const distance = await checkJoined(session, reference).catch(() => Infinity);
        if (!(distance <= tolerance)) batch.disableBatching();
      }
      const known = [...reference.prompt, ...reference.next];
      const half = Math.min(TIMED_TOKENS, known.length >> 1);
      const answer = forcedAnswer(known.slice(half, 2 * half));
      const { seconds } = await timed(() => batch.generate(known.slice(0, half), answer));
      return { maxBatchSize: batch.maxBatchSize, units: 2 * half, seconds };
    },
    dispose: async () => {
      batch.dispose();
      await session.dispose();
    },
  };
}

/** An answer with teacher forcing: it takes these tokens, whatever the logits say. */
function forcedAnswer(tokens: readonly number[]): Answer {
  const fed = tokens.slice(0, -1);
  return { maxTokens: tokens.length, draw: undefined, next: () => fed.shift() };
}
