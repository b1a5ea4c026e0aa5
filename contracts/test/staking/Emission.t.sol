// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

contract EmissionTest is Fixture {
  uint256 private constant RATE = 1e18;
  /// @dev Wei that divisions may leave in the vault at each step of these tests.
  uint256 private constant DUST = 10;

  function testFuzz_oneStakerGetsTheWholeEmission(uint256 passed) public {
    giveAndStake(alice, 7e18);
    fund(RATE * 1 days, 1 days);
    passed = _bound(passed, 0, 2 days);
    skip(passed);
    uint256 due = RATE * (passed < 1 days ? passed : 1 days);
    assertApproxEqAbs(earned(alice, 0), due, DUST);
    assertLe(earned(alice, 0), due);
    uint256 shown = earned(alice, 0);
    assertEq(claim(alice, 0), shown);
    assertEq(cai.balanceOf(alice), shown);
    assertEq(earned(alice, 0), 0);
    assertEq(claim(alice, 0), 0);
  }

  function test_votedStakeEarnsLikeIdleStakeAndTwiceThatWhileItsNodeWorks() public {
    uint256 id = registerNode(alice, "op", Role.Miner, 0, MINER_MINIMUM);
    giveAndStake(bob, MINER_MINIMUM);
    vote(carol, id, MINER_MINIMUM);
    fund(RATE * 2 days, 2 days);
    skip(1 days);
    assertApproxEqAbs(earned(alice, id), RATE * 1 days / 3, DUST);
    assertApproxEqAbs(earned(carol, id), RATE * 1 days / 3, DUST);
    assertApproxEqAbs(earned(bob, 0), RATE * 1 days / 3, DUST);
    payWeeks(id, 1);
    (claim(alice, id), claim(carol, id), claim(bob, 0));
    skip(1 days);
    assertApproxEqAbs(earned(alice, id), RATE * 1 days * 2 / 5, DUST);
    assertApproxEqAbs(earned(carol, id), RATE * 1 days * 2 / 5, DUST);
    assertApproxEqAbs(earned(bob, 0), RATE * 1 days / 5, DUST);
  }

  function testFuzz_commissionIsOnTheVotersPartOnly(uint256 bps, uint256 votes) public {
    bps = _bound(bps, 0, 5_000);
    votes = _bound(votes, 1e18, 1_000_000e18);
    uint256 id = registerNode(alice, "op", Role.Miner, uint16(bps), MINER_MINIMUM);
    vote(bob, id, votes);
    fund(RATE * 1 days, 1 days);
    skip(1 days);
    uint256 votersGross = RATE * 1 days * votes / (MINER_MINIMUM + votes);
    uint256 net = votersGross * (10_000 - bps) / 10_000;
    assertApproxEqAbs(earned(bob, id), net, DUST);
    assertApproxEqAbs(earned(alice, id), RATE * 1 days - net, DUST);
  }

  function testFuzz_noRewardBeforeStake(uint256 passed) public {
    giveAndStake(alice, 1e18);
    fund(RATE * 1 days, 1 days);
    skip(_bound(passed, 0, 1 days));
    uint256 id = registerMiner(bob);
    vote(carol, id, 5e18);
    giveAndStake(carol, 1e18);
    assertEq(earned(bob, id) + earned(carol, id) + earned(carol, 0), 0);
  }

  function test_movingStakeKeepsWhatWasEarned() public {
    uint256 id = registerMiner(alice);
    giveAndStake(bob, 10e18);
    fund(RATE * 1 days, 1 days);
    skip(1 hours);
    uint256 idleEarned = earned(bob, 0);
    assertGt(idleEarned, 0);
    vm.startPrank(bob);
    staking.vote(id, 10e18);
    skip(1 hours);
    uint256 nodeEarned = earned(bob, id);
    assertGt(nodeEarned, 0);
    staking.unvote(id, 10e18);
    skip(1 hours);
    vm.stopPrank();
    assertEq(earned(bob, 0), idleEarned);
    assertEq(earned(bob, id), nodeEarned);
  }

  /// @dev Stake that comes or goes changes the division from then on, not of what was emitted before.
  function test_comingAndGoingLeavesThePastAsItWas() public {
    uint256 id = registerMiner(alice);
    giveAndStake(bob, 5 * MINER_MINIMUM);
    fund(RATE * 1 days, 1 days);
    for (uint256 i = 0; i < 4; i++) {
      skip(1 hours);
      (uint256 ofNode, uint256 ofIdle) = (earned(alice, id), earned(bob, 0));
      if (i == 0) giveAndStake(carol, 4 * MINER_MINIMUM);
      vm.startPrank(carol);
      if (i == 1) staking.vote(id, 3 * MINER_MINIMUM);
      if (i == 2) staking.unvote(id, 3 * MINER_MINIMUM);
      if (i == 3) staking.unstake(MINER_MINIMUM);
      vm.stopPrank();
      assertEq(earned(alice, id), ofNode);
      assertEq(earned(bob, 0), ofIdle);
    }
  }

  function test_unbondingAndLeavingStakeEarnsNothing() public {
    uint256 id = registerMiner(alice);
    vote(bob, id, 10e18);
    giveAndStake(bob, 10e18);
    vm.startPrank(bob);
    staking.unvote(id, 10e18);
    staking.unstake(10e18);
    vm.stopPrank();
    fund(RATE * 1 days, 1 days);
    skip(1 days);
    assertEq(earned(bob, id) + earned(bob, 0), 0);
    assertApproxEqAbs(earned(alice, id), RATE * 1 days, DUST);
  }

  function test_inactiveNodesEarnNothing() public {
    uint256 id = registerMiner(alice);
    vote(bob, id, 10e18);
    giveAndStake(carol, 1e18);
    vm.prank(alice);
    staking.unvote(id, MINER_MINIMUM / 20 + 1);
    fund(RATE * 1 days, 1 days);
    skip(12 hours);
    assertEq(earned(alice, id) + earned(bob, id), 0);
    vote(alice, id, MINER_MINIMUM / 20 + 1);
    assertEq(earned(alice, id) + earned(bob, id), 0);
    skip(12 hours);
    assertGt(earned(bob, id), 0);
    assertApproxEqAbs(earned(alice, id) + earned(bob, id) + earned(carol, 0), RATE * 1 days, DUST);
  }
}
