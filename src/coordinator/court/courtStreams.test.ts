import { pino } from 'pino';
import { type Address, zeroHash } from 'viem';
import { expect, it, vi } from 'vitest';
import { CourtStreams } from '#coordinator/court/courtStreams.ts';
import { accountOf } from '#coordinator/testing/world.ts';
import type { FrameStream } from '#network/frameStream.ts';
import type { JurorFrame } from '#protocol/court/courtFrames.ts';
import type { DrawReport } from '#protocol/court/drawReport.ts';
import { RefusalError } from '#protocol/refusal.ts';

const BYTES = Uint8Array.of(1, 2, 3);
const evidence: JurorFrame = { type: 'evidence', hash: zeroHash };
const CASE = `0x${'ca'.repeat(32)}` as const;
const aboutCase: JurorFrame = { type: 'evidence-about', evidence: CASE };
const commit: JurorFrame = {
  type: 'commit',
  jury: { caseId: 1n, round: 0 },
  vote: { nodeId: 7n, vote: zeroHash, signature: `0x${'00'.repeat(65)}` },
};

const operatorOf = (peer: string) => accountOf(peer).address;

function setUp() {
  const clock = { now: 0 };
  /** Keys with seats on a jury of the case. */
  const seated = new Set<Address>();
  const get = vi.fn(async (): Promise<Uint8Array<ArrayBuffer> | undefined> => BYTES);
  const about = vi.fn(async (): Promise<Uint8Array<ArrayBuffer> | undefined> => BYTES);
  const take = vi.fn(async () => undefined);
  const report = vi.fn(async () => undefined);
  const streams = new CourtStreams({
    isAdmitted: (peer) => peer !== 'stranger',
    operatorOf: (peer) => (peer === 'nameless' ? undefined : operatorOf(peer)),
    jurors: { has: async (operator, id) => seated.has(operator) && id === CASE },
    evidence: { get, about, resultOf: async () => CASE },
    desk: { commit: take, reveal: take },
    reports: { take: report },
    ...{ log: pino({ level: 'silent' }), uptimeMs: () => clock.now },
  });
  /** Waits until so many bundles were looked for: their receivers have places. */
  const placed = (count: number) =>
    vi.waitFor(() => expect(get.mock.calls.length + about.mock.calls.length).toBe(count));
  const ask = async (
    peer: string,
    question: JurorFrame | undefined = evidence,
    onSend: () => Promise<unknown> = async () => {},
  ) => {
    const answers: unknown[] = [];
    const receive = async () => question;
    await streams.handle({
      ...{ peer, receive, close: async () => undefined, abort: vi.fn() },
      send: async (frame: unknown) => {
        answers.push(frame);
        await onSend();
      },
    } as unknown as FrameStream);
    return { answer: answers[0] };
  };
  return { streams, ask, get, about, take, report, clock, seated, placed };
}
/** What waits until it is let go. */
function hold() {
  let letGo = () => {};
  const promise = new Promise<undefined>((resolve) => {
    letGo = () => resolve(undefined);
  });
  return { promise, letGo };
}
const refused = (code: string) => ({ type: 'refused', code });

it('gives an admitted miner the evidence that it asks for, and tells when there is none', async () => {
  const { ask, get } = setUp();
  expect((await ask('ann')).answer).toEqual({ type: 'evidence', bytes: BYTES });
  get.mockResolvedValueOnce(undefined);
  expect((await ask('ann')).answer).toEqual(refused('UNKNOWN_EVIDENCE'));
});

it('gives it what there is about a case, and tells when there is nothing', async () => {
  const { ask, about } = setUp();
  expect((await ask('ann', aboutCase)).answer).toEqual({ type: 'evidence', bytes: BYTES });
  expect(about).toHaveBeenCalledWith(CASE);
  about.mockResolvedValueOnce(undefined);
  expect((await ask('ann', aboutCase)).answer).toEqual(refused('UNKNOWN_EVIDENCE'));
});

