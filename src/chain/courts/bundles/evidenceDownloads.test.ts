import { createServer, type RequestListener, type Server } from 'node:http';
import type { Address } from 'viem';
import { afterEach, expect, it, vi } from 'vitest';
import { evidenceDownloads } from '#chain/courts/bundles/evidenceDownloads.ts';
import type { Roster } from '#chain/roster.ts';

const [BOSS, RIVAL] = [`0x${'b'.repeat(40)}`, `0x${'c'.repeat(40)}`] as const;
const [HASH, STAKING] = [`0x${'a'.repeat(64)}`, `0x${'1'.repeat(40)}`] as const;
const BYTES = Uint8Array.from({ length: 200_000 }, (_, at) => at % 251);
let url = '';
let server: Server | undefined;
vi.mock('#chain/nodeInfo.ts', () => ({
  readNodeInfo: async () => (url === '' ? undefined : { name: 'Boss', url }),
}));
afterEach(() => void server?.close());

async function serve(answer: RequestListener): Promise<void> {
  const made = createServer(answer);
  server = made;
  await new Promise<void>((resolve) => void made.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(made.address() as { port: number }).port}/api`;
}

function setUp(fetchFrom?: Parameters<typeof evidenceDownloads>[3]) {
  const coordinators = [
    { operator: BOSS, weight: 5n },
    { operator: RIVAL, weight: 0n },
  ];
  const roster = { current: () => ({ coordinators }) as unknown as Roster };
  const downloads = evidenceDownloads({} as never, STAKING, roster, fetchFrom);
  let bytes = 0;
  const get = (operator: Address = BOSS) =>
    downloads.get(operator, HASH, {
      signal: new AbortController().signal,
      onBytes: (count) => void (bytes += count),
    });
  return { downloads, get, bytes: () => bytes };
}

it('gets a bundle from the address of the registration, and tells of its bytes', async () => {
  const asked: (string | undefined)[] = [];
  await serve(({ url: path }, answer) => {
    asked.push(path);
    answer.end(BYTES);
  });
  const { get, bytes } = setUp();
  expect(Buffer.compare(await get(), BYTES)).toBe(0);
  expect([asked, bytes()]).toEqual([[`/api/v1/evidence/${HASH}`], BYTES.byteLength]);
});

it('fails where the coordinator is busy, unknown, or has published no address', async () => {
  await serve((_, answer) => answer.writeHead(503).end());
  const { get, downloads } = setUp();
  await expect(get()).rejects.toThrow('503');
  await expect(get(RIVAL)).rejects.toThrow('no such coordinator');
  url = '';
  await expect(get()).rejects.toThrow('no URL');
  expect(downloads.operators()).toEqual([BOSS]);
});

it('asks by what it is given', async () => {
  const refused = async () => {
    throw new Error('inside');
  };
  await serve((_, answer) => answer.end(BYTES));
  await expect(setUp(refused).get()).rejects.toThrow('inside');
});
