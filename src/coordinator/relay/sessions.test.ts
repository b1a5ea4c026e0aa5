import { pino } from 'pino';
import { describe, expect, it, vi } from 'vitest';
import { JurorPlaces } from '#coordinator/miners/jurorPlaces.ts';
import { MinerPool, type MinerSession } from '#coordinator/miners/minerPool.ts';
import { Sessions, type SessionsDeps } from '#coordinator/relay/sessions.ts';
import { accountOf, COORDINATOR, NETWORK } from '#coordinator/testing/world.ts';
import type { FrameStream } from '#network/frameStream.ts';
import { PROTOCOL_VERSION } from '#protocol/messages/wire.ts';
import { signPeerBinding } from '#protocol/signed/peerBinding.ts';

const SILENCE_MS = 90_000;
const PEER = '12D3KooWGRUacjSVjcr3ZzJoRsDPmmQ6YfBLZbCkhTpYvC8w3Jrt';
const OTHER_PEER = '12D3KooWHHzSeKaY8xuZVzkLbKFfvNgPPeKhFBGrMbNzbm5akpqu';

/** Sessions of miners that were last heard at time 0, and what happens to them. */
function setUp(...names: string[]) {
  const pool = new MinerPool(10);
  const clock = { now: 0 };
  const jurors = new JurorPlaces(() => clock.now);
  const mayServe = vi.fn(async (_operator: string) => false);
  const events: string[] = [];
  const sessions = names.map((name): MinerSession => {
    const session = {
      ...{ operator: accountOf(name).address, peer: name, gpu: '', models: new Map(), seenAt: 0 },
      ...{ assign: vi.fn(), dismiss: vi.fn() },
    };
    pool.join(session);
    return session;
  });
  const standing = vi.fn(async (_operator: string, _isAdmitted?: boolean) => 'ACTIVE');
  const deps = {
    ...{ pool, jurors, mayServe, log: pino({ level: 'silent' }), nowMs: () => 0, uptimeMs: () => clock.now },
    admission: { standing },
    ...{ network: NETWORK, signer: COORDINATOR, peerId: PEER },
    catalogue: { find: (id: string) => (id === 'unknown' ? undefined : {}), models: [] },
    ledger: { openAccount: async () => undefined, voucher: async () => ({ cumulative: 0n }) },
    scheduler: {
      assign: async () => undefined,
      attempts: { minerLeft: async () => void events.push('its tasks go back') },
    },
    disconnect: async (peer: string) => void events.push(`${peer} is disconnected`),
    onJoined: () => void events.push('one joined'),
    onLeft: (peer: string) => void events.push(`${peer} left`),
  } as unknown as SessionsDeps;
  const make = () => new Sessions(deps);
  return {
    pool,
    jurors,
    mayServe,
    events,
    sessions,
    clock,
    standing,
    make,
    endSilent: () => make().endSilent(),
  };
}

