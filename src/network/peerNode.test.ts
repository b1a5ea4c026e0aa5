import '#network/polyfill.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { FrameStream } from '#network/frameStream.ts';
import type { GossipDeps } from '#network/gossip/gossipValidators.ts';
import type { PeerNode } from '#network/peerNode.ts';
import { createRelayNode } from '#network/relayNode.ts';
import { createTabNode } from '#network/tabNode.ts';
import { assignmentOf, coordinator, miner, network, receiptOf } from '#network/testing/signedMessages.ts';
import { encodeWire } from '#protocol/messages/wire.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';

const ECHO = '/test/echo/1';
const FRAME_BYTES = 100_000;
const LISTEN = '/ip4/127.0.0.1/tcp/0/ws';
const nowSeconds = () => Math.floor(Date.now() / 1_000);
const deps: GossipDeps = {
  network,
  nowSeconds,
  isCoordinator: (operator) => operator === coordinator.address,
  activeMiners: () => 3,
};

let relay: PeerNode;
let tabs: PeerNode[];
const extra: PeerNode[] = [];

beforeEach(async () => {
  relay = await createRelayNode({ deps, listen: [LISTEN], maxPeers: 10 });
  tabs = await Promise.all([1, 2, 3].map(() => createTabNode({ deps, allowLocal: true })));
});

afterEach(async () => {
  await Promise.all([relay, ...tabs, ...extra.splice(0)].map((node) => node.stop()));
});

const connectAll = () => Promise.all(tabs.map((tab) => tab.dial(relay.multiaddrs())));

describe('gossip between a relay and three tabs', () => {
  it('delivers an assignment to every tab of its shard, amounts intact', async () => {
    const heard = tabs.map(
      (tab) => new Promise<Assignment>((resolve) => tab.onGossip('assignment', resolve)),
    );
    for (const tab of tabs) tab.listenToShard({ level: 0, index: 0 });
    await connectAll();
    const sent = await assignmentOf(nowSeconds());
    await publishUntilHeard(() => relay.publish('assignment', sent), Promise.all(heard));
    expect(await Promise.all(heard)).toEqual([sent, sent, sent]);
  });

  it('reads one tab’s messages until it sends invalid ones, and the others’ on', async () => {
    const heard = new Set<string>();
    relay.onGossip('receipt', ({ taskId }) => heard.add(taskId));
    await connectAll();
    /** Publishes a new receipt. Returns whether the relay has it by the time that another tab's arrives. */
    const round = async (from: PeerNode): Promise<boolean> => {
      const receipt = await receiptOf(nowSeconds());
      await from.publish('receipt', receipt);
      for (let arrived = false; !arrived; ) {
        const witness = await receiptOf(nowSeconds());
        await tabs[2]!.publish('receipt', witness);
        arrived = await expect
          .poll(() => heard.has(witness.taskId), { timeout: 1_000 })
          .toBe(true)
          .then(
            () => true,
            () => false,
          );
      }
      return heard.has(receipt.taskId);
    };
    while (!(await round(tabs[0]!)));
    for (let bad = 0; bad < 3; bad++)
      await tabs[0]!.publish('receipt', { ...(await receiptOf(nowSeconds())), amount: BigInt(bad) });
    // Scores are checked once a second. After that this peer's messages are dropped and the others' pass.
    while (await round(tabs[0]!));
    expect(await round(tabs[0]!)).toBe(false);
  });

  it('refuses to send a message over the size limit', async () => {
    const passed = Array.from({ length: 2_000 }, () => miner.address);
    const assignment = { ...(await assignmentOf(nowSeconds())), passed };
    await expect(relay.publish('assignment', assignment)).rejects.toMatchObject({ code: 'TOO_LARGE' });
  });
});

/** Publishes until heard: the mesh forms by heartbeats, and messages sent before that are lost by design. */
async function publishUntilHeard(publish: () => Promise<void>, heard: Promise<unknown>): Promise<void> {
  await publish();
  const again = setInterval(() => void publish(), 250);
  try {
    await heard;
  } finally {
    clearInterval(again);
  }
}

/** A frame of eight mebibytes. */
const LONG = 8 * 1024 * 1024;
const wordSchema = z.strictObject({ word: z.string(), bytes: z.instanceof(Uint8Array).optional() });

