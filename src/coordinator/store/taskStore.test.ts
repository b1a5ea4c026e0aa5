import { describe } from 'vitest';
import { testTaskStore } from '#coordinator/store/testing/taskStoreSuite.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';

describe('TaskStore in this process', () => testTaskStore(useMemoryDatabase()));
