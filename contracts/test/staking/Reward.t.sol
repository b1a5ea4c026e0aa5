// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Pools } from "../../src/staking/Pools.sol";
import { Rewards } from "../../src/staking/Rewards.sol";
import { Fixture } from "../Fixture.sol";

contract RewardTest is Fixture {
  /// @dev Wei that divisions may leave in the vault at each step of these tests.
  uint256 private constant DUST = 10;

  /// @dev What is left to share out of a fee.
  function shared(uint256 amount) private pure returns (uint256) {
    return amount - amount / 10;
  }

  function testFuzz_aTenthOfEachFeeIsBurnt(uint256 amount) public {
    amount = _bound(amount, 1, 1_000_000e18);
    uint256 id = registerMiner(alice);
    (uint256 supply, uint256 held) = (cai.totalSupply(), cai.balanceOf(address(staking)));
    vm.startPrank(admin);
    cai.approve(address(staking), amount);
    vm.expectEmit(address(staking));
    emit Rewards.Rewarded(id, admin, shared(amount));
    staking.reward(id, amount);
    vm.stopPrank();
    assertEq(supply - cai.totalSupply(), amount / 10);
    assertEq(cai.balanceOf(address(staking)) - held, shared(amount));
    assertEq(staking.vault(), shared(amount));
  }

  /// @dev The owner has its part of a payment already; of the voters' part it takes no commission.
  function testFuzz_feesAreDividedAmongTheShares(uint256 amount, uint256 votes) public {
    amount = _bound(amount, 1, 1_000_000e18);
    votes = _bound(votes, 1e18, 1_000_000e18);
    uint256 id = registerMiner(alice);
    vote(bob, id, votes);
    reward(id, amount);
    uint256 ofVoters = shared(amount) * votes / (MINER_MINIMUM + votes);
    assertApproxEqAbs(earned(bob, id), ofVoters, DUST);
    assertApproxEqAbs(earned(alice, id), shared(amount) - ofVoters, DUST);
    assertEq(claim(alice, id) + claim(bob, id), cai.balanceOf(alice) + cai.balanceOf(bob));
  }

  /// @dev What the pool lacks to a whole token is counted as the owner's.
  function testFuzz_feesOfAnEmptyPoolAreNotLost(uint256 votes) public {
    votes = _bound(votes, 0, 1e18);
    uint256 id = registerMiner(alice);
    if (votes != 0) vote(bob, id, votes);
    vm.prank(alice);
    staking.unvote(id, MINER_MINIMUM);
    reward(id, 10e18);
    assertApproxEqAbs(earned(bob, id), 9 * votes, DUST);
    assertApproxEqAbs(claim(alice, id), 9e18 - 9 * votes, DUST);
  }

  function test_feesNeedAnAmountAndANode() public {
    vm.expectRevert(Pools.ZeroAmount.selector);
    staking.reward(1, 0);
    vm.expectRevert(abi.encodeWithSelector(Pools.UnknownNode.selector, 1));
    staking.reward(1, 1);
  }
}
