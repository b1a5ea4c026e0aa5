import { describe, expect, it } from 'vitest';
import { firstFailure } from './forgeFailure.ts';

const PASSED = `Ran 1 test for contracts/test/CAI.t.sol:CAITest
[PASS] test_supply() (gas: 1)
Suite result: ok.

`;

describe('firstFailure', () => {
  it('names the test and its file', () => {
    const output = `${PASSED}Ran 2 tests for contracts/test/staking/Vote.t.sol:VoteTest
[PASS] test_active() (gas: 1)
[FAIL: 1 != 2] testFuzz_votes(uint256) (runs: 1)
[FAIL: later] test_later() (gas: 1)
`;
    expect(firstFailure(output)).toBe('contracts/test/staking/Vote.t.sol:testFuzz_votes');
  });

  it('names an invariant, which comes after the calls that broke it', () => {
    const output = `Ran 1 test for contracts/test/invariant/Staking.invariant.t.sol:StakingInvariants
[FAIL: 1 != 2]
\t[Sequence]
\t\tsender=0x01 addr=[contracts/test/invariant/StakingHandler.sol:StakingHandler]0x02 calldata=stake(uint256,uint256) args=[1, 2]
 invariant_books() (runs: 1, calls: 1, reverts: 0)
`;
    expect(firstFailure(output)).toBe('contracts/test/invariant/Staking.invariant.t.sol:invariant_books');
  });

  it('names setUp where no test could begin', () => {
    const output = `${PASSED}Ran 1 test for contracts/test/Faucet.t.sol:FaucetTest\n[FAIL: 1 != 2] setUp() (gas: 0)\n`;
    expect(firstFailure(output)).toBe('contracts/test/Faucet.t.sol:setUp');
  });

  it('finds none where all passed', () => {
    expect(firstFailure(PASSED)).toBeUndefined();
  });
});
