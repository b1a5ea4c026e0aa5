import type { MultiaddrConnection, Transport, Upgrader } from '@libp2p/interface';
import { webSockets } from '@libp2p/websockets';

type WebSocketComponents = Parameters<ReturnType<typeof webSockets>>[0];

/** What the transport's connections have besides their public interface. */
interface WebSocketConnection {
  websocket: { close(): void; terminate?(): void };
  sendReset(): void;
}

function isWebSocketConnection(connection: object): connection is WebSocketConnection {
  return 'websocket' in connection && 'sendReset' in connection;
}

/**
 * Aborting calls `close(1006)`, a code that WebSockets refuse by throwing: the socket would stay open for
 * ever.
 */
function mendReset<C extends MultiaddrConnection>(connection: C): C {
  if (isWebSocketConnection(connection)) {
    const { websocket } = connection;
    connection.sendReset = () =>
      websocket.terminate === undefined ? websocket.close() : websocket.terminate();
  }
  return connection;
}

const mending = (upgrader: Upgrader): Upgrader =>
  new Proxy(upgrader, {
    get(target, name) {
      if (name === 'upgradeInbound') {
        return ((connection, options) =>
          target.upgradeInbound(mendReset(connection), options)) satisfies Upgrader['upgradeInbound'];
      }
      if (name === 'upgradeOutbound') {
        return ((connection, options) =>
          target.upgradeOutbound(mendReset(connection), options)) satisfies Upgrader['upgradeOutbound'];
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

/** WebSockets whose aborted connections really close (@libp2p/websockets 10.1.21 leaks them). */
export function webSocketTransport(): (components: WebSocketComponents) => Transport {
  return (components) => {
    const transport = webSockets()(components);
    const dial = transport.dial.bind(transport);
    const createListener = transport.createListener.bind(transport);
    transport.dial = (address, options) => dial(address, { ...options, upgrader: mending(options.upgrader) });
    transport.createListener = (options) =>
      createListener({ ...options, upgrader: mending(options.upgrader) });
    return transport;
  };
}
