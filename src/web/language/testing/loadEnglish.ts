import { loaders } from 'virtual:messages';
import { loadMessages } from '#web/language/current.ts';
import type { MessageUnit } from '#web/language/messageKey.ts';

/** Tests of pages read all messages, in English. */
await loadMessages(...(Object.keys(loaders.en!) as MessageUnit[]));
