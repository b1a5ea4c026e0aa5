import { multiaddr } from '@multiformats/multiaddr';
import { describe, expect, it } from 'vitest';
import { RelayDoor, type RelayDoorDeps } from '#network/relayDoor.ts';

const addressOf = (host: number) => multiaddr(`/ip4/10.0.0.${host}/tcp/9/ws`);
const doorOf = (more: Partial<RelayDoorDeps> = {}) =>
  new RelayDoor({ maxPeers: 3, newcomers: undefined, connections: () => [], ...more });
const newcomersOf = (most: number, mostPerHost: number) => ({ most, mostPerHost, isAdmitted: () => false });

describe('RelayDoor', () => {
  it('counts connections that are being set up against the relay’s places', () => {
    const door = doorOf();
    const leave = door.takeUpgrade(addressOf(1))!;
    door.takeUpgrade(addressOf(2));
    door.takeUpgrade(addressOf(3));
    expect(door.takeUpgrade(addressOf(4))).toBeUndefined();
    leave();
    expect(door.takeUpgrade(addressOf(4))).toBeDefined();
  });

  it('counts admitted miners against the relay’s places, and not as newcomers', () => {
    const connections = [1, 2].map((host) => ({ remotePeer: host, remoteAddr: addressOf(host) }));
    const newcomers = { most: 1, mostPerHost: 1, isAdmitted: () => true };
    const door = doorOf({ newcomers, connections: () => connections as never });
    expect(door.takeUpgrade(addressOf(1))).toBeDefined();
    expect(door.takeUpgrade(addressOf(1))).toBeUndefined();
  });

  it('counts the peers that are there together with those that are being set up', () => {
    const connections = [1, 2].map((host) => ({ remotePeer: host, remoteAddr: addressOf(host) }));
    const newcomers = { most: 9, mostPerHost: 9, isAdmitted: () => true };
    const door = doorOf({ newcomers, connections: () => connections as never });
    expect(door.takeUpgrade(addressOf(1))).toBeDefined();
    expect(door.takeUpgrade(addressOf(2))).toBeUndefined();
  });

  it.each([
    ['hosts', newcomersOf(200, 50), 64],
    ['one proxy', newcomersOf(200, 200), 512],
  ])('takes as many raw sockets of one address as suit %s', (_, newcomers, most) => {
    const door = doorOf({ newcomers });
    let taken = 0;
    while (door.takeSocket('10.0.0.1') !== undefined) taken += 1;
    expect(taken).toBe(most);
  });
});
