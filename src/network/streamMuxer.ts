import type { MessageStream } from '@libp2p/interface';
import { yamux } from '@libp2p/yamux';
import { StreamState } from '@libp2p/yamux/stream';

type YamuxFactory = ReturnType<ReturnType<typeof yamux>>;
type YamuxMuxer = ReturnType<YamuxFactory['createStreamMuxer']>;

/** What a muxer has besides its public interface. */
interface MuxerInside {
  _newStream(...args: unknown[]): object;
}

/** What a stream has besides its public interface. */
interface StreamInside {
  state: StreamState;
  /** In bytes, and how many of them the other side may still send. */
  recvWindow: number;
  recvWindowCapacity: number;
  sendWindowUpdate(): void;
}

const isOpenMuxer = (muxer: object): muxer is MuxerInside => '_newStream' in muxer;
const isOpenStream = (stream: object): stream is StreamInside =>
  ['state', 'recvWindow', 'recvWindowCapacity', 'sendWindowUpdate'].every((name) => name in stream);

/**
 * yamux without pings: a session's heartbeats show that its connection lives, and one without a session is
 * closed. @libp2p/yamux 8.0.3 also answers every frame with a window update, which costs both ends as much as
 * the frame itself. Here a stream grants more room when half of its window is used, as yamux in Go and Rust.
 */
export const streamMuxer = (): (() => YamuxFactory) => () => {
  const factory = yamux({ enableKeepAlive: false })();
  const create = factory.createStreamMuxer.bind(factory);
  factory.createStreamMuxer = (connection: MessageStream) => sparing(create(connection));
  return factory;
};

function sparing(muxer: YamuxMuxer): YamuxMuxer {
  const inside: object = muxer;
  if (!isOpenMuxer(inside)) throw new Error('The yamux muxer has changed.');
  const create = inside._newStream.bind(inside);
  inside._newStream = (...args) => grantingByHalves(create(...args));
  return muxer;
}

function grantingByHalves(stream: object): object {
  if (!isOpenStream(stream)) throw new Error('The yamux stream has changed.');
  const update = stream.sendWindowUpdate.bind(stream);
  stream.sendWindowUpdate = () => {
    // The first of each side also opens the stream, or accepts it.
    const isOpening = stream.state === StreamState.Init || stream.state === StreamState.SYNReceived;
    if (isOpening || stream.recvWindowCapacity <= stream.recvWindow / 2) update();
  };
  return stream;
}
