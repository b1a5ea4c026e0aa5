import type { UnusedParameters } from '#coordinator/api/http/unusedParameters.ts';

const NO_TOOLS = 'has no effect: no model here can call tools';

/** Parameters of OpenAI's chat completions that have no effect here. */
export const UNUSED_CHAT_PARAMETERS: UnusedParameters = {
  audio: { accepts: [], because: 'is not supported: answers are text' },
  frequency_penalty: { accepts: [0], because: 'can only be 0' },
  function_call: { accepts: ['none', 'auto'], because: NO_TOOLS },
  functions: { accepts: [], because: NO_TOOLS },
  logit_bias: { accepts: [], because: 'is not supported' },
  metadata: { accepts: 'any', because: 'is for OpenAI’s records' },
  modalities: { accepts: [['text']], because: 'can only ask for text' },
  moderation: { accepts: 'any', because: 'is a hint: nothing is moderated' },
  n: { accepts: [1], because: 'can only be 1: ask again with another seed' },
  parallel_tool_calls: { accepts: 'any', because: NO_TOOLS },
  prediction: { accepts: 'any', because: 'is a hint on speed' },
  presence_penalty: { accepts: [0], because: 'can only be 0' },
  prompt_cache_key: { accepts: 'any', because: 'is a hint on speed' },
  prompt_cache_options: { accepts: 'any', because: 'is a hint on speed' },
  prompt_cache_retention: { accepts: 'any', because: 'is a hint on speed' },
  reasoning_effort: { accepts: 'any', because: 'is a hint, for models that reason' },
  response_format: { accepts: [{ type: 'text' }], because: 'can only ask for text' },
  safety_identifier: { accepts: 'any', because: 'is for OpenAI’s records' },
  service_tier: { accepts: 'any', because: 'is a hint: stake and the queue decide' },
  store: { accepts: [], because: 'is not supported: look the task up by its id instead' },
  tool_choice: { accepts: ['none', 'auto'], because: NO_TOOLS },
  tools: { accepts: [], because: NO_TOOLS },
  user: { accepts: 'any', because: 'is for OpenAI’s records' },
  verbosity: { accepts: 'any', because: 'is a hint' },
  web_search_options: { accepts: [], because: 'is not supported: no model here searches the web' },
};

/** Of `stream_options`. */
export const UNUSED_STREAM_OPTIONS: UnusedParameters = {
  include_obfuscation: { accepts: 'any', because: 'is a hint: chunks are not padded' },
};

/** Of a message: clients send an answer back as they received it. */
export const UNUSED_MESSAGE_FIELDS: UnusedParameters = {
  annotations: { accepts: [], because: 'is not supported: messages are text' },
  audio: { accepts: [], because: 'is not supported: messages are text' },
  function_call: { accepts: [], because: NO_TOOLS },
  name: { accepts: 'any', because: 'is a hint that chat templates do not use' },
  refusal: { accepts: [], because: 'is not supported: send it as content' },
  tool_calls: { accepts: [], because: NO_TOOLS },
};

/** Of a part of a message. */
export const UNUSED_PART_FIELDS: UnusedParameters = {
  cache_control: { accepts: 'any', because: 'is a hint on speed' },
  prompt_cache_breakpoint: { accepts: 'any', because: 'is a hint on speed' },
};
