import { randomBytes, randomInt } from 'node:crypto';
import { bytesToHex } from 'viem';
import { ApiFault } from '#coordinator/api/http/apiFault.ts';
import type { ModelCatalogue, ServedModel } from '#coordinator/catalogue/modelCatalogue.ts';
import type { TaskKind } from '#protocol/task/taskRequest.ts';

const SALT_BYTES = 16;
/** The largest range that Node can draw from in one call. People see seeds and type them. */
const SEED_RANGE = 2 ** 48 - 1;

/** Values for request fields that an app may leave out. */
export const freshSalt = () => bytesToHex(randomBytes(SALT_BYTES));
export const freshSeed = (): number => randomInt(SEED_RANGE);

/**
 * The model that a request names, or the default of its kind.
 * @throws ApiFault 404 model_not_found, 400 wrong_model
 */
export function chooseModel<M extends ServedModel>(
  catalogue: ModelCatalogue,
  id: string | undefined,
  kind: TaskKind,
  isKind: (model: ServedModel) => model is M,
): M {
  const model = id === undefined ? catalogue.defaultOf(kind) : catalogue.find(id);
  if (model === undefined) {
    if (id !== undefined) throw modelNotFound(id);
    throw new ApiFault('model_not_found', `No model for ${kind}s is served here.`, { param: 'model' });
  }
  if (!isKind(model)) {
    const message = `${model.manifest.name} does not make ${kind}s. GET /v1/models gives each model’s kind.`;
    throw new ApiFault('wrong_model', message, { param: 'model' });
  }
  return model;
}

export const modelNotFound = (id: string): ApiFault =>
  new ApiFault('model_not_found', `The model ${id} is not served here.`, { param: 'model' });

/** @throws ApiFault 400 */
export function outOfRange(param: string, message: string): never {
  throw new ApiFault('invalid_value', message, { param });
}
