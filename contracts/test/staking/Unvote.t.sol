// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Exits } from "../../src/staking/Exits.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Role } from "../../src/staking/Node.sol";
import { Pool } from "../../src/staking/Shares.sol";
import { OpenStaking } from "../doubles/OpenStaking.sol";
import { Fixture } from "../Fixture.sol";

contract UnvoteTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
  }

  function testFuzz_votesLeaveAfterTheCoolDown(uint256 amount, uint256 early) public {
    amount = _bound(amount, 1, cai.balanceOf(admin));
    vote(bob, id, amount);
    vm.startPrank(bob);
    uint256 exitId = staking.unvote(id, amount);
    uint256 readyAt = block.timestamp + COOL_DOWN;
    vm.warp(_bound(early, block.timestamp, readyAt - 1));
    bytes memory refusal = abi.encodeWithSelector(Exits.ExitNotReady.selector, exitId, readyAt);
    vm.expectRevert(refusal);
    staking.withdraw(exitId, bob);
    vm.expectRevert(refusal);
    staking.restake(exitId);
    vm.warp(readyAt);
    staking.withdraw(exitId, bob);
    assertEq(cai.balanceOf(bob), amount);
  }

  /// @dev After a slash, the number of wei is known to nobody before the transaction.
  function testFuzz_theGreatestNumberMeansAll(uint256 amount, uint256 slashed) public {
    amount = _bound(amount, 1, 1_000_000e18);
    slashed = _bound(slashed, 1, MINER_MINIMUM / 2);
    vote(bob, id, amount);
    vm.prank(admin);
    staking.slash(id, slashed, admin);
    uint256 votes = staking.votesOf(bob, id);
    vm.assume(votes != 0);
    vm.prank(bob);
    staking.unvote(id, type(uint256).max);
    assertEq(staking.votesOf(bob, id), 0);
    assertApproxEqAbs(staking.leavingOf(bob, id), votes, 1);
    vm.prank(bob);
    vm.expectRevert(Pools.ZeroAmount.selector);
    staking.unvote(id, type(uint256).max);
  }

  /// @dev After a slash a share is no whole number of wei: leaving costs the fraction, and taking all leaves none behind.
  function test_burnsSharesRoundedUpAndAllWithTheLastWei() public {
    OpenStaking open = new OpenStaking(cai, address(authority), MINER_MINIMUM, COORDINATOR_MINIMUM, COOL_DOWN);
    staking = open;
    id = registerNode(alice, "another", Role.Miner, 0, MINER_MINIMUM);
    vote(bob, id, 3e18 + 1);
    vm.prank(admin);
    staking.slash(id, 7e18, admin);
    (Pool memory before,) = open.poolsOf(id);
    uint256 product = 1e18 * (uint256(before.shares) + 1e6);
    assertGt(product % (uint256(before.assets) + 1), 0);
    vm.prank(bob);
    staking.unvote(id, 1e18);
    (Pool memory pool,) = open.poolsOf(id);
    assertEq(before.shares - pool.shares, product / (uint256(before.assets) + 1) + 1);
    vm.prank(bob);
    staking.unvote(id, type(uint256).max);
    (pool,) = open.poolsOf(id);
    assertEq(pool.shares, MINER_MINIMUM * 1e6);
  }
}
