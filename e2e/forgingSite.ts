import { encode } from 'fast-png';
import type { Devnet } from '#devnet/devnet.ts';
import { type ChangedSite, serveChangedSite } from './changedSite.ts';

/** Pixels a side of the pictures that the test asks for. */
const SIDE = 128;

interface Outcome {
  result?: { kind: string; png: Uint8Array; text: string; tokens: number[]; finishReason: string };
  trace?: unknown;
}

/**
 * Runs in the GPU worker before its own code. Every picture that it computes leaves it as another one; the
 * trace stays that of the honest work. Every text but the first is a copy of the first, with its trace.
 */
function forge(picture: string): void {
  const png = Uint8Array.from(atob(picture), (character) => character.charCodeAt(0));
  const post = self.postMessage.bind(self) as (...message: unknown[]) => void;
  let first: Outcome | undefined;
  self.postMessage = (...message: unknown[]) => {
    const [answer] = message as [{ value?: Outcome } | undefined];
    const outcome = answer?.value;
    if (outcome?.result?.kind === 'image') outcome.result.png = png.slice();
    if (outcome?.result?.kind === 'text') {
      first ??= structuredClone(outcome);
      const { text, tokens, finishReason } = first.result!;
      Object.assign(outcome.result, { text, tokens, finishReason });
      outcome.trace = structuredClone(first.trace);
    }
    post(...message);
  };
}

/**
 * The devnet's page on another port, with one script changed: a tab that opens it delivers a grey picture, or
 * its first text once more, instead of what was asked for.
 */
export async function serveForgingSite(devnet: Devnet): Promise<ChangedSite> {
  const data = new Uint8Array(SIDE * SIDE * 3).fill(128);
  const grey = Buffer.from(encode({ width: SIDE, height: SIDE, channels: 3, depth: 8, data }));
  const forgery = `(${forge.toString()})("${grey.toString('base64')}");\n`;
  return serveChangedSite(devnet, ({ path, bytes }) =>
    /^\/assets\/gpu\.worker-[^/]*\.js$/.test(path) ? Buffer.concat([Buffer.from(forgery), bytes]) : bytes,
  );
}
