import { checkAhead, checkWidths } from '#inference/conformance/decoderCalibration.ts';
import { checkText } from '#inference/conformance/textConformance.ts';
import { ContinuousBatch } from '#inference/text/continuousBatch.ts';
import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { DECODER_IO, type DecoderManifest } from '#inference/manifest/manifest.ts';
import { DRAFT_WIDTHS } from '#inference/text/speculation.ts';
import { generateText } from '#inference/text/textGeneration.ts';
import { argmax } from '#inference/sampling/tokenSampling.ts';
import { TextTokenizer } from '#inference/tokenizer/textTokenizer.ts';
import type { TextRequest } from '#protocol/task/taskRequest.ts';
import { fetchJson, MODEL_FILES, type Arm, type ArmRun } from '#tools/bench/arms/armProtocol.ts';
import { openGraph } from '#tools/bench/arms/armRuntime.ts';

/** As many as references of models have. */
const LEARNT_TOKENS = 8;

/** The miner's engine with all that a task goes through: sampling, stop strings, text and its streaming. */
export async function openEngineArm(modelUrl: string): Promise<Arm> {
  const { runtime, graph, context } = await openGraph(modelUrl);
  const manifest = { io: DECODER_IO, context, stopTokens: [] as number[] } as DecoderManifest;
  const tokenizer = new TextTokenizer(
    await fetchJson(`${modelUrl}/${MODEL_FILES.tokenizer}`),
    await fetchJson(`${modelUrl}/${MODEL_FILES.tokenizerConfig}`),
  );
  const session = await DecoderSession.create(runtime, graph, manifest);
  const asyncDecode = await learnTimes(session);
  // No caches are kept from run to run: every run pays for its prompt.
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
    if (length !== result.text.length) throw new Error('the stream is not the text');
    return { tokens: result.tokens, prefillMs, decodeMs };
  };
  // As a miner does, it guesses from what it answered before.
  const miner = open();
  return {
    run: (prompt, tokens) => answer(miner, prompt, tokens),
    runTogether: async (prompts, tokens) => {
      // Rounds repeat their prompts: what was answered before would be guessed rightly.
      const batch = open();
      const started = performance.now();
      await Promise.all(prompts.map((prompt) => answer(batch, prompt, tokens)));
      return performance.now() - started;
    },
  };
}

/**
 * What a miner's proof of a model leaves: how long runs of one token, of several, and of those begun ahead
 * take.
 * @returns whether runs may be begun ahead
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
