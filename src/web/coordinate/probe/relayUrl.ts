/** `/dns4/nest.example/tcp/443/tls/ws` and its like: how browsers reach a relay. */
const MULTIADDR =
  /^\/(?:dns|dns4|dns6|ip4|ip6)\/([^/]+)\/tcp\/(\d{1,5})\/(ws|wss|tls\/ws|tls\/sni\/[^/]+\/ws)(?:\/|$)/;

/**
 * The WebSocket's URL of a relay's multiaddr; undefined for one that a browser cannot dial.
 * @example webSocketUrl('/ip4/127.0.0.1/tcp/8788/ws/p2p/12D3…'); // ws://127.0.0.1:8788
 */
export function webSocketUrl(multiaddr: string): string | undefined {
  const [, host, port, transport] = MULTIADDR.exec(multiaddr) ?? [];
  if (host === undefined || Number(port) > 65_535) return undefined;
  const scheme = transport === 'ws' ? 'ws' : 'wss';
  const url = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return URL.canParse(url) ? url : undefined;
}
