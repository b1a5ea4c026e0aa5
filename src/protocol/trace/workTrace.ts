import type { Hex } from 'viem';
import { z } from 'zod';
import { hashField } from '#protocol/fields.ts';
import { RefusalError } from '#protocol/refusal.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';
import type { TaskRequest } from '#protocol/task/taskRequest.ts';
import { traceLeafOf, traceRootOf } from '#protocol/trace/traceTree.ts';

/**
 * What a miner hands over of the trace that it signed: the hashes of all parts, which give the root, and the
 * parts that were asked for.
 *
 * The parts of an image are its latents, float32 in little-endian order: part 0 before the first step, part i
 * after step i. A text has one part, the token ids of its answer as uint32 in little-endian order.
 */
export const workTraceSchema = z.strictObject({
  leaves: z.array(hashField).min(1).max(TASK_LIMIT.traceParts),
  parts: z
    .array(z.tuple([z.number().int().min(0), z.instanceof(Uint8Array)]))
    .max(TASK_LIMIT.traceParts)
    .refine(
      (parts) => parts.reduce((bytes, [, part]) => bytes + part.byteLength, 0) <= TASK_LIMIT.traceBytes,
      `more than ${TASK_LIMIT.traceBytes} bytes`,
    ),
});
export type WorkTrace = z.output<typeof workTraceSchema>;

/**
 * What a miner signs about the parts of its trace.
 * @example traceOf([tokenBytes]).root;
 */
export function traceOf(parts: readonly Uint8Array[]): {
  readonly leaves: readonly Hex[];
  readonly root: Hex;
} {
  const leaves = parts.map(traceLeafOf);
  return { leaves, root: traceRootOf(leaves) };
}

/**
 * How many parts the trace of a task has. Whoever reads a trace must compare: the hash of an inner node can
 * stand for the leaves below it, and then later parts seem to have lower indices.
 * @example trace.leaves.length === partCountOf(request);
 */
export const partCountOf = (request: TaskRequest): number =>
  request.kind === 'text' ? 1 : request.steps + 1;

/**
 * The parts of a trace by index, each checked against the signed root.
 * @param root as the miner signed it
 * @throws RefusalError BAD_TRACE when a part is not the one that was signed, or stands there twice
 * @example readTrace(claim.trace, frame.trace).get(3); // the latent after the third step
 */
export function readTrace(root: Hex, { leaves, parts }: WorkTrace): ReadonlyMap<number, Uint8Array> {
  if (traceRootOf(leaves) !== root)
    throw new RefusalError('BAD_TRACE', 'its hashes do not give the signed root');
  const read = new Map<number, Uint8Array>();
  for (const [index, part] of parts) {
    if (read.has(index) || leaves[index] !== traceLeafOf(part)) {
      throw new RefusalError('BAD_TRACE', `part ${index} is not the one that was signed`);
    }
    read.set(index, part);
  }
  return read;
}

/**
 * The trace of a text: the token ids of its answer.
 * @example traceOf(textTrace(result.tokens)).root;
 */
export function textTrace(tokens: readonly number[]): Uint8Array<ArrayBuffer>[] {
  const part = new DataView(new ArrayBuffer(4 * tokens.length));
  for (const [at, token] of tokens.entries()) part.setUint32(4 * at, token, true);
  return [new Uint8Array(part.buffer)];
}
