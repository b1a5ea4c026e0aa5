import { expect, it } from 'vitest';
import { webSocketUrl } from '#web/coordinate/probe/relayUrl.ts';

it.each([
  ['/ip4/127.0.0.1/tcp/8788/ws/p2p/12D3KooW', 'ws://127.0.0.1:8788'],
  ['/dns4/nest.example/tcp/443/tls/ws', 'wss://nest.example:443'],
  ['/dns/nest.example/tcp/443/wss/p2p/12D3KooW', 'wss://nest.example:443'],
  ['/dns4/nest.example/tcp/443/tls/sni/nest.example/ws', 'wss://nest.example:443'],
  ['/ip6/::1/tcp/8788/ws', 'ws://[::1]:8788'],
])('dials %s at %s', (multiaddr, url) => {
  expect(webSocketUrl(multiaddr)).toBe(url);
});

it.each([
  '',
  'nest.example:443',
  '/ip4/127.0.0.1/tcp/8788',
  '/ip4/1.2.3.4/udp/1/quic-v1',
  '/dns4/a b/tcp/1/ws',
  '/ip4/1.2.3.4/tcp/65536/ws',
])('cannot dial “%s”', (multiaddr) => {
  expect(webSocketUrl(multiaddr)).toBeUndefined();
});
