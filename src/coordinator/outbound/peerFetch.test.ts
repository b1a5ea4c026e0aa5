import type { lookup } from 'node:dns';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { peerFetch } from '#coordinator/outbound/peerFetch.ts';

let server: Server;
let port: number;
let asked: (string | undefined)[];
let answer: RequestListener;

beforeEach(async () => {
  asked = [];
  answer = (_, response) => void response.end('secret');
  server = createServer((request, response) => {
    asked.push(request.url);
    answer(request, response);
  });
  await new Promise<void>((resolve) => void server.listen(0, '::', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(() => void server.close());

const { signal } = new AbortController();
/** Resolves each name to these addresses, a further set at each question. */
function resolver(...answers: string[][]) {
  const names: string[] = [];
  const resolve = ((name: string, _: unknown, callback: (...found: unknown[]) => void) => {
    names.push(name);
    const addresses = answers[names.length - 1] ?? answers.at(-1)!;
    callback(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  }) as unknown as typeof lookup;
  return { resolve, names };
}
const REFUSED = { cause: { code: 'PRIVATE_ADDRESS' } };

it.each([
  ...['127.0.0.1', '127.1', '2130706433', '0x7f000001', '0.0.0.0', '017700000001'],
  ...['[::1]', '[::ffff:127.0.0.1]', '[::]', 'localhost'],
])('asks nothing of this machine as http://%s', async (host) => {
  const get = peerFetch({ allowPrivate: false });
  await expect(get(new URL(`http://${host}:${port}/`), { signal })).rejects.toMatchObject(REFUSED);
  expect(asked).toEqual([]);
});

it.each([[['127.0.0.1']], [['1.1.1.1', '127.0.0.1']], [['::ffff:127.0.0.1']], [[]]])(
  'asks nothing of a name that leads to %j',
  async (addresses) => {
    const { resolve, names } = resolver(addresses);
    const get = peerFetch({ allowPrivate: false, resolve });
    await expect(get(new URL(`http://inside.example:${port}/`), { signal })).rejects.toMatchObject(REFUSED);
    expect([names, asked]).toEqual([['inside.example'], []]);
  },
);

it('connects to the address that it has checked, whatever the name leads to afterwards', async () => {
  const { resolve, names } = resolver(['127.0.0.1'], ['10.0.0.1']);
  const isPublic = (address: string) => address === '127.0.0.1';
  const get = peerFetch({ allowPrivate: false, resolve, isPublic });
  expect((await get(new URL(`http://moving.example:${port}/a`), { signal })).ok).toBe(true);
  expect([names, asked]).toEqual([['moving.example'], ['/a']]);
  // Another request has a connection of its own, and is checked anew.
  await expect(get(new URL(`http://moving.example:${port}/b`), { signal })).rejects.toMatchObject(REFUSED);
  expect(asked).toEqual(['/a']);
});

it('asks its own network where it may', async () => {
  const got = await peerFetch({ allowPrivate: true })(new URL(`http://127.0.0.1:${port}/a`), { signal });
  expect([got.ok, got.status, asked]).toEqual([true, 200, ['/a']]);
  expect(await new Response(got.body).text()).toBe('secret');
});

it('follows no answer that leads elsewhere', async () => {
  answer = ({ url }, response) =>
    url === '/' ? response.writeHead(302, { location: '/inside' }).end() : response.end('secret');
  const get = peerFetch({ allowPrivate: true });
  await expect(get(new URL(`http://127.0.0.1:${port}/`), { signal })).rejects.toThrow('fetch failed');
  expect(asked).toEqual(['/']);
});
