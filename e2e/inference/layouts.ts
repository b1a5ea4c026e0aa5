import { DecoderSession } from '#inference/decoderSession.ts';
import { DECODER_IO } from '#inference/manifest.ts';
import { ALL_MENDS, installShaderMend, requestMendedDevice } from '#miner/gpu/shaderMends.ts';
import { createWebgpuRuntime } from '#miner/gpu/webgpuRuntime.ts';
import { runJoined, type JoinedRun } from '../../tools/models/joinedRun.ts';
import { liveBytes } from './gpuMemory.ts';

export interface LayoutRun {
  /** URLs of the graph and of its external data. */
  readonly model: string;
  readonly externalData: readonly { readonly path: string; readonly url: string }[];
  readonly context: number;
  /**
   * Fed in two passes, then the next tokens one by one, taken back and fed in one run; then the prompt’s end again from a
   * fork.
   */
  readonly prompt: readonly number[];
  readonly next: readonly number[];
  readonly joined: JoinedRun;
}

declare global {
  interface Window {
    /**
     * Logits after the prompt, twice after each next token, and after the prompt again; then those of the joined prompts
     * after each next token, row by row.
     */
    runLayout: (run: LayoutRun) => Promise<{ alone: number[][]; joined: number[][] }>;
    /** Bytes of GPU buffers that were made and not destroyed. */
    liveBytes: () => number;
    hasHalf: boolean;
  }
}

const adapter = (await navigator.gpu.requestAdapter())!;
installShaderMend();
const runtime = await createWebgpuRuntime(await requestMendedDevice(adapter, ALL_MENDS));

const fetchBytes = async (url: string) => new Uint8Array(await (await fetch(url)).arrayBuffer());

window.runLayout = async ({ model, externalData, context, prompt, next, joined }) => {
  const external = externalData.map(async ({ path, url }) => ({ path, data: await fetchBytes(url) }));
  const graph = { model: await fetchBytes(model), externalData: await Promise.all(external) };
  const session = await DecoderSession.create(runtime, graph, { io: DECODER_IO, context });
  const sequence = session.sequence();
  const middle = prompt.length >> 1;
  await sequence.feed(prompt.slice(0, middle));
  const rows = [await sequence.append(prompt.slice(middle))];
  for (const token of next) rows.push(await sequence.append([token]));
  sequence.takeBack(next.length);
  // Wrong ones first, as guesses may be.
  await sequence.appendEach(prompt.slice(0, next.length));
  sequence.takeBack(next.length);
  rows.push(...(await sequence.appendEach(next)));
  const fork = sequence.fork(middle);
  rows.push(await fork.append(prompt.slice(middle)));
  fork.dispose();
  sequence.dispose();
  const together = await runJoined(session, joined);
  await session.dispose();
  const plain = (all: readonly Float32Array[]) => all.map((row) => Array.from(row));
  return { alone: plain(rows), joined: plain(together) };
};
window.liveBytes = liveBytes;
window.hasHalf = adapter.features.has('shader-f16');
