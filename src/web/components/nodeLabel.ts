import { t } from '#web/language/translate.ts';

/** A node by the name that it announces, with its id, as names need not be unique: `node “Ann’s tab” (3)`. */
export const nodeLabel = (id: bigint, name: string | undefined): string =>
  name === undefined ? t('shell.nodeLabel.unnamed', { id }) : t('shell.nodeLabel.named', { name, id });
