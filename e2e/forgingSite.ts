import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encode } from 'fast-png';
import type { Devnet } from '#devnet/devnet.ts';

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
export async function serveForgingSite(devnet: Devnet): Promise<{ devnet: Devnet; close(): void }> {
  const data = new Uint8Array(SIDE * SIDE * 3).fill(128);
  const grey = Buffer.from(encode({ width: SIDE, height: SIDE, channels: 3, depth: 8, data }));
  const forgery = `(${forge.toString()})("${grey.toString('base64')}");\n`;
  const server = createServer(async (request, answer) => {
    const range = request.headers.range;
    const headers = { 'accept-encoding': 'identity', ...(range === undefined ? {} : { range }) };
    const served = await fetch(new URL(request.url!, devnet.web.url), { headers });
    const bytes = Buffer.from(await served.arrayBuffer());
    const isForged = /\/assets\/gpu\.worker-[^/]*\.js$/.test(request.url!);
    const body = isForged ? Buffer.concat([Buffer.from(forgery), bytes]) : bytes;
    const kept = [...served.headers].filter(([name]) => !LENGTHS.includes(name));
    answer.writeHead(served.status, { ...Object.fromEntries(kept), 'content-length': body.length });
    answer.end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const site = { ...devnet, web: { ...devnet.web, url } };
  return { devnet: site, close: () => server.close() };
}

/** Headers about the length and form of a body, which is another one here. */
const LENGTHS = ['content-length', 'content-encoding', 'transfer-encoding', 'connection'];
