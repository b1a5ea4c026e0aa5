import { CodedError } from '#protocol/codedError.ts';

export type NetworkErrorCode =
  /** No address of the peer answered, or it did not identify itself in time. */
  | 'DIAL_FAILED'
  /** There is no connection to that peer. */
  | 'NOT_CONNECTED'
  /** The peer is connected but opened no stream for the protocol. */
  | 'OPEN_FAILED'
  /** The stream, or its connection, ended in the middle. */
  | 'STREAM_BROKEN'
  /** A message to send is larger than its bound. */
  | 'TOO_LARGE';

/** An error of the transport, not of a message's content. */
export class NetworkError extends CodedError<NetworkErrorCode> {
  override readonly name = 'NetworkError';
}
