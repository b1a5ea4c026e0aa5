// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { Weights } from "../../src/staking/Weights.sol";
import { Fixture } from "../Fixture.sol";

/// @dev Fees buy time in which a node earns double: a ten-thousandth of its pool buys a week.
contract WorkTest is Fixture {
  uint256 private constant RATE = 1e18;
  uint256 private constant DUST = 10;
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerNode(alice, "op", Role.Miner, 0, MINER_MINIMUM);
    giveAndStake(bob, MINER_MINIMUM);
  }

  /// @dev The least fee that buys `time` for the least bond.
  function priceOf(uint256 time) private pure returns (uint256) {
    return (MINER_MINIMUM * time + 10_000 weeks - 1) / 10_000 weeks;
  }

  function assertWorks(uint256 until) private view {
    assertEq(staking.node(id).workingUntil, until);
    assertEq(staking.rewardWeight(), 2 * staking.weightOf(id) + MINER_MINIMUM);
  }

  function assertRests() private view {
    assertEq(staking.node(id).workingUntil, 0);
    assertEq(staking.rewardWeight(), staking.weightOf(id) + MINER_MINIMUM);
  }

  function lapse() private {
    staking.lapse(single(id));
  }

  function unvote(address user, uint256 amount) private {
    vm.prank(user);
    staking.unvote(id, amount);
  }

  function test_aNewNodeDoesNotWork() public view {
    assertRests();
  }

  function test_aDayPaidAheadMakesANodeWork() public {
    give(carol, priceOf(1 days));
    vm.expectEmit(address(staking));
    emit Weights.WorkingChanged(id, true);
    vm.prank(carol);
    staking.reward(id, priceOf(1 days));
    assertWorks(block.timestamp + 1 days);
  }

  function test_lessThanADayAheadDoesNot() public {
    reward(id, priceOf(1 days) - 1);
    assertRests();
    skip(1);
    reward(id, priceOf(1));
    assertRests();
    reward(id, priceOf(1));
    assertWorks(block.timestamp + 1 days);
  }

  function test_aWeekCostsATenThousandthOfThePool() public {
    vote(carol, id, 3 * MINER_MINIMUM);
    reward(id, 4 * MINER_MINIMUM / 10_000);
    assertWorks(block.timestamp + 1 weeks);
  }

  function test_fourWeeksAheadAreTheMost() public {
    reward(id, priceOf(4 weeks) - 1);
    assertWorks(block.timestamp + 4 weeks - 1);
    reward(id, priceOf(1 days));
    assertWorks(block.timestamp + 4 weeks);
    reward(id, 1_000_000e18);
    assertWorks(block.timestamp + 4 weeks);
  }

  function test_laterFeesAddToWhatIsLeft() public {
    uint256 start = block.timestamp;
    payWeeks(id, 1);
    skip(3 days);
    payWeeks(id, 1);
    assertWorks(start + 2 weeks);
    skip(20 days);
    payWeeks(id, 1);
    assertWorks(start + 23 days + 1 weeks);
  }

  function test_anybodyEndsItOnceTheTimeIsOver() public {
    payWeeks(id, 1);
    uint256 until = block.timestamp + 1 weeks;
    vm.warp(until - 1);
    lapse();
    assertWorks(until);
    vm.warp(until);
    assertWorks(until);
    vm.expectEmit(address(staking));
    emit Weights.WorkingChanged(id, false);
    vm.prank(makeAddr("anybody"));
    lapse();
    assertRests();
  }

  function test_endingItAgainChangesNothing() public {
    payWeeks(id, 1);
    skip(1 weeks);
    lapse();
    vm.recordLogs();
    lapse();
    assertEq(vm.getRecordedLogs().length, 0);
    assertRests();
  }

  function test_whoHasNotPaidOrIsNoNodeCanBeNamedToo() public {
    uint256[] memory ids = new uint256[](4);
    (ids[0], ids[1], ids[2], ids[3]) = (0, id, 9, 2);
    fund(RATE * 1 days, 1 days);
    skip(1 hours);
    staking.lapse(ids);
    assertRests();
    uint256 second = registerNode(carol, "op2", Role.Miner, 0, MINER_MINIMUM);
    assertEq(earned(carol, second), 0);
  }

  function test_whatWasEarnedStaysAndTheRestIsSingle() public {
    payWeeks(id, 1);
    claim(alice, id);
    fund(RATE * 16 days, 16 days);
    skip(8 days);
    uint256 doubled = earned(alice, id);
    assertApproxEqAbs(doubled, RATE * 8 days * 2 / 3, DUST);
    lapse();
    assertApproxEqAbs(earned(alice, id), doubled, DUST);
    skip(8 days);
    assertApproxEqAbs(earned(alice, id) - doubled, RATE * 8 days / 2, DUST);
    assertApproxEqAbs(earned(bob, 0), RATE * (16 days) - earned(alice, id), DUST);
  }

  function test_startingIsNotPaidForThePast() public {
    fund(RATE * 2 days, 2 days);
    skip(1 days);
    payWeeks(id, 1);
    claim(alice, id);
    assertApproxEqAbs(earned(bob, 0), RATE * 1 days / 2, DUST);
    skip(1 days);
    assertApproxEqAbs(earned(alice, id), RATE * 1 days * 2 / 3, DUST);
  }

  function test_jailEndsItAndWhatWasPaidIsLost() public {
    payWeeks(id, 4);
    jail(id, uint64(block.timestamp + 1 days));
    assertEq(staking.rewardWeight(), MINER_MINIMUM);
    skip(1 days);
    staking.unjail(id);
    assertRests();
    reward(id, 1);
    assertRests();
    payWeeks(id, 1);
    assertWorks(block.timestamp + 1 weeks);
  }

  function test_anInactiveOrRetiredNodeDoesNotWork() public {
    payWeeks(id, 1);
    vm.expectEmit(address(staking));
    emit Weights.WorkingChanged(id, false);
    unvote(alice, MINER_MINIMUM / 20 + 1);
    assertRests();
    reward(id, 100e18);
    assertRests();
    vote(alice, id, MINER_MINIMUM);
    assertRests();
    payWeeks(id, 1);
    assertWorks(block.timestamp + 1 weeks);
    vm.prank(alice);
    staking.retire(id);
    assertRests();
    reward(id, 100e18);
    assertRests();
  }

  /// @dev What is left is worth the same in a pool of any size.
  function testFuzz_theTimeLeftShrinksAsThePoolGrows(uint256 votes) public {
    votes = _bound(votes, 1, 10_000_000e18);
    payWeeks(id, 2);
    vote(carol, id, votes);
    uint256 left = (2 weeks * MINER_MINIMUM + MINER_MINIMUM + votes - 1) / (MINER_MINIMUM + votes);
    assertWorks(block.timestamp + left);
    skip(left);
    lapse();
    assertRests();
  }

  function test_aVoteThatComesAndGoesLeavesTheTimeAsItWas() public {
    payWeeks(id, 2);
    vote(carol, id, 99 * MINER_MINIMUM);
    assertWorks(block.timestamp + 2 weeks / 100);
    unvote(carol, 99 * MINER_MINIMUM);
    assertWorks(block.timestamp + 2 weeks);
  }

  /// @dev A week and a second, a third of it, and three times that.
  function test_whatIsLeftIsRoundedUpInALargerPoolAndDownInASmallerOne() public {
    reward(id, priceOf(1 weeks + 1));
    vote(carol, id, 2 * MINER_MINIMUM);
    assertWorks(block.timestamp + 1 weeks / 3 + 1);
    unvote(carol, 2 * MINER_MINIMUM - 1);
    assertWorks(block.timestamp + 1 weeks + 2);
  }

  function test_aNodeWhoseTimeIsOverStartsAnewWithItsNextFee() public {
    payWeeks(id, 1);
    uint256 until = block.timestamp + 1 weeks;
    vm.warp(until - 1);
    reward(id, priceOf(1));
    assertWorks(until + 1);
    vm.warp(until + 1);
    reward(id, priceOf(1 days) - 1);
    assertRests();
    vm.warp(until + 1 days);
    assertEq(staking.node(id).workingUntil, 0);
    reward(id, priceOf(1 days));
    assertWorks(block.timestamp + 1 days);
    skip(1 days);
    reward(id, priceOf(1 days));
    assertWorks(block.timestamp + 1 days);
  }

  /// @dev Two days for as much on its way out as in the pool.
  function test_theDayAheadIsForWhatIsOnItsWayOutToo() public {
    vote(carol, id, MINER_MINIMUM);
    unvote(carol, MINER_MINIMUM);
    reward(id, priceOf(2 days) - 1);
    assertRests();
    reward(id, priceOf(1));
    assertWorks(block.timestamp + 2 days);
  }

  /// @dev Four weeks ahead, which are the most, are a day each for 28 times the pool.
  function test_anExitOf27TimesThePoolTakesFourWeeksAhead() public {
    vote(carol, id, 27 * MINER_MINIMUM + 1);
    unvote(carol, 27 * MINER_MINIMUM);
    unvote(carol, 1);
    reward(id, priceOf(5 weeks));
    assertRests();
    vm.startPrank(carol);
    staking.rebond(staking.exitsOf(carol)[0].id);
    staking.unvote(id, 27 * MINER_MINIMUM);
    vm.stopPrank();
    reward(id, priceOf(5 weeks));
    assertWorks(block.timestamp + 4 weeks);
  }

  function test_aPoolThatShrinksHasFourWeeksAheadAtMost() public {
    vote(carol, id, MINER_MINIMUM);
    payWeeks(id, 3);
    unvote(carol, MINER_MINIMUM);
    assertWorks(block.timestamp + 4 weeks);
  }

  /// @dev Time that is over stays over, whatever comes in.
  function test_votesForANodeWhoseTimeIsOverPayForNothing() public {
    payWeeks(id, 1);
    uint256 until = block.timestamp + 1 weeks;
    vm.warp(until + 5);
    vote(carol, id, MINER_MINIMUM);
    assertWorks(until);
    unvote(carol, MINER_MINIMUM);
    assertWorks(until);
    lapse();
    assertRests();
  }

  function test_aCoordinatorWorksAsAMinerDoes() public {
    uint256 coordinator = registerNode(carol, "op2", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    payWeeks(coordinator, 1);
    assertEq(staking.rewardWeight(), 2 * MINER_MINIMUM + 2 * COORDINATOR_MINIMUM);
    assertEq(staking.totalWeight(Role.Coordinator), COORDINATOR_MINIMUM);
    assertEq(staking.totalWeight(Role.Miner), MINER_MINIMUM);
    assertEq(staking.weightOf(coordinator), COORDINATOR_MINIMUM);
  }

  /// @dev The last second that can be stored is in 2106. After it, fees are shared out as before, and nobody works.
  function test_afterTheLastSecondFeesStillArrive() public {
    vm.warp(2 ** 32 - 1 days - 1);
    payWeeks(id, 4);
    assertWorks(2 ** 32 - 1);
    vm.warp(2 ** 32 - 1);
    lapse();
    payWeeks(id, 4);
    assertRests();
    vote(carol, id, MINER_MINIMUM);
    assertGt(claim(alice, id), 0);
  }
}
