// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

/// @dev Nodes that want to earn double for less than the time costs, and strangers that want to end what others have
/// paid for. Somebody ends what is over once a day. All of these worked once: a month of 30 days for the fees of one
/// day and half an hour, 292 instead of 8,571, or for nine.
contract PretendersTest is Fixture {
  uint256 private constant RATE = 1e18;
  uint256 private constant DUST = 1_000;
  uint256 private constant POOL = 20_000_000e18;
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerNode(alice, "op", Role.Miner, 0, MINER_MINIMUM);
    vote(alice, id, POOL - MINER_MINIMUM);
    give(alice, POOL);
    giveAndStake(bob, POOL);
    fund(RATE * 365 days, 365 days);
  }

  function priceOf(uint256 pool, uint256 time) private pure returns (uint256) {
    return (pool * time + 10_000 weeks - 1) / 10_000 weeks;
  }

  function pay(uint256 amount) private {
    vm.prank(alice);
    staking.reward(id, amount);
  }

  /// @dev A minute paid for before each time that somebody ends what is over.
  function test_paidMinutesDoNotKeepANodeWorking() public {
    pay(priceOf(POOL, 1 days));
    for (uint256 day = 0; day < 30; day++) {
      skip(1 days);
      pay(priceOf(POOL, 1 minutes));
      staking.lapse(single(id));
    }
    // A day of two thirds, and 29 of a half.
    assertApproxEqAbs(earned(bob, 0), RATE * (1 days) / 3 + RATE * 29 days / 2, DUST);
  }

  /// @dev All but the bond goes out, a day of the small pool is paid for, and it comes back.
  function test_aDayForAnEmptiedPoolDoesNotStartAFullOne() public {
    for (uint256 day = 0; day < 30; day++) {
      vm.startPrank(alice);
      uint256 exitId = staking.unvote(id, POOL - MINER_MINIMUM);
      staking.reward(id, priceOf(MINER_MINIMUM, 1 days));
      staking.rebond(exitId);
      vm.stopPrank();
      skip(1 days);
      staking.lapse(single(id));
    }
    assertApproxEqAbs(earned(bob, 0), RATE * 30 days / 2, DUST);
  }

  /// @dev Bought for the full pool, too little to start it, and stretched over an emptied one.
  function test_norDoesAnHourStretchedOverAnEmptiedPool() public {
    pay(priceOf(POOL, 1 hours));
    vm.startPrank(alice);
    uint256 exitId = staking.unvote(id, POOL - MINER_MINIMUM);
    staking.reward(id, 10);
    staking.rebond(exitId);
    vm.stopPrank();
    assertEq(staking.node(id).workingUntil, 0);
  }

  /// @dev A known limit: what is left is rounded up as the pool grows, so a second paid for while nearly all is out is one
  /// of the full pool when that is back. It is no more than one for each three calls.
  function test_aSecondForAnEmptiedPoolIsAtMostOneOfTheFullOne() public {
    pay(priceOf(POOL, 1 days));
    skip(1 days - 10 minutes);
    uint256 until = staking.node(id).workingUntil;
    uint256 cycles = 50;
    vm.startPrank(alice);
    for (uint256 i = 0; i < cycles; i++) {
      uint256 gas = gasleft();
      uint256 exitId = staking.unvote(id, POOL - MINER_MINIMUM);
      staking.reward(id, priceOf(MINER_MINIMUM, 1));
      staking.rebond(exitId);
      assertGt(gas - gasleft(), 100_000);
    }
    vm.stopPrank();
    assertEq(staking.node(id).workingUntil, until + cycles);
  }

  /// @dev Each vote of one wei took a second, at some 40,000 gas: 86,400 a day that somebody had paid for.
  function test_strangersDustTakesNoTime() public {
    pay(priceOf(POOL, 2 days));
    uint256 until = staking.node(id).workingUntil;
    giveAndStake(carol, 1_000);
    bytes[] memory calls = new bytes[](700);
    for (uint256 i = 0; i < calls.length; i++) {
      calls[i] = abi.encodeCall(staking.vote, (id, 1));
    }
    vm.prank(carol);
    staking.multicall(calls);
    assertEq(staking.node(id).workingUntil, until);
  }

  /// @dev Nor does what goes and comes, again and again.
  function test_norDoesDustThatGoesAndComes() public {
    pay(priceOf(POOL, 2 days));
    uint256 until = staking.node(id).workingUntil;
    vote(carol, id, 1_000);
    for (uint256 i = 0; i < 50; i++) {
      vm.startPrank(carol);
      staking.rebond(staking.unvote(id, 1 + i));
      vm.stopPrank();
    }
    assertEq(staking.node(id).workingUntil, until);
  }
}
