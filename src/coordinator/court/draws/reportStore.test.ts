import { describe } from 'vitest';
import { testReportStore } from '#coordinator/court/testing/reportStoreSuite.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';

describe('ReportStore in this process', () => testReportStore(useMemoryDatabase()));