describe('Sessions.handle', () => {
  const offerOf = (id: string) => ({ id, together: 1 });
  const beatOf = (...ids: string[]) => ({ type: 'heartbeat', models: ids.map(offerOf) });

  /** A session of `ann`, who says what `say` sends after her hello. */
  async function joined(setting: ReturnType<typeof setUp>) {
    const waiting: ((frame: unknown) => void)[] = [];
    const said: unknown[] = [];
    const answers: { type: string }[] = [];
    const say = (frame: unknown) => {
      const next = waiting.shift();
      if (next === undefined) said.push(frame);
      else next(frame);
    };
    const stream = {
      peer: PEER,
      receive: async (schema: { parse(frame: unknown): unknown }) => {
        const frame = said.length > 0 ? said.shift() : await new Promise((resolve) => waiting.push(resolve));
        return frame === undefined ? undefined : schema.parse(frame);
      },
      send: async (frame: { type: string }) => void answers.push(frame),
      abort: vi.fn(),
    };
    say({
      ...{ version: PROTOCOL_VERSION, models: [offerOf('draw'), offerOf('unknown')], gpu: 'none' },
      binding: await signPeerBinding(NETWORK, accountOf('ann'), PEER, 0),
    });
    const over = setting.make().handle(stream as unknown as FrameStream);
    await vi.waitFor(() => expect(setting.pool.size).toBe(1));
    return { say, over, answers, session: setting.pool.ofPeer(PEER)! };
  }

  it('takes from each heartbeat when the miner was seen and what it takes, and answers it', async () => {
    const setting = setUp();
    const { say, session, answers } = await joined(setting);
    expect([...session.models.keys()]).toEqual(['draw']);
    setting.clock.now = 5;
    say(beatOf());
    await vi.waitFor(() => expect(session).toMatchObject({ seenAt: 5, models: new Map() }));
    say(beatOf('talk', 'unknown'));
    await vi.waitFor(() => expect([...session.models.keys()]).toEqual(['talk']));
    expect(answers.map(({ type }) => type)).toEqual(['welcome', 'heartbeat', 'heartbeat']);
  });

  it('gives a juror that may work again a miner’s place for its juror’s place', async () => {
    const setting = setUp();
    setting.jurors.take(PEER, accountOf('ann').address);
    await joined(setting);
    expect([setting.jurors.has(PEER), setting.pool.size]).toEqual([false, 1]);
  });

  it('answers five hellos of a peer at once and no sixth, until it connects anew', async () => {
    const setting = setUp();
    const sessions = setting.make();
    const greet = async (peer: string) => {
      const said: unknown[] = [{ version: 0, models: [], gpu: '', binding: {} }];
      const answers: unknown[] = [];
      await sessions.handle({
        peer,
        receive: async () => said.shift(),
        send: async (frame: unknown) => void answers.push(frame),
      } as unknown as FrameStream);
      return answers.length;
    };
    const five = await Promise.all(Array.from({ length: 5 }, () => greet(PEER)));
    expect(five).toEqual([1, 1, 1, 1, 1]);
    expect(await greet(PEER)).toBe(0);
    expect(await greet('another peer')).toBe(1);
    await sessions.peerGone(PEER);
    expect(await greet(PEER)).toBe(1);
  });

  it('ends when the miner closes its side', async () => {
    const setting = setUp();
    const { say, over } = await joined(setting);
    say(undefined);
    await over;
    expect(setting.events).toEqual(['one joined', `${PEER} left`, 'its tasks go back']);
    expect(setting.pool.size).toBe(0);
  });

  it('takes twenty heartbeats at once and one a second, and ends at more', async () => {
    const setting = setUp();
    const { say, over, answers } = await joined(setting);
    for (let beat = 0; beat < 20; beat++) say(beatOf('draw'));
    await vi.waitFor(() => expect(answers).toHaveLength(1 + 20));
    setting.clock.now = 1_000;
    say(beatOf('draw'));
    await vi.waitFor(() => expect(answers).toHaveLength(1 + 21));
    say(beatOf('draw'));
    await expect(over).rejects.toMatchObject({ code: 'MALFORMED' });
    expect(setting.pool.size).toBe(0);
  });

  it('ends at a frame that is no heartbeat', async () => {
    const setting = setUp();
    const { say, over } = await joined(setting);
    say({ type: 'dismissed', code: 'JAILED' });
    await expect(over).rejects.toThrow();
    expect(setting.pool.size).toBe(0);
  });
});