/** Opens a stream from the first tab to the relay and returns both of its ends. */
async function openPair(
  frameBytes = FRAME_BYTES,
  farFrameBytes = FRAME_BYTES,
): Promise<{ near: FrameStream; far: FrameStream; release: () => void }> {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  const arrived = new Promise<FrameStream>((resolve) => {
    void relay.handle(ECHO, { frameBytes: farFrameBytes }, (stream) => {
      resolve(stream);
      return released;
    });
  });
  const peer = await tabs[0]!.dial(relay.multiaddrs());
  const near = await tabs[0]!.open(peer, ECHO, { frameBytes });
  return { near, far: await arrived, release };
}

describe('direct streams', () => {
  it('carry frames both ways in order and close cleanly', async () => {
    const { near, far, release } = await openPair();
    expect([near.peer, far.peer]).toEqual([relay.peerId, tabs[0]!.peerId]);
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    await near.send({ word: 'one', bytes });
    await near.send({ word: 'two' });
    expect(await far.receive(wordSchema)).toEqual({ word: 'one', bytes });
    await far.send({ word: 'back' });
    expect(await far.receive(wordSchema)).toEqual({ word: 'two' });
    expect(await near.receive(wordSchema)).toEqual({ word: 'back' });
    await near.close();
    expect(await far.receive(wordSchema)).toBeUndefined();
    release();
    expect(await near.receive(wordSchema)).toBeUndefined();
  });

  it('lose nothing when a receive is aborted', async () => {
    const { near, far, release } = await openPair();
    const abort = new AbortController();
    const waiting = far.receive(wordSchema, { signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await near.send({ word: 'still here' });
    expect(await far.receive(wordSchema)).toEqual({ word: 'still here' });
    release();
  });

  it('tell their reader how a long frame gets on, and lose none of it when aborted in its middle', async () => {
    const { near, far, release } = await openPair();
    const bytes = crypto.getRandomValues(new Uint8Array(60_000));
    const [abort, told] = [new AbortController(), [] as number[][]];
    const onBytes = (...parts: number[]) => {
      told.push(parts);
      abort.abort(new Error('enough'));
    };
    await near.send({ word: 'long', bytes });
    await expect(far.receive(wordSchema, { signal: abort.signal, onBytes })).rejects.toThrow('enough');
    expect(await far.receive(wordSchema, { onBytes })).toEqual({ word: 'long', bytes });
    const lengths = new Set(told.map(([, length]) => length));
    expect([...lengths]).toEqual([told.reduce((sum, [part]) => sum + part!, 0)]);
    expect(told.length).toBeGreaterThan(3);
    release();
  });

  it('take in a mebibyte before they are read, if their frames may be as long', async () => {
    const { near, far, release } = await openPair(LONG, LONG);
    const bytes = new Uint8Array(1024 * 1024 - 100);
    await near.send({ word: 'waits', bytes });
    expect((await far.receive(wordSchema))?.bytes?.byteLength).toBe(bytes.byteLength);
    release();
  });

  it('break at more than a mebibyte that nobody reads, however long their frames may be', async () => {
    const { near, far, release } = await openPair(LONG, LONG);
    await near.send({ word: 'too much', bytes: new Uint8Array(2 * 1024 * 1024) }).catch(() => undefined);
    await expect(near.receive(wordSchema)).rejects.toMatchObject({ code: 'STREAM_BROKEN' });
    await expect(far.receive(wordSchema)).rejects.toMatchObject({ code: 'STREAM_BROKEN' });
    release();
  });

  it('carry any number of frames of which none waits long', async () => {
    const { near, far, release } = await openPair();
    const bytes = new Uint8Array(60_000);
    for (let sent = 0; sent < 6; sent++) {
      await near.send({ word: `${sent}`, bytes });
      expect((await far.receive(wordSchema))?.word).toBe(`${sent}`);
    }
    release();
  });

  it('break at a frame that is longer than its reader allows, and not at one that is as long', async () => {
    const { near, far, release } = await openPair();
    const frame = { word: 'fits' };
    await near.send(frame);
    const maxBytes = encodeWire(frame).byteLength;
    expect(await far.receive(wordSchema, { maxBytes })).toEqual(frame);
    await near.send({ word: 'longer' });
    await expect(far.receive(wordSchema, { maxBytes })).rejects.toMatchObject({ code: 'MALFORMED' });
    release();
  });

  it('break at a frame that is too large or has the wrong shape', async () => {
    const { near, far } = await openPair(2 * FRAME_BYTES);
    await near.send({ word: 'big', bytes: new Uint8Array(FRAME_BYTES + 1) });
    await expect(far.receive(wordSchema)).rejects.toMatchObject({ code: 'MALFORMED' });
    await expect(near.receive(wordSchema)).rejects.toMatchObject({ code: 'STREAM_BROKEN' });
    await expect(near.send({ word: 'more' })).rejects.toMatchObject({ code: 'STREAM_BROKEN' });

    const peer = await tabs[1]!.dial(relay.multiaddrs());
    await tabs[1]!.handle('/test/shape/1', { frameBytes: 100 }, async (stream) => {
      await stream.receive(wordSchema);
    });
    const stream = await relay.open(tabs[1]!.peerId, '/test/shape/1', { frameBytes: 100 });
    await stream.send({ neither: 'word', nor: 'bytes' });
    await expect(stream.receive(wordSchema)).rejects.toMatchObject({ code: 'STREAM_BROKEN' });
    await expect(stream.send({ word: 'x'.repeat(200) })).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect(peer).toBe(relay.peerId);
  });

  it('break on both sides when one goes away', async () => {
    const { near, far } = await openPair();
    const gone = new Promise<string>((resolve) => relay.onPeerGone(resolve));
    const reading = far.receive(wordSchema).then(
      (frame) => frame,
      (error: { code: string }) => error.code,
    );
    await tabs[0]!.stop();
    expect(await gone).toBe(tabs[0]!.peerId);
    expect([undefined, 'STREAM_BROKEN']).toContain(await reading);
    await expect(near.send({ word: 'late' })).rejects.toMatchObject({ code: 'STREAM_BROKEN' });
  });
});

describe('connections', () => {
  it('are made under the peer id that the seed fixes', async () => {
    const seeded = { deps, listen: [LISTEN], maxPeers: 1, privateKeySeed: new Uint8Array(32).fill(7) };
    const first = await createRelayNode(seeded);
    await first.stop();
    const second = await createRelayNode(seeded);
    extra.push(second);
    expect(second.peerId).toBe(first.peerId);
  });

  it('fail beyond maxPeers and to addresses without a listener', async () => {
    const small = await createRelayNode({ deps, listen: [LISTEN], maxPeers: 1 });
    extra.push(small);
    expect(await tabs[0]!.dial(small.multiaddrs())).toBe(small.peerId);
    await expect(tabs[1]!.dial(small.multiaddrs())).rejects.toMatchObject({ code: 'DIAL_FAILED' });
    expect(await tabs[0]!.dial(small.multiaddrs())).toBe(small.peerId);

    const address = small.multiaddrs();
    await small.stop();
    await expect(tabs[2]!.dial(address)).rejects.toMatchObject({ code: 'DIAL_FAILED' });
    await expect(tabs[2]!.open(small.peerId, ECHO, { frameBytes: 10 })).rejects.toMatchObject({
      code: 'NOT_CONNECTED',
    });
    await expect(tabs[2]!.dial(['not an address'])).rejects.toMatchObject({ code: 'DIAL_FAILED' });
  });

  it('dials nobody as a relay, whatever addresses it hears of', async () => {
    const other = await createRelayNode({ deps, listen: [LISTEN], maxPeers: 10 });
    extra.push(other);
    await expect(relay.dial(other.multiaddrs())).rejects.toMatchObject({ code: 'DIAL_FAILED' });
  });

  it('open no stream for an unhandled protocol and end at disconnect', async () => {
    const peer = await tabs[0]!.dial(relay.multiaddrs());
    await expect(tabs[0]!.open(peer, '/test/none/1', { frameBytes: 10 })).rejects.toMatchObject({
      code: 'OPEN_FAILED',
    });
    const gone = new Promise<string>((resolve) => tabs[0]!.onPeerGone(resolve));
    await relay.disconnect(tabs[0]!.peerId);
    expect(await gone).toBe(relay.peerId);
  });
});
