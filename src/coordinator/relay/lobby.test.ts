import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keepLobby } from '#coordinator/relay/lobby.ts';

const PATIENCE_MS = 20_000;

function setUp() {
  const listeners: Record<'came' | 'gone', (peer: string) => void> = { came: () => {}, gone: () => {} };
  const disconnect = vi.fn(async (_peer: string) => undefined);
  const admitted = new Set<string>();
  const lobby = keepLobby({
    node: {
      disconnect,
      onPeerCame: (listener) => {
        listeners.came = listener;
        return () => (listeners.came = () => {});
      },
      onPeerGone: (listener) => {
        listeners.gone = listener;
        return () => (listeners.gone = () => {});
      },
    },
    isAdmitted: (peer) => admitted.has(peer),
    patienceMs: PATIENCE_MS,
    onError: (error) => {
      throw error;
    },
  });
  return { listeners, disconnect, admitted, lobby };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('keepLobby disconnects a peer that was not admitted in time, and not a moment before', () => {
  const { listeners, disconnect } = setUp();
  listeners.came('silent');
  vi.advanceTimersByTime(PATIENCE_MS - 1);
  expect(disconnect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(disconnect.mock.calls).toEqual([['silent']]);
});

it('keepLobby leaves an admitted peer connected', () => {
  const { listeners, disconnect, admitted } = setUp();
  listeners.came('miner');
  admitted.add('miner');
  vi.advanceTimersByTime(10 * PATIENCE_MS);
  expect(disconnect).not.toHaveBeenCalled();
});

it('keepLobby gives a peer that comes again its whole time', () => {
  const { listeners, disconnect } = setUp();
  listeners.came('tab');
  vi.advanceTimersByTime(PATIENCE_MS - 1);
  listeners.gone('tab');
  listeners.came('tab');
  vi.advanceTimersByTime(PATIENCE_MS - 1);
  expect(disconnect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(disconnect).toHaveBeenCalledTimes(1);
});

it('keepLobby disconnects a peer that came twice once, and one that is gone not at all', () => {
  const { listeners, disconnect } = setUp();
  listeners.came('twice');
  vi.advanceTimersByTime(1);
  listeners.came('twice');
  listeners.came('gone');
  listeners.gone('gone');
  vi.advanceTimersByTime(2 * PATIENCE_MS);
  expect(disconnect.mock.calls).toEqual([['twice']]);
});

it('keepLobby disconnects nobody after it was stopped', () => {
  const { listeners, disconnect, lobby } = setUp();
  listeners.came('silent');
  lobby.stop();
  vi.advanceTimersByTime(PATIENCE_MS);
  expect(disconnect).not.toHaveBeenCalled();
});

it('keepLobby gives a peer whose session has ended its time once more', () => {
  const { listeners, disconnect, admitted, lobby } = setUp();
  listeners.came('miner');
  admitted.add('miner');
  vi.advanceTimersByTime(PATIENCE_MS);
  admitted.delete('miner');
  lobby.wait('miner');
  vi.advanceTimersByTime(PATIENCE_MS - 1);
  expect(disconnect).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(disconnect.mock.calls).toEqual([['miner']]);
});
