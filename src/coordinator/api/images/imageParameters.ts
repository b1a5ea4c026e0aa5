import type { UnusedParameters } from '#coordinator/api/http/unusedParameters.ts';

/** Parameters of OpenAI's image generation that have no effect here. */
export const UNUSED_IMAGE_PARAMETERS: UnusedParameters = {
  background: { accepts: ['auto', 'opaque'], because: 'can only be opaque' },
  moderation: { accepts: 'any', because: 'is a hint: nothing is moderated' },
  n: { accepts: [1], because: 'can only be 1: ask again with another seed' },
  output_compression: { accepts: 'any', because: 'is a hint: a PNG loses nothing' },
  output_format: { accepts: ['png'], because: 'can only be png' },
  quality: { accepts: 'any', because: 'is a hint: set steps instead' },
  style: { accepts: 'any', because: 'is a hint: say it in the prompt' },
  user: { accepts: 'any', because: 'is for OpenAI’s records' },
};

/** Parameters of OpenAI's image edits that have no effect here. */
export const UNUSED_EDIT_PARAMETERS: UnusedParameters = {
  ...UNUSED_IMAGE_PARAMETERS,
  input_fidelity: { accepts: 'any', because: 'is a hint: set strength instead' },
  mask: { accepts: [], because: 'is not supported: the whole picture changes' },
};
