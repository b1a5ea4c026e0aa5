import { describe } from 'vitest';
import { testAuditStore } from '#coordinator/store/testing/auditStoreSuite.ts';
import { testTaskStore } from '#coordinator/store/testing/taskStoreSuite.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';

describe('TaskStore in this process', () => testTaskStore(useMemoryDatabase()));
describe('AuditStore in this process', () => testAuditStore(useMemoryDatabase()));
