import { APIError } from 'openai';

/** The error with which an OpenAI client's call fails. */
export const failure = async (call: Promise<unknown>): Promise<APIError> => {
  const error = await call.catch((reason: unknown) => reason);
  if (error instanceof APIError) return error;
  throw new Error('The call did not fail with an APIError of the OpenAI client.');
};
