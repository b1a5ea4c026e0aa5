import type { DecoderManifest } from '#inference/manifest/decoderManifest.ts';
import type { InferenceErrorCode } from '#inference/runtime/inferenceError.ts';

/** A text model whose tokenizer a thread loads: what it is started with. */
export interface ModelFiles {
  manifest: DecoderManifest;
  /** The folder with the manifest's files. */
  folder: string;
}

/** A thread's first message: it is ready. */
export interface LoadedTokenizers {
  /** UTF-16 units of each model's longest token, by the model's id. */
  longestTokens: Readonly<Record<string, number>>;
}

/** A thread's answer to a call. */
export type WorkReply =
  | { value: unknown }
  | { error: { code: InferenceErrorCode | undefined; message: string } };
