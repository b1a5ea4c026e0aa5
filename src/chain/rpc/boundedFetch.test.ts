import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createClient, type Hex } from 'viem';
import { getBalance, getBlockNumber, getChainId } from 'viem/actions';
import { afterEach, describe, expect, it } from 'vitest';
import { chainErrorOf } from '#chain/chainError.ts';
import { chainOf, type NetworkConfig, readClientOf, transportOf } from '#chain/networkConfig.ts';
import { boundedFetch, LONGEST_ANSWER_BYTES } from '#chain/rpc/boundedFetch.ts';
import { DEEPEST, LONGEST_MESSAGE, LONGEST_QUANTITY, RpcAnswerError } from '#chain/rpc/rpcAnswer.ts';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

interface Asked {
  id: number;
  method: string;
}
type Answer = (asked: Asked | Asked[], response: ServerResponse) => unknown;

/** A node of the chain that answers as a test says: with JSON, or by itself where that is undefined. */
async function nodeThat(answer: Answer) {
  const requests: IncomingMessage[] = [];
  const server = createServer(async (request, response) => {
    requests.push(request);
    let body = '';
    for await (const piece of request) body += piece;
    response.setHeader('content-type', 'application/json');
    const said = answer(JSON.parse(body), response);
    if (said !== undefined) response.end(typeof said === 'string' ? said : JSON.stringify(said));
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, requests };
}

const configOf = (...urls: string[]) =>
  ({
    name: 'test',
    chainId: 7,
    rpcUrl: urls[0]!,
    fallbackRpcUrls: urls.slice(1),
    devnet: true,
  }) as NetworkConfig;

const result = (asked: Asked | Asked[], value: unknown) => ({
  ...{ jsonrpc: '2.0', id: Array.isArray(asked) ? 0 : asked.id, result: value },
});
const honest: Answer = (asked) => result(asked, '0x7');

/** A body of so many bytes and more, for as long as somebody reads it. */
const flood: Answer = (_, response) => {
  const piece = Buffer.alloc(1024 * 1024, ' ');
  const pour = () => {
    while (!response.destroyed && response.write(piece));
  };
  response.on('drain', pour);
  pour();
};

const HOSTILE: [string, Answer][] = [
  ['a body of a gigabyte and more', flood],
  [
    'a deep answer',
    (asked) => JSON.stringify(result(asked, '')).replace('""', '['.repeat(100_000) + ']'.repeat(100_000)),
  ],
  ['a quantity of ten million digits', (asked) => result(asked, `0x${'f'.repeat(9_900_000)}`)],
  [
    'an endless message',
    (asked) => ({
      ...result(asked, 0),
      result: undefined,
      error: { code: -32_603, message: 'x'.repeat(LONGEST_MESSAGE + 1) },
    }),
  ],
  ['half an answer', () => '{"jsonrpc":"2.0","id"'],
];

describe('a node that answers with', () => {
  it.each(HOSTILE)('%s is passed over for the next one', async (_, answer) => {
    const [liar, other] = [await nodeThat(answer), await nodeThat(honest)];
    expect(await readClientOf(configOf(liar.url, other.url), 0).getBlockNumber()).toBe(7n);
  });

  it.each(HOSTILE)('%s alone gives a typed error', async (_, answer) => {
    const { url } = await nodeThat(answer);
    const failure = await readClientOf(configOf(url), 0)
      .getBlockNumber()
      .catch((error: unknown) => error);
    expect(chainErrorOf(failure).code).toBe('NO_ANSWER');
  });
});

it('reads an answer that is as long as it may be, and none that is a byte longer', async () => {
  const base = JSON.stringify(result({ id: 1, method: '' }, '')).length;
  const { url } = await nodeThat((_, response) => {
    const length = LONGEST_ANSWER_BYTES + (response.req.url === '/more' ? 1 : 0);
    return result({ id: 1, method: '' }, 'x'.repeat(length - base));
  });
  expect((await (await boundedFetch(url, { method: 'POST', body: '{}' })).text()).length).toBe(
    LONGEST_ANSWER_BYTES,
  );
  await expect(boundedFetch(`${url}more`, { method: 'POST', body: '{}' })).rejects.toMatchObject({
    code: 'TOO_LONG',
  });
});

it('ends with its signal though the answer never does, and hangs up', async () => {
  let begin: (response: ServerResponse) => void = () => {};
  const begun = new Promise<ServerResponse>((resolve) => {
    begin = resolve;
  });
  const { url } = await nodeThat((_, response) => {
    response.write('{');
    begin(response);
  });
  const late = new AbortController();
  const reading = boundedFetch(url, { method: 'POST', body: '{}', signal: late.signal });
  const response = await begun;
  const closed = once(response, 'close');
  late.abort(new DOMException('Too late.', 'TimeoutError'));
  await expect(reading).rejects.toMatchObject({ name: 'TimeoutError' });
  await closed;
});

const depth = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
it.each([
  [`{"id":1,"result":${depth(DEEPEST - 1)}}`, true],
  [`{"id":1,"result":${depth(DEEPEST)}}`, false],
  [`{"id":1,"result":"\\"${depth(99).replaceAll(']', '')}"}`, true],
  [`{"id":1,"result":{"number":"0x${'f'.repeat(LONGEST_QUANTITY - 2)}"}}`, true],
  [`{"id":1,"result":{"number":"0x${'f'.repeat(LONGEST_QUANTITY - 1)}"}}`, false],
  [`{"id":1,"result":[{"logIndex":"0x${'f'.repeat(LONGEST_QUANTITY - 1)}"}]}`, false],
  [`{"id":1,"result":{"reward":[["0x${'f'.repeat(LONGEST_QUANTITY - 1)}"]]}}`, false],
  [`{"id":1,"result":[{"data":"0x${'f'.repeat(9_999)}"}]}`, true],
  [`{"id":1,"result":"0x${'f'.repeat(9_999)}"}`, true],
  [`{"id":1,"error":{"code":1,"message":"${'x'.repeat(LONGEST_MESSAGE)}"}}`, true],
  ['<html>', true],
])('takes an answer or refuses it: case %#', async (body, isTaken) => {
  const { url } = await nodeThat(() => body);
  const call = JSON.stringify({ id: 1, method: 'eth_call' });
  const reading = boundedFetch(url, { method: 'POST', body: call });
  if (isTaken) expect(await (await reading).text()).toBe(body);
  else await expect(reading).rejects.toBeInstanceOf(RpcAnswerError);
});

describe('a batch', () => {
  const BALANCE = '0x64';
  const values: Record<string, Hex> = { eth_chainId: '0x7', eth_getBalance: BALANCE };
  const answersOf = (asked: Asked | Asked[]) =>
    [asked].flat().map((each) => ({ ...result(each, values[each.method]), id: each.id as unknown }));

  /** What a batch of two reads gives, of a node that answers so before an honest one. */
  async function read(change: (answers: ReturnType<typeof answersOf>) => unknown) {
    const liar = await nodeThat((asked) => change(answersOf(asked)));
    const other = await nodeThat((asked) => answersOf(asked));
    const config = configOf(liar.url, other.url);
    const client = createClient({
      chain: chainOf(config),
      transport: transportOf(config, 0, { batch: true }),
    });
    const address = '0x00000000000000000000000000000000000000C0';
    const told = await Promise.all([getChainId(client), getBalance(client, { address })]);
    return { told, others: other.requests.length };
  }

  it('may be answered in any order', async () => {
    expect(await read((answers) => answers.reverse())).toEqual({ told: [7, 100n], others: 0 });
  });

  it.each<[string, (answers: ReturnType<typeof answersOf>) => unknown]>([
    ['with ids of its own', (answers) => answers.map((each, place) => ({ ...each, id: 900 - place }))],
    ['with one answer missing', (answers) => answers.slice(1)],
    ['with one answer twice', ([first]) => [first, first]],
    ['with one too many', (answers) => [...answers, { ...answers[0], id: -1 }]],
    ['with nothing', () => [null, null]],
    ['with no list', (answers) => answers[0]],
    [
      'with one number of too many digits',
      ([id, balance]) => [id, { ...balance, result: `0x${'f'.repeat(99)}` }],
    ],
  ])('that is answered %s is asked of the next node', async (_, change) => {
    const { told, others } = await read(change);
    expect(told).toEqual([7, 100n]);
    expect(others).toBeGreaterThan(0);
  });

  it('that is refused as a whole says why', async () => {
    const { url } = await nodeThat(() => [
      { jsonrpc: '2.0', id: null, error: { code: -32_005, message: 'Slow down.' } },
    ]);
    const config = configOf(url);
    const client = createClient({
      chain: chainOf(config),
      transport: transportOf(config, 0, { batch: true }),
    });
    const failures = await Promise.allSettled([getChainId(client), getBlockNumber(client)]);
    for (const each of failures)
      expect(chainErrorOf((each as PromiseRejectedResult).reason).code).toBe('RATE_LIMITED');
  });
});
