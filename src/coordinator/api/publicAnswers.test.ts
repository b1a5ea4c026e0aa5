import '#network/polyfill.ts';
import { expect, it } from 'vitest';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';
import { type ApiReceipt, TASK_HEADER, TASK_KEY_HEADER } from '#protocol/messages/api.ts';

const whole = useWholeCoordinator();

const PROMPT = 'a heron beside a lighthouse';

interface Made {
  id: string;
  key: string;
  receipt: ApiReceipt;
  /** What only its client may read. */
  secrets: Buffer[];
}

async function makeImage(): Promise<Made> {
  const made = await whole.post('/v1/images/generations', { prompt: PROMPT });
  const { data, cuckoo } = (await made.json()) as { data: { b64_json: string }[]; cuckoo: ApiReceipt };
  return madeOf(made, cuckoo, [Buffer.from(data[0]!.b64_json, 'base64'), Buffer.from(data[0]!.b64_json)]);
}

async function makeText(): Promise<Made> {
  const made = await whole.post('/v1/chat/completions', { messages: [{ role: 'user', content: PROMPT }] });
  const { choices, cuckoo } = (await made.json()) as {
    choices: { message: { content: string } }[];
    cuckoo: ApiReceipt;
  };
  return madeOf(made, cuckoo, [Buffer.from(choices[0]!.message.content)]);
}

function madeOf({ headers }: Response, receipt: ApiReceipt, content: Buffer[]): Made {
  const [id, key] = [TASK_HEADER, TASK_KEY_HEADER].map((name) => headers.get(name)!) as [string, string];
  return { id, key, receipt, secrets: [Buffer.from(PROMPT), ...content] };
}

/** Addresses of everything that the API's document says can be read, filled in for one task. */
async function addressesOf({ id, receipt }: Made): Promise<string[]> {
  const { paths } = (await (await fetch(`${whole.url}/openapi.json`)).json()) as {
    paths: Record<string, object>;
  };
  return Object.entries(paths)
    .filter(([, methods]) => 'get' in methods)
    .flatMap(([path]) =>
      [id, receipt.result_hash].map((hash) => path.replace('{id}', id).replace('{hash}', hash)),
    );
}

const read = async (path: string): Promise<Buffer> =>
  Buffer.from(await (await fetch(whole.url + path)).arrayBuffer());

it.each([
  ['an image', makeImage],
  ['a text', makeText],
])(
  'no address tells a stranger, who may have the same task to do, what %s of another miner shows',
  async (_, make) => {
    await whole.mine('ann');
    const made = await make();
    const addresses = await addressesOf(made);
    expect(addresses).toEqual(
      expect.arrayContaining([`/v1/tasks/${made.id}`, `/v1/tasks/${made.id}/result`, '/v1/network/tasks']),
    );
    for (const address of [...addresses, `/v1/tasks/${made.id}/result?form=cbor`, '/metrics'])
      for (const secret of made.secrets)
        expect((await read(address)).includes(secret), `${address} shows ${secret.subarray(0, 20)}`).toBe(
          false,
        );
    // Its client finds it there.
    const own = await read(`/v1/tasks/${made.id}/result?key=${made.key}`);
    expect(made.secrets.some((secret) => own.includes(secret))).toBe(true);
  },
);
