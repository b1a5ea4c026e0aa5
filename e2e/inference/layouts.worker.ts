import { DecoderSession } from '#inference/decoder/decoderSession.ts';
import { DECODER_IO } from '#inference/manifest/decoderManifest.ts';
import { type JoinedRun, runJoined } from '../../tools/models/fixtures/joinedRun.ts';
import type { LayoutFiles } from './layoutFiles.ts';
import { fetchGraph, runtime } from './layoutRuntime.ts';

export interface LayoutRun {
  readonly files: LayoutFiles;
  readonly context: number;
  /**
   * Fed in two passes, then the next tokens one by one, taken back and fed in one run; then the prompt’s end
   * again from a fork.
   */
  readonly prompt: readonly number[];
  readonly next: readonly number[];
  readonly joined: JoinedRun;
}

declare global {
  /**
   * Logits after the prompt, twice after each next token, and after the prompt again; then those of the
   * joined prompts after each next token, row by row.
   */
  var runLayout: (run: LayoutRun) => Promise<{ alone: number[][]; joined: number[][] }>;
}

globalThis.runLayout = async ({ files, context, prompt, next, joined }) => {
  const session = await DecoderSession.create(runtime, await fetchGraph(files), { io: DECODER_IO, context });
  const sequence = session.sequence();
  const middle = prompt.length >> 1;
  await sequence.feed(prompt.slice(0, middle));
  const rows = [await sequence.append(prompt.slice(middle))];
  for (const token of next) rows.push(await sequence.append([token]));
  sequence.dropLast(next.length);
  // Wrong ones first, as guesses may be.
  await sequence.appendEach(prompt.slice(0, next.length));
  sequence.dropLast(next.length);
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

postMessage('ready');
