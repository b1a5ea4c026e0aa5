import { describe } from 'vitest';
import { testAbsenceStore } from '#coordinator/channels/testing/absenceStoreSuite.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';

describe('AbsenceStore in this process', () => testAbsenceStore(useMemoryDatabase()));