it('breaks a stranger’s stream off, unread and unanswered', async () => {
  const { streams } = setUp();
  const stream = { peer: 'stranger', receive: vi.fn(), send: vi.fn() };
  const handled = streams.handle(stream as unknown as FrameStream);
  await expect(handled).rejects.toMatchObject({ code: 'NOT_REGISTERED' });
  expect([stream.receive, stream.send].map(({ mock }) => mock.calls.length)).toEqual([0, 0]);
});

it('answers a vote with the desk’s word', async () => {
  const { ask, take } = setUp();
  expect((await ask('ann', commit)).answer).toEqual({ type: 'accepted' });
  take.mockRejectedValueOnce(new RefusalError('NO_SEATS'));
  expect((await ask('ann', commit)).answer).toEqual(refused('NO_SEATS'));
  take.mockRejectedValueOnce(new Error('the chain is away'));
  expect((await ask('ann', commit)).answer).toEqual(refused('INTERNAL'));
});

it('answers a report with the reporter’s word', async () => {
  const { ask, report } = setUp();
  const question = { type: 'report', report: { fault: 'beacon' } as DrawReport } as const;
  expect((await ask('ann', question)).answer).toEqual({ type: 'accepted' });
  expect(report).toHaveBeenCalledWith(question.report, operatorOf('ann'));
  report.mockRejectedValueOnce(new RefusalError('NO_FAULT'));
  expect((await ask('ann', question)).answer).toEqual(refused('NO_FAULT'));
  report.mockRejectedValueOnce(new Error('the chain is away'));
  expect((await ask('ann', question)).answer).toEqual(refused('INTERNAL'));
});

it('takes ten questions of a juror at once and one in two seconds, until it connects anew', async () => {
  const { ask, clock, streams } = setUp();
  const busy = async () => ((await ask('ann', commit)).answer as { type: string }).type === 'refused';
  for (let asked = 0; asked < 10; asked++) expect(await busy()).toBe(false);
  expect(await busy()).toBe(true);
  clock.now = 1_999;
  expect(await busy()).toBe(true);
  clock.now = 4_000;
  expect(await busy()).toBe(false);
  expect(await busy()).toBe(false);
  expect(await busy()).toBe(true);
  streams.peerGone('ann');
  expect(await busy()).toBe(false);
});

it.each([
  [evidence, aboutCase],
  [aboutCase, evidence],
])('sends two bundles at once to miners without seats, one to each: %o', async (question, other) => {
  const { ask, placed } = setUp();
  const held = hold();
  const slow = [ask('a', question, () => held.promise)];
  await placed(1);
  expect((await ask('a', other)).answer).toEqual(refused('BUSY'));
  slow.push(ask('nameless', question, () => held.promise));
  await placed(2);
  expect((await ask('e', other)).answer).toEqual(refused('BUSY'));
  held.letGo();
  await Promise.all(slow);
  expect((await ask('e', other)).answer).toEqual({ type: 'evidence', bytes: BYTES });
});

it('has four more places for jurors of the case', async () => {
  const { ask, seated, placed } = setUp();
  const held = hold();
  const jurors = ['a', 'b', 'c', 'd', 'e'];
  for (const peer of jurors) seated.add(operatorOf(peer));
  const slow = ['x', 'y', ...jurors.slice(0, 4)].map((peer) => ask(peer, evidence, () => held.promise));
  await placed(6);
  expect((await ask('e', aboutCase)).answer).toEqual(refused('BUSY'));
  expect((await ask('z', evidence)).answer).toEqual(refused('BUSY'));
  held.letGo();
  await Promise.all(slow);
  expect((await ask('e', aboutCase)).answer).toEqual({ type: 'evidence', bytes: BYTES });
});

it('checks sixteen votes at once', async () => {
  const { ask, take } = setUp();
  const held = hold();
  take.mockImplementation(() => held.promise);
  const slow = Array.from({ length: 16 }, (_, at) => ask(`peer ${at}`, commit));
  await vi.waitFor(() => expect(take).toHaveBeenCalledTimes(16));
  expect((await ask('one more', commit)).answer).toEqual(refused('BUSY'));
  held.letGo();
  await Promise.all(slow);
  expect((await ask('one more', commit)).answer).toEqual({ type: 'accepted' });
});