describe('Sessions and jurors', () => {
  /** Ann says hello. @returns the first answer */
  async function greet(setting: ReturnType<typeof setUp>, peer = PEER): Promise<unknown> {
    const answers: unknown[] = [];
    const models = [{ id: 'draw', together: 1 }];
    const binding = await signPeerBinding(NETWORK, accountOf('ann'), peer, 0);
    const said: unknown[] = [{ version: PROTOCOL_VERSION, models, gpu: 'none', binding }];
    await setting.make().handle({
      peer,
      receive: async () => said.shift(),
      send: async (frame: unknown) => void answers.push(frame),
    } as unknown as FrameStream);
    return answers[0];
  }

  it.each(['JAILED', 'UNDER_STAKED', 'RETIRED'])(
    'a node that is no more active gets no work, and a place while it has a duty: %s',
    async (code) => {
      const setting = setUp();
      setting.standing.mockResolvedValue(code);
      setting.mayServe.mockResolvedValue(true);
      expect(await greet(setting)).toEqual({ type: 'dismissed', code });
      expect(setting.jurors.has(PEER)).toBe(true);
      expect([setting.pool.size, setting.events]).toEqual([0, []]);
      // Its case is over.
      setting.mayServe.mockResolvedValue(false);
      await greet(setting);
      expect(setting.jurors.has(PEER)).toBe(false);
      expect(setting.events).toEqual([`${PEER} left`]);
    },
  );

  it('gives a key that serves no node no place, and asks for none', async () => {
    const setting = setUp();
    setting.standing.mockResolvedValue('NOT_REGISTERED');
    expect(await greet(setting)).toEqual({ type: 'dismissed', code: 'NOT_REGISTERED' });
    expect(setting.mayServe).not.toHaveBeenCalled();
    expect(setting.jurors.has(PEER)).toBe(false);
  });

  it('gives a place to the newest peer of a node, and leaves it there when the chain cannot tell', async () => {
    const setting = setUp();
    setting.standing.mockResolvedValue('JAILED');
    setting.mayServe.mockResolvedValue(true);
    await greet(setting, OTHER_PEER);
    await greet(setting);
    expect([setting.jurors.has(OTHER_PEER), setting.jurors.has(PEER)]).toEqual([false, true]);
    expect(setting.events).toEqual([`${OTHER_PEER} left`]);
    setting.mayServe.mockRejectedValueOnce(new Error('the chain is away'));
    expect(await greet(setting)).toEqual({ type: 'dismissed', code: 'JAILED' });
    expect(setting.jurors.has(PEER)).toBe(true);
  });

  it('a miner that loses its standing while it works keeps its connection for the court', async () => {
    const { make, standing, mayServe, jurors, pool } = setUp('ann', 'bob');
    standing.mockResolvedValueOnce('JAILED');
    mayServe.mockResolvedValueOnce(true);
    await make().reviewStandings();
    expect([jurors.has('ann'), jurors.has('bob')]).toEqual([true, false]);
    expect(pool.all().map(({ peer }) => peer)).toEqual(['bob']);
  });

  it('a juror’s place ends with its connection, and with its silence', async () => {
    const { make, jurors, clock, events, endSilent } = setUp();
    jurors.take('ann', accountOf('ann').address);
    jurors.take('bob', accountOf('bob').address);
    await make().peerGone('ann');
    expect([jurors.has('ann'), jurors.has('bob')]).toEqual([false, true]);
    clock.now = SILENCE_MS - 1;
    await endSilent();
    expect([jurors.has('bob'), events]).toEqual([true, []]);
    clock.now += 1;
    await endSilent();
    expect([jurors.has('bob'), events]).toEqual([false, ['bob is disconnected']]);
  });
});

describe('Sessions.reviewStandings', () => {
  it('asks about miners that work for us without the strangers’ bound', async () => {
    const { make, standing, events, pool } = setUp('ann', 'bob');
    standing.mockResolvedValueOnce('JAILED');
    await make().reviewStandings();
    expect(standing.mock.calls.map(([, isAdmitted]) => isAdmitted)).toEqual([true, true]);
    expect(events).toEqual(['ann left', 'its tasks go back']);
    expect(pool.all().map(({ peer }) => peer)).toEqual(['bob']);
  });
});

describe('Sessions.endSilent', () => {
  it('keeps a miner that was heard a moment less than 90 s ago', async () => {
    const { clock, endSilent, events, pool } = setUp('ann');
    clock.now = SILENCE_MS - 1;
    await endSilent();
    expect([events, pool.size]).toEqual([[], 1]);
  });

  it('disconnects a miner that was silent for 90 s and gives its tasks to others', async () => {
    const { clock, endSilent, events, pool, sessions } = setUp('ann', 'bob');
    clock.now = SILENCE_MS;
    sessions[1]!.seenAt = 1;
    await endSilent();
    expect(events).toEqual(['ann left', 'its tasks go back', 'ann is disconnected']);
    expect(pool.all()).toEqual([sessions[1]]);
  });
});
