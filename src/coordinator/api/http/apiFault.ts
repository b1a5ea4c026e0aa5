import { CodedError } from '#protocol/codedError.ts';
import type { ApiError } from '#protocol/messages/api.ts';
import {
  API_ERROR_STATUS,
  type ApiErrorCode,
  type ApiErrorStatus,
} from '#protocol/messages/apiErrorCodes.ts';

/** OpenAI's kinds of error, by status. */
const typeOf = (status: ApiErrorStatus): string => {
  if (status === 429) return 'rate_limit_error';
  if (status === 403) return 'permission_error';
  return status < 500 ? 'invalid_request_error' : 'server_error';
};

export interface FaultDetails {
  /** The request's parameter that is wrong. */
  readonly param: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A request that fails, and the response to it. The message is a sentence for people. */
export class ApiFault extends CodedError<ApiErrorCode, FaultDetails> {
  override readonly name = 'ApiFault';
  readonly status: ApiErrorStatus;

  constructor(code: ApiErrorCode, message: string, details: Partial<FaultDetails> = {}) {
    super(code, message, { details: { param: null, headers: {}, ...details } });
    this.status = API_ERROR_STATUS[code];
  }

  /** OpenAI's error envelope. */
  toJSON(): ApiError {
    const { message, code, details, status } = this;
    return { error: { message, type: typeOf(status), code, param: details.param } };
  }
}
