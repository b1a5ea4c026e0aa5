import { EVIDENCE_BYTES } from '#protocol/court/evidence.ts';
import type { ApiErrorCode } from '#protocol/messages/apiErrorCodes.ts';
import { TASK_LIMIT } from '#protocol/task/taskLimit.ts';

export const IMAGE_EDITS_PATH = '/v1/images/edits';
export const EVIDENCE_PATH = '/v1/evidence/';

/** The largest body that a route accepts, and its error for an unreadable one. */
export interface BodyRule {
  bytes: number;
  unreadable: { code: ApiErrorCode; message: string };
}

const JSON_BODY: BodyRule = {
  /** All of a request except the start picture. */
  bytes: TASK_LIMIT.requestBytes - TASK_LIMIT.initBytes,
  unreadable: {
    code: 'not_json',
    message: 'The body could not be read: it must be JSON, with content-type application/json.',
  },
};

const FORM_BODY: BodyRule = {
  /** The whole request with its picture, and the form's own lines around each field. */
  bytes: TASK_LIMIT.requestBytes + 16 * 1024,
  unreadable: {
    code: 'not_multipart',
    message: 'The body could not be read: it must be a form, with content-type multipart/form-data.',
  },
};

const BUNDLE_BODY: BodyRule = {
  bytes: EVIDENCE_BYTES,
  unreadable: {
    code: 'bad_evidence',
    message: 'The body could not be read: it must be a bundle of evidence.',
  },
};

/** Whether a route reads its body itself, once its client has a place: no more than its rule says. */
export const readsItself = (path: string): boolean => path.startsWith(EVIDENCE_PATH);

export function bodyRuleOf(path: string): BodyRule {
  if (readsItself(path)) return BUNDLE_BODY;
  return path === IMAGE_EDITS_PATH ? FORM_BODY : JSON_BODY;
}
