import type { MultiaddrConnection, Transport, Upgrader } from '@libp2p/interface';
import { webSockets } from '@libp2p/websockets';

type WebSocketComponents = Parameters<ReturnType<typeof webSockets>>[0];

/** What the transport's connections have besides their public interface. */
interface WebSocketConnection {
  websocket: {
    close(): void;
    terminate?(): void;
    addEventListener(event: 'error', listener: () => void): void;
  };
  sendReset(): void;
}

function isWebSocketConnection(connection: object): connection is WebSocketConnection {
  return 'websocket' in connection && 'sendReset' in connection;
}

/**
 * Aborting calls `close(1006)`, a code that WebSockets refuse by throwing: the socket would stay open for
 * ever. And in Node a socket whose peer breaks the protocol ends the process unless somebody listens for its
 * error; that it is closed follows anyway.
 */
function mendSocket<C extends MultiaddrConnection>(connection: C): C {
  if (isWebSocketConnection(connection)) {
    const { websocket } = connection;
    websocket.addEventListener('error', () => undefined);
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
          target.upgradeInbound(mendSocket(connection), options)) satisfies Upgrader['upgradeInbound'];
      }
      if (name === 'upgradeOutbound') {
        return ((connection, options) =>
          target.upgradeOutbound(mendSocket(connection), options)) satisfies Upgrader['upgradeOutbound'];
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });

/** Largest message that a WebSocket takes, in bytes: Noise encrypts at most 64 KiB at a time. */
const MAX_MESSAGE_BYTES = 1024 * 1024;

/** What a listener has besides its public interface. */
interface WebSocketListener {
  wsServer?: { options?: { maxPayload?: number } };
}

/** Bounds what a listener's sockets buffer: 100 MiB each by default, before a peer has said who it is. */
function boundMessages({ wsServer }: WebSocketListener): void {
  if (wsServer?.options === undefined) throw new Error('The WebSocket listener has changed.');
  wsServer.options.maxPayload = MAX_MESSAGE_BYTES;
}

/**
 * WebSockets whose aborted connections really close, and whose peers cannot end the process (as those of
 * @libp2p/websockets 10.1.21 can).
 */
export function webSocketTransport(): (components: WebSocketComponents) => Transport {
  return (components) => {
    const transport = webSockets()(components);
    const dial = transport.dial.bind(transport);
    const createListener = transport.createListener.bind(transport);
    transport.dial = (address, options) => dial(address, { ...options, upgrader: mending(options.upgrader) });
    transport.createListener = (options) => {
      const listener = createListener({ ...options, upgrader: mending(options.upgrader) });
      boundMessages(listener as WebSocketListener);
      return listener;
    };
    return transport;
  };
}
