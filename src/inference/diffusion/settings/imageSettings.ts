import type { ImageRequest } from '#protocol/task/taskRequest.ts';

/** Everything in a request that decides what the picture looks like; an `ImageRequest` is one. */
export type ImageSettings = Omit<ImageRequest, 'kind' | 'model' | 'manifest' | 'salt'>;
