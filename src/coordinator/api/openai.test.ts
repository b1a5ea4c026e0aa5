import '#network/polyfill.ts';
import { describe, expect, it, vi } from 'vitest';
import { OwnSalts } from '#coordinator/api/tasks/ownSalts.ts';
import { failure } from '#coordinator/testing/failure.ts';
import { pngOf } from '#coordinator/testing/schedulerBench.ts';
import { useWholeCoordinator } from '#coordinator/testing/wholeCoordinator.ts';
import { ANSWER, accountOf, COORDINATOR, NETWORK } from '#coordinator/testing/world.ts';
import { lotteryRanking, lotterySeed } from '#protocol/draw/lottery.ts';
import { type ApiTask, apiReceiptSchema } from '#protocol/messages/api.ts';
import { assignmentOf } from '#protocol/messages/receiptAssignment.ts';
import { assignmentDigest, isAssignmentSigned } from '#protocol/signed/assignment.ts';
import { isResultSigned } from '#protocol/signed/resultSignature.ts';

const whole = useWholeCoordinator();

describe('images', () => {
  it('come with a receipt that proves the miner’s signature', async () => {
    const miner = await whole.mine('ann');
    const answer = await whole.openai.images.generate({ model: 'draw', prompt: 'a red fox', size: 'auto' });
    const png = Buffer.from(answer.data?.[0]?.b64_json ?? '', 'base64');
    expect(png.subarray(1, 4).toString()).toBe('PNG');
    const receipt = apiReceiptSchema.parse((answer as unknown as { cuckoo: unknown }).cuckoo);
    expect(receipt).toMatchObject({
      miner: accountOf('ann').address,
      stake_share: 0.25,
      units: 4,
      amount_cai: '8',
    });
    const { assignment_digest: digest, result_hash: hash, result_signature: signature } = receipt;
    const trace = receipt.trace_root as `0x${string}`;
    expect(
      await isResultSigned(
        NETWORK,
        { assignment: digest, result: hash, units: receipt.units, trace },
        { miner: receipt.miner, signature: signature as `0x${string}` },
      ),
    ).toBe(true);
    await vi.waitFor(() => expect(miner.paid).toHaveLength(1));
  });

  it('come with a receipt that shows the assignment which the coordinator signed', async () => {
    await whole.mine('ann');
    const asked = Math.floor(Date.now() / 1_000);
    const { data } = await whole.openai.images.generate({ prompt: 'a red fox' }).withResponse();
    const receipt = apiReceiptSchema.parse((data as unknown as { cuckoo: unknown }).cuckoo);
    const assignment = assignmentOf(receipt.task_id, receipt.assignment!);
    expect(assignmentDigest(NETWORK, assignment)).toBe(receipt.assignment_digest);
    expect(await isAssignmentSigned(NETWORK, assignment)).toBe(true);
    const { blockNumber, beacon } = whole.roster.epoch();
    expect(receipt.assignment).toMatchObject({
      ...{ coordinator: COORDINATOR.address, miner: accountOf('ann').address, attempt: 0 },
      ...{ roster_block: blockNumber, beacon, unit_price_wei: '2000000000000000000' },
    });
    expect(assignment.expiry).toBeGreaterThan(asked);
    // The lottery calls bob first where his key is among those that were passed.
    const order = lotteryRanking(lotterySeed(beacon, receipt.task_id), whole.roster.epoch().miners);
    expect([...assignment.passed, assignment.miner]).toEqual(
      [...order].map(({ operator }) => operator).slice(0, assignment.passed.length + 1),
    );
    expect((await whole.task(receipt.task_id)).receipt).toEqual(receipt);
  });

  it('are drawn once for a salt that the app chose', async () => {
    await whole.mine('ann');
    const body = { prompt: 'a fox', seed: 7, salt: `0x${'5a'.repeat(16)}` };
    expect((await whole.post('/v1/images/generations', body)).status).toBe(200);
    const again = await whole.post('/v1/images/generations', body);
    expect(again.status).toBe(409);
    expect(await again.json()).toMatchObject({ error: { code: 'task_exists', param: 'salt' } });
    expect((await whole.post('/v1/images/generations', { ...body, seed: 8 })).status).toBe(200);
  });

  it('take no salt of the app while the coordinator does not know its node’s earlier tasks', async () => {
    const now = Date.now();
    await whole.restart({ salts: new OwnSalts({ fromMs: now + 60_000, nowMs: () => now }) });
    await whole.mine('ann');
    const salt = `0x${'5a'.repeat(16)}`;
    const refused = [
      await whole.post('/v1/images/generations', { prompt: 'a fox', salt }),
      await whole.post('/v1/chat/completions', { messages: [{ role: 'user', content: 'hello' }], salt }),
    ];
    for (const answer of refused) {
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '60']);
      expect(await answer.json()).toMatchObject({ error: { code: 'salt_not_yet', param: 'salt' } });
    }
    expect((await whole.post('/v1/images/generations', { prompt: 'a fox' })).status).toBe(200);
  });

  it('come as a URL that serves the PNG', async () => {
    await whole.mine('ann');
    const answer = await whole.openai.images.generate({ prompt: 'a fox', response_format: 'url' });
    const image = await fetch(answer.data?.[0]?.url ?? '');
    expect(image.headers.get('content-type')).toBe('image/png');
  });

  it('stream the state of their task', async () => {
    await whole.mine('ann');
    const stream = await whole.openai.images.generate({ prompt: 'a fox', stream: true });
    const events: { type: string; task?: ApiTask }[] = [];
    for await (const event of stream) events.push(event as { type: string; task?: ApiTask });
    expect(events.at(-1)?.type).toBe('image_generation.completed');
    expect(events.slice(0, -1).every(({ type }) => type === 'cuckoo.task')).toBe(true);
    expect(events[0]?.task?.status).toMatch(/queued|assigned/);
  });

  it('stream at most the requested number of previews', async () => {
    let seen: () => void = () => undefined;
    // Each preview waits until the client has the last one: a slow client gets only the newest.
    await whole.mine('ann', async (request, stream) => {
      for (let done = 1; request.kind === 'image' && done <= 2; done++) {
        const waiting = new Promise<void>((resolve) => (seen = resolve));
        const progress = { kind: 'step' as const, done, total: 4, preview: pngOf(8, 8) };
        await stream.send({ type: 'progress', progress });
        await waiting;
      }
      return { kind: 'image', png: pngOf(16, 16) };
    });
    const stream = await whole.openai.images.generate({ prompt: 'a fox', stream: true, partial_images: 2 });
    const partial: { partial_image_index: number; b64_json: string }[] = [];
    for await (const event of stream) {
      if (event.type !== 'image_generation.partial_image') continue;
      partial.push(event);
      seen();
    }
    expect(partial.map((event) => event.partial_image_index)).toEqual([0, 1]);
    expect(Buffer.from(partial[0]!.b64_json, 'base64').subarray(1, 4).toString()).toBe('PNG');
  });

  it.each([
    [{ prompt: 'x', partial_images: 9, stream: true }, 'invalid_value', 'partial_images'],
    [{ prompt: 'x', n: 2 }, 'unsupported_parameter', 'n'],
    [{ prompt: 'x', size: '10x10' }, 'invalid_value', 'size'],
    [{ prompt: 'x', steps: 99 }, 'invalid_value', 'steps'],
    [{ prompt: '' }, 'invalid_value', 'prompt'],
    [{ prompt: 'x', model: 'talk' }, 'wrong_model', 'model'],
    [{ prompt: 'x', colour: 'red' }, 'unknown_parameter', 'colour'],
  ])('refuse %j with %s', async (body, code, param) => {
    const error = await failure(whole.openai.images.generate(body as never));
    expect(error).toMatchObject({ status: 400, code, param });
  });
});

