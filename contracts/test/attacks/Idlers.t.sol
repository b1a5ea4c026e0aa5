// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

/// @dev Attacks on the emission by nodes that do not work. The first one worked once.
contract IdlersTest is Fixture {
  uint256 private constant RATE = 1e18;
  uint256 private constant DUST = 10;
  uint256 private id;

  /// @dev Alice's coordinator never works; Bob has as much idle stake.
  function setUp() public override {
    super.setUp();
    id = registerNode(alice, "op", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    giveAndStake(bob, COORDINATOR_MINIMUM);
    fund(RATE * 365 days, 365 days);
  }

  function test_aCoordinatorThatNeverWorksEarnsNoMoreThanIdleStake() public {
    skip(4 weeks);
    assertApproxEqAbs(earned(alice, id), earned(bob, 0), DUST);
  }

  /// @dev A year of fees to itself: half a percent of the pool goes round, a tenth of that is gone.
  function test_whoPaysItselfLosesTheBurntPart() public {
    give(alice, COORDINATOR_MINIMUM);
    uint256 supply = cai.totalSupply();
    uint256 weekly = COORDINATOR_MINIMUM / 10_000;
    for (uint256 week = 0; week < 52; week++) {
      vm.prank(alice);
      staking.reward(id, weekly);
      skip(1 weeks);
    }
    assertGt(staking.node(id).workingUntil, 0);
    assertEq(supply - cai.totalSupply(), 52 * weekly / 10);
    uint256 emission = RATE * 52 weeks * 2 / 3;
    uint256 gained = claim(alice, id);
    assertApproxEqAbs(gained, emission + 52 * (weekly - weekly / 10), 1_000);
  }

  /// @dev A stranger's wei neither makes a node work nor keeps it working, nor ends its work.
  function test_dustChangesNothing() public {
    for (uint256 i = 0; i < 20; i++) {
      reward(id, 9);
      skip(1);
    }
    assertEq(staking.node(id).workingUntil, 0);
    payWeeks(id, 1);
    uint256 until = staking.node(id).workingUntil;
    for (uint256 i = 0; i < 20; i++) {
      reward(id, 9);
    }
    assertEq(staking.node(id).workingUntil, until);
    skip(1 weeks);
    reward(id, 9);
    staking.lapse(single(id));
    assertEq(staking.node(id).workingUntil, 0);
  }

  /// @dev Votes that come once the time is paid at the price of the bond alone.
  function test_timeBoughtForASmallPoolIsWorthLittleInALargeOne() public {
    payWeeks(id, 4);
    uint256 much = 100_000_000e18;
    vote(carol, id, much);
    uint256 left = staking.node(id).workingUntil - block.timestamp;
    assertLe((left - 1) * (much + COORDINATOR_MINIMUM), uint256(4 weeks) * COORDINATOR_MINIMUM);
    skip(left);
    staking.lapse(single(id));
    assertEq(staking.node(id).workingUntil, 0);
  }

  /// @dev A node in jail, which its owner feeds meanwhile, comes out as any other that has not worked.
  function test_feesInJailBuyNothingForAfterwards() public {
    payWeeks(id, 4);
    jail(id, uint64(block.timestamp + 1 days));
    reward(id, 10_000e18);
    skip(1 days);
    staking.unjail(id);
    claim(alice, id);
    claim(bob, 0);
    skip(1 days);
    assertApproxEqAbs(earned(alice, id), earned(bob, 0), DUST);
  }
}
