import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { doWork, type WorkCall } from '#coordinator/tokenizer/textWork.ts';
import type { LoadedTokenizers, ModelFiles, WorkReply } from '#coordinator/tokenizer/workerMessages.ts';
import { InferenceError } from '#inference/runtime/inferenceError.ts';
import type { TextModelParts } from '#inference/text/answer/answerFault.ts';
import { loadTextTokenizer } from '#inference/tokenizer/loadTextTokenizer.ts';

/** A thread with the text models' tokenizers. It says that it is ready, then answers one call at a time. */

const models = new Map<string, TextModelParts>();
const longestTokens: Record<string, number> = {};
for (const { manifest, folder } of workerData as ModelFiles[]) {
  const tokenizer = await loadTextTokenizer(manifest.tokenizer, (path) => readFile(join(folder, path)));
  models.set(manifest.id, { manifest, tokenizer });
  longestTokens[manifest.id] = tokenizer.longestToken;
}

async function reply(call: WorkCall): Promise<WorkReply> {
  try {
    return { value: await doWork(models.get(call.model), call) };
  } catch (error) {
    const code = error instanceof InferenceError ? error.code : undefined;
    return { error: { code, message: error instanceof Error ? error.message : String(error) } };
  }
}

parentPort!.on('message', async (call: WorkCall) => parentPort!.postMessage(await reply(call)));
parentPort!.postMessage({ longestTokens } satisfies LoadedTokenizers);
