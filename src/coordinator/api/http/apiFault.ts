import type { ApiError } from '#protocol/messages/api.ts';

export type FaultStatus = 400 | 403 | 404 | 409 | 413 | 429 | 500 | 502 | 503 | 504;

/** OpenAI's kinds of error, by status. */
const typeOf = (status: FaultStatus): string => {
  if (status === 429) return 'rate_limit_error';
  if (status === 403) return 'permission_error';
  return status < 500 ? 'invalid_request_error' : 'server_error';
};

/** A request that gets no result, with what the caller is told. Its message is a sentence for a person. */
export class ApiFault extends Error {
  override readonly name = 'ApiFault';
  readonly status: FaultStatus;
  readonly code: string;
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: FaultStatus,
    code: string,
    message: string,
    more: { param?: string | null; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = more.param ?? null;
    this.headers = more.headers ?? {};
  }

  /** OpenAI's error envelope. */
  toJSON(): ApiError {
    return {
      error: { message: this.message, type: typeOf(this.status), code: this.code, param: this.param },
    };
  }
}