describe('chat completions', () => {
  const messages = [{ role: 'user' as const, content: 'tell me a tale' }];

  it('come in one response', async () => {
    await whole.mine('ann');
    const answer = await whole.openai.chat.completions.create({ model: 'talk', messages });
    expect(answer.choices[0]).toMatchObject({
      message: { content: 'once upon a time' },
      finish_reason: 'stop',
    });
    expect(answer.usage).toEqual({ prompt_tokens: 4, completion_tokens: 4, total_tokens: 8 });
    expect(apiReceiptSchema.parse((answer as unknown as { cuckoo: unknown }).cuckoo).amount_cai).toBe(
      '0.008',
    );
  });

  it('stream word by word', async () => {
    await whole.mine('ann');
    const stream = await whole.openai.chat.completions.create({
      ...{ model: 'talk', messages, stream: true },
      stream_options: { include_usage: true },
    });
    let text = '';
    const last: unknown[] = [];
    for await (const chunk of stream) {
      text += chunk.choices[0]?.delta.content ?? '';
      last.push(chunk);
    }
    expect(text).toBe('once upon a time');
    expect(last.at(-1)).toMatchObject({ usage: { total_tokens: 8 }, cuckoo: { model: 'talk' } });
    expect(last.at(-2)).toMatchObject({ choices: [{ finish_reason: 'stop' }] });
  });

  it('have log-probabilities when asked for', async () => {
    await whole.mine('ann');
    const ask = { model: 'talk', messages, logprobs: true, top_logprobs: 1 };
    const spelt = (token: string) => ({ token, logprob: -0.5, bytes: [...Buffer.from(token)] });
    const content = ANSWER.map((token) => ({
      ...spelt(token),
      top_logprobs: [spelt('once')],
    }));
    const answer = await whole.openai.chat.completions.create(ask);
    expect(answer.choices[0]?.logprobs).toEqual({ content, refusal: null });
    const stream = await whole.openai.chat.completions.create({ ...ask, stream: true });
    let last: unknown;
    for await (const chunk of stream) last = chunk.choices[0]?.logprobs ?? last;
    expect(last).toEqual({ content, refusal: null });
  });

  it.each([
    [{ messages, top_logprobs: 2 }, 400, 'invalid_value'],
    [{ messages: [{ role: 'user', content: 'word '.repeat(64) }] }, 400, 'context_length_exceeded'],
    [{ messages: [] }, 400, 'invalid_value'],
    [{ messages, n: 2 }, 400, 'unsupported_parameter'],
    [{ messages, model: 'gpt-4' }, 404, 'model_not_found'],
  ])('refuse %j', async (body, status, code) => {
    expect(await failure(whole.openai.chat.completions.create(body as never))).toMatchObject({
      status,
      code,
    });
  });
});
