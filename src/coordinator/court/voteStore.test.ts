import { describe } from 'vitest';
import { testVoteStore } from '#coordinator/court/testing/voteStoreSuite.ts';
import { useMemoryDatabase } from '#coordinator/testing/memoryDatabase.ts';

describe('VoteStore in this process', () => testVoteStore(useMemoryDatabase()));
