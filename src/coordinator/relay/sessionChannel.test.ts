import { pino } from 'pino';
import { beforeEach, describe, expect, it } from 'vitest';
import { SessionChannel } from '#coordinator/relay/sessionChannel.ts';
import type { FrameStream } from '#network/frameStream.ts';
import type { SessionFrame } from '#protocol/messages/stream.ts';
import type { Assignment } from '#protocol/signed/assignment.ts';

const assignment = { attempt: 0 } as Assignment;
let sent: SessionFrame[];
let read: (() => void)[];
let events: string[];
let fails: boolean;
const stream = {
  peer: 'ann',
  send: (frame: SessionFrame) => {
    if (fails) return Promise.reject(new Error('gone'));
    sent.push(frame);
    return new Promise<void>((resolve) => read.push(resolve));
  },
  close: async () => void events.push('closed'),
  abort: () => void events.push('aborted'),
} as unknown as FrameStream;

beforeEach(() => {
  [sent, read, events, fails] = [[], [], [], false];
});

describe('SessionChannel', () => {
  it('aborts the session of a miner that leaves 32 assignments unread, not 31', () => {
    const channel = new SessionChannel(stream, pino({ level: 'silent' }));
    for (let task = 0; task < 32; task++) channel.assign(assignment);
    expect([sent.length, events]).toEqual([32, []]);
    channel.assign(assignment);
    expect([sent.length, events]).toEqual([32, ['aborted']]);
  });

  it('goes on for a miner that reads', async () => {
    const channel = new SessionChannel(stream, pino({ level: 'silent' }));
    for (let task = 0; task < 100; task++) {
      channel.assign(assignment);
      read.shift()!();
      await Promise.resolve();
    }
    expect([sent.length, events]).toEqual([100, []]);
  });

  it('says why a session ends, then ends it', async () => {
    const channel = new SessionChannel(stream, pino({ level: 'silent' }));
    const dismissed = channel.dismiss('JAILED');
    expect([sent, events]).toEqual([[{ type: 'dismissed', code: 'JAILED' }], []]);
    read.shift()!();
    await dismissed;
    expect(events).toEqual(['closed']);
  });

  it('does not fail when the miner has left', async () => {
    fails = true;
    const channel = new SessionChannel(stream, pino({ level: 'silent' }));
    channel.assign(assignment);
    await expect(channel.dismiss('JAILED')).resolves.toBeUndefined();
  });
});
