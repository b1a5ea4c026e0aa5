import type { MultiaddrConnection, Transport, Upgrader } from '@libp2p/interface';
import { webSockets } from '@libp2p/websockets';
import type { Multiaddr } from '@multiformats/multiaddr';

type WebSocketComponents = Parameters<ReturnType<typeof webSockets>>[0];

/** Bytes in several parts. */
interface Parts extends Iterable<Uint8Array> {
  byteLength: number;
  /** All in one. */
  subarray(): Uint8Array;
}

/** What the transport's connections have besides their public interface. */
interface WebSocketConnection {
  websocket: {
    close(): void;
    terminate?(): void;
    addEventListener(event: 'error', listener: () => void): void;
  };
  sendReset(): void;
  sendData(data: Parts): { sentBytes: number; canSendMore: boolean };
}

function isWebSocketConnection(connection: object): connection is WebSocketConnection {
  return 'websocket' in connection && 'sendReset' in connection && 'sendData' in connection;
}

/**
 * Aborting calls `close(1006)`, a code that WebSockets refuse by throwing: the socket would stay open for
 * ever. In Node a socket whose peer breaks the protocol ends the process unless somebody listens for its
 * error; that it is closed follows anyway. And each part of what is sent would be a message of its own: Noise
 * gives a length and its bytes, so that every frame would cost both ends two messages.
 */
function mendSocket<C extends MultiaddrConnection>(connection: C): C {
  if (isWebSocketConnection(connection)) {
    const { websocket } = connection;
    const sendParts = connection.sendData.bind(connection);
    connection.sendData = (data) => {
      const whole = data.subarray();
      return sendParts(Object.assign([whole], { byteLength: whole.byteLength, subarray: () => whole }));
    };
    websocket.addEventListener('error', () => undefined);
    connection.sendReset = () =>
      websocket.terminate === undefined ? websocket.close() : websocket.terminate();
  }
  return connection;
}

/** Who may come in. Each call takes a place, and gives the function that frees it; undefined is a refusal. */
export interface InboundDoor {
  /** A socket has connected. @param address its IP address */
  takeSocket(address: string): (() => void) | undefined;
  /** A WebSocket is to become a connection. */
  takeUpgrade(address: Multiaddr): (() => void) | undefined;
}

const mending = (upgrader: Upgrader, door?: InboundDoor): Upgrader =>
  new Proxy(upgrader, {
    get(target, name) {
      if (name === 'upgradeInbound') {
        return (async (connection, options) => {
          const mended = mendSocket(connection);
          const leave = door === undefined ? () => undefined : door.takeUpgrade(connection.remoteAddr);
          try {
            if (leave === undefined) throw new Error('The relay is full.');
            await target.upgradeInbound(mended, options);
          } catch (error) {
            // The library closes politely, and a silent peer then keeps the socket for half a minute.
            mended.abort(error instanceof Error ? error : new Error('The upgrade failed.'));
            throw error;
          } finally {
            leave?.();
          }
        }) satisfies Upgrader['upgradeInbound'];
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

/** From a socket's first moment to its being a WebSocket, in ms: one HTTP request. */
const HANDSHAKE_TIMEOUT_MS = 10_000;

interface Socket {
  remoteAddress?: string;
  once(event: 'close', listener: () => void): void;
  destroy(): void;
}

/** What a listener has besides its public interface. */
interface WebSocketListener {
  server?: { prependListener(event: 'connection', listener: (socket: Socket) => void): void };
  wsServer?: {
    options?: { maxPayload?: number };
    on(event: 'headers', listener: (headers: string[], request: { socket: Socket }) => void): void;
  };
}

/** Bounds what a listener's sockets buffer: 100 MiB each by default, before a peer has said who it is. */
function boundMessages({ wsServer }: WebSocketListener): void {
  if (wsServer?.options === undefined) throw new Error('The WebSocket listener has changed.');
  wsServer.options.maxPayload = MAX_MESSAGE_BYTES;
}

/** Refuses sockets for which there is no place, and closes those that do not become WebSockets in time. */
function boundSockets({ server, wsServer }: WebSocketListener, door: InboundDoor): void {
  if (server === undefined || wsServer === undefined) throw new Error('The WebSocket listener has changed.');
  const settle = new WeakMap<Socket, () => void>();
  server.prependListener('connection', (socket) => {
    const leave = door.takeSocket(socket.remoteAddress ?? 'unknown');
    if (leave === undefined) return socket.destroy();
    const late = setTimeout(() => socket.destroy(), HANDSHAKE_TIMEOUT_MS);
    const done = () => {
      clearTimeout(late);
      leave();
    };
    settle.set(socket, done);
    socket.once('close', done);
  });
  // Emitted as the socket answers `101 Switching Protocols`.
  wsServer.on('headers', (_, { socket }) => settle.get(socket)?.());
}

/**
 * WebSockets whose aborted connections really close, whose peers cannot end the process, and that send at
 * once what is given to them at once (unlike those of @libp2p/websockets 10.1.21).
 * @param door who may come in; undefined for everybody
 */
export function webSocketTransport(door?: InboundDoor): (components: WebSocketComponents) => Transport {
  return (components) => {
    const transport = webSockets()(components);
    const dial = transport.dial.bind(transport);
    const createListener = transport.createListener.bind(transport);
    transport.dial = (address, options) => dial(address, { ...options, upgrader: mending(options.upgrader) });
    transport.createListener = (options) => {
      const listener = createListener({ ...options, upgrader: mending(options.upgrader, door) });
      boundMessages(listener as WebSocketListener);
      if (door !== undefined) boundSockets(listener as WebSocketListener, door);
      return listener;
    };
    return transport;
  };
}
