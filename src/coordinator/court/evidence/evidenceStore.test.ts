import { describe } from 'vitest';
import { testEvidenceStore } from '#coordinator/court/testing/evidenceStoreSuite.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';

describe('EvidenceStore in this process', () => testEvidenceStore(useMemoryDatabase()));
