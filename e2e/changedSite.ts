import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Devnet } from '#devnet/devnet.ts';

/** A file as the devnet serves it. */
export interface ServedFile {
  /** Its address, without what stands after a question mark. */
  path: string;
  bytes: Buffer;
}

/** The devnet's page on another port, with files that are not as they were. */
export interface ChangedSite {
  /** The devnet, as whoever opens this site sees it. */
  devnet: Devnet;
  /** Answers nothing any more. */
  close(): void;
}

/**
 * @param change what is sent instead of a file; undefined to say that there is none
 * @param more files that the devnet has not, with their types
 */
export async function serveChangedSite(
  devnet: Devnet,
  change: (file: ServedFile) => Buffer | undefined,
  more: ReadonlyMap<string, { type: string; text: string }> = new Map(),
): Promise<ChangedSite> {
  const answerWith = async (request: IncomingMessage, answer: ServerResponse) => {
    const path = request.url!.replace(/\?.*/, '');
    const added = more.get(path);
    if (added !== undefined) return answer.writeHead(200, { 'content-type': added.type }).end(added.text);
    const range = request.headers.range;
    const headers = { 'accept-encoding': 'identity', ...(range === undefined ? {} : { range }) };
    const served = await fetch(new URL(request.url!, devnet.web.url), { headers });
    const body = change({ path, bytes: Buffer.from(await served.arrayBuffer()) });
    if (body === undefined) return answer.writeHead(404).end();
    const kept = [...served.headers].filter(([name]) => !LENGTHS.includes(name));
    return answer
      .writeHead(served.status, { ...Object.fromEntries(kept), 'content-length': body.length })
      .end(body);
  };
  // A tab may still ask while the devnet stops: its request fails, and not the test.
  const server = createServer((request, answer) => {
    answerWith(request, answer).catch(() => answer.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { devnet: { ...devnet, web: { ...devnet.web, url } }, close };
}

/** Headers about the length and form of a body, which is another one here. */
const LENGTHS = ['content-length', 'content-encoding', 'transfer-encoding', 'connection'];
