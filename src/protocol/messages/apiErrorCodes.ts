/**
 * Every code of the HTTP API's errors, and its HTTP status. Programs rely on them: a code keeps its meaning.
 */
export const API_ERROR_STATUS = {
  // The request is not one.
  not_json: 400,
  not_multipart: 400,
  too_large: 413,
  no_route: 404,
  // It asks for what is not possible.
  invalid_value: 400,
  unknown_parameter: 400,
  unsupported_parameter: 400,
  context_length_exceeded: 400,
  model_not_found: 404,
  wrong_model: 400,
  prompt_too_slow: 400,
  task_exists: 409,
  salt_not_yet: 503,
  // This client, or all together, asked for too much.
  quota_exceeded: 429,
  too_many_prompts: 429,
  prompt_queue_full: 503,
  client_budget_spent: 429,
  budget_spent: 503,
  funds_too_low: 503,
  queue_full: 503,
  // The task did not come to a result.
  no_miner: 503,
  miners_failed: 502,
  too_many_attempts: 502,
  answer_changed: 502,
  expired: 504,
  cancelled: 409,
  // Looking for a task.
  task_not_found: 404,
  not_your_task: 403,
  task_over: 409,
  no_result: 404,
  // Sharing a result.
  sharing_off: 404,
  not_shared: 404,
  not_shareable: 409,
  result_too_large: 413,
  share_removed: 403,
  not_the_operator: 403,
  // Juries.
  case_not_found: 404,
  evidence_not_found: 404,
  case_over: 409,
  evidence_not_exhibited: 409,
  bad_evidence: 400,
  evidence_full: 503,
  cases_busy: 503,
  evidence_busy: 503,
  // The faucet.
  no_faucet: 404,
  drip_too_soon: 409,
  faucet_empty: 503,
  faucet_budget_spent: 503,
  faucet_busy: 503,
  faucet_failed: 503,
  // The coordinator itself.
  shutting_down: 503,
  tokenizer_failed: 500,
  tokenizer_unavailable: 503,
  client_gone: 409,
  internal: 500,
} as const;

export type ApiErrorCode = keyof typeof API_ERROR_STATUS;
export type ApiErrorStatus = (typeof API_ERROR_STATUS)[ApiErrorCode];

export const API_ERROR_CODES = Object.keys(API_ERROR_STATUS) as ApiErrorCode[];

/** @example isApiErrorCode('no_miner'); // true */
export const isApiErrorCode = (code: string): code is ApiErrorCode => Object.hasOwn(API_ERROR_STATUS, code);
