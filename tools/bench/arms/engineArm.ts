import { checkAhead, checkWidths } from '#inference/conformance/decoderCalibration.ts';
import { checkText } from '#inference/conformance/textConformance.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { DECODER_IO, type DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import { argmax } from '#inference/sampling/tokenSampling.ts';
import { ContinuousBatch } from '#inference/text/continuousBatch.ts';
import { DRAFT_WIDTHS } from '#inference/text/speculation.ts';
import { generateText } from '#inference/text/textGeneration.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import { type Arm, type ArmRun, fetchJson, MODEL_FILES } from '#tools/bench/arms/armProtocol.ts';
import { openGraph } from '#tools/bench/arms/armRuntime.ts';

/** As many as models' references have. */
const LEARNT_TOKENS = 8;

/**
 * The miner's engine with everything that a task needs: sampling, stop strings, decoding and streaming the
 * text.
 */
export async function openEngineArm(modelUrl: string): Promise<Arm> {
  const { runtime, graph, context } = await openGraph(modelUrl);
  const manifest = { io: DECODER_IO, context, stopTokens: [] as number[] } as DecoderManifest;
  const tokenizer = new TextTokenizer({
    tokenizer: await fetchJson(`${modelUrl}/${MODEL_FILES.tokenizer}`),
    config: await fetchJson(`${modelUrl}/${MODEL_FILES.tokenizerConfig}`),
  });
  const session = await DecoderSession.create(runtime, graph, manifest);
  const asyncDecode = await learnTimes(session);
  // Without a prefix cache every run prefills its prompt.
  const open = () => {
    const batch = new ContinuousBatch(session, { prefixCacheBytes: 0 });
    batch.allowSpeculation(DRAFT_WIDTHS, asyncDecode);
    return batch;
  };
  const answer = async (
    batch: ContinuousBatch,
    prompt: readonly number[],
    tokens: number,
  ): Promise<ArmRun> => {
    const request: TextRequest = {
      kind: 'text',
      model: 'bench',
      messages: [],
      maxTokens: tokens,
      temperature: 0,
      topP: 1,
      stop: ['\n\n\n\n'],
      seed: 1,
      manifest: `0x${'0'.repeat(64)}`,
      salt: '0x',
    };
    const given = {
      encodeChat: () => [...prompt],
      decode: (ids: readonly number[]) => tokenizer.decode(ids),
    };
    let length = 0;
    const { result, prefillMs, decodeMs } = await generateText(
      { batch, tokenizer: given, manifest },
      request,
      {
        onProgress: (news) => {
          if (news.kind === 'text') length += news.delta.length;
        },
      },
    );
    if (length !== result.text.length) throw new Error('The streamed text is not the whole text.');
    return { tokens: result.tokens, prefillMs, decodeMs };
  };
  // Like a miner, it drafts from its earlier answers.
  const miner = open();
  return {
    run: (prompt, tokens) => answer(miner, prompt, tokens),
    runBatch: async (prompts, tokens) => {
      // Rounds repeat their prompts, and drafts from earlier answers would all be right.
      const batch = open();
      const started = performance.now();
      await Promise.all(prompts.map((prompt) => answer(batch, prompt, tokens)));
      return performance.now() - started;
    },
  };
}

/**
 * Times the runs that a miner times when it proves a model: of one token, of several, and asynchronous ones.
 * @returns whether asynchronous decode works
 */
async function learnTimes(session: DecoderSession): Promise<boolean> {
  const prompt = Array.from({ length: 2 * DRAFT_WIDTHS.at(-1)! }, (_, at) => at + 1);
  const next: number[] = [];
  const sequence = session.sequence();
  for (let fed = prompt; next.length < LEARNT_TOKENS; fed = next.slice(-1))
    next.push(argmax(await sequence.append(fed)));
  sequence.dispose();
  const reference = { kind: 'text' as const, prompt, stride: 1, logits: [], next };
  await checkText(session, reference, Infinity);
  await checkWidths(session, reference, DRAFT_WIDTHS);
  return (await checkAhead(session, reference)) < Infinity;
}
