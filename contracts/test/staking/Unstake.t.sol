// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Exits } from "../../src/staking/Exits.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract UnstakeTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
  }

  function testFuzz_idleStakeLeavesAfterTheCoolDown(uint256 amount, uint256 out, uint256 early) public {
    amount = _bound(amount, 1, cai.balanceOf(admin));
    out = _bound(out, 1, amount);
    giveAndStake(bob, amount);
    uint256 readyAt = block.timestamp + COOL_DOWN;
    vm.expectEmit(address(staking));
    emit Exits.Unstaked(bob, out, readyAt << 48, readyAt);
    vm.startPrank(bob);
    uint256 exitId = staking.unstake(out);
    assertEq(staking.idleOf(bob), amount - out);

    vm.warp(_bound(early, block.timestamp, readyAt - 1));
    vm.expectRevert(abi.encodeWithSelector(Exits.ExitNotReady.selector, exitId, readyAt));
    staking.withdraw(exitId, bob);
    vm.warp(readyAt);
    vm.expectEmit(address(staking));
    emit Exits.Withdrawn(bob, bob, exitId, out);
    staking.withdraw(exitId, bob);
    assertEq(cai.balanceOf(bob), out);
    assertEq(staking.totalAssets(), MINER_MINIMUM + amount - out);
    vm.expectRevert(abi.encodeWithSelector(Exits.UnknownExit.selector, exitId));
    staking.withdraw(exitId, bob);
  }

  function test_theGreatestNumberMeansAll() public {
    giveAndStake(bob, 5);
    vm.startPrank(bob);
    staking.unstake(type(uint256).max);
    assertEq(staking.idleOf(bob), 0);
    assertEq(staking.exitsOf(bob)[0].amount, 5);
    vm.expectRevert(Pools.ZeroAmount.selector);
    staking.unstake(type(uint256).max);
  }

  function test_noMoreThanIdle() public {
    giveAndStake(bob, 5);
    vm.startPrank(bob);
    vm.expectRevert(abi.encodeWithSelector(Pools.InsufficientIdle.selector, 5, 6));
    staking.unstake(6);
    vm.expectRevert(Pools.ZeroAmount.selector);
    staking.unstake(0);
  }
}
