// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Exit, Exits } from "../../src/staking/Exits.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Fixture } from "../Fixture.sol";

contract ExitsTest is Fixture {
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
    emit Exits.Unstaked(bob, out, 1, readyAt);
    vm.startPrank(bob);
    uint256 exitId = staking.unstake(out);
    assertEq(staking.idleOf(bob), amount - out);

    vm.warp(_bound(early, block.timestamp, readyAt - 1));
    vm.expectRevert(abi.encodeWithSelector(Exits.ExitNotReady.selector, exitId, readyAt));
    staking.withdraw(exitId);
    vm.warp(readyAt);
    vm.expectEmit(address(staking));
    emit Exits.Withdrawn(bob, exitId, out);
    staking.withdraw(exitId);
    assertEq(cai.balanceOf(bob), out);
    assertEq(staking.totalAssets(), MINER_MINIMUM + amount - out);
    vm.expectRevert(abi.encodeWithSelector(Exits.UnknownExit.selector, exitId));
    staking.withdraw(exitId);
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
    staking.withdraw(exitId);
    vm.expectRevert(refusal);
    staking.restake(exitId);
    vm.warp(readyAt);
    staking.withdraw(exitId);
    assertEq(cai.balanceOf(bob), amount);
  }

  function test_idleStakeMayTurnBackAtOnce() public {
    giveAndStake(bob, 10);
    vm.startPrank(bob);
    uint256 exitId = staking.unstake(4);
    vm.expectEmit(address(staking));
    emit Exits.Restaked(bob, exitId, 4);
    staking.restake(exitId);
    assertEq(staking.idleOf(bob), 10);
    assertEq(staking.exitsOf(bob).length, 0);
  }

  function test_votesMayTurnBackAfterTheCoolDown() public {
    vote(bob, id, 10);
    vm.startPrank(bob);
    uint256 exitId = staking.unvote(id, 10);
    skip(COOL_DOWN);
    staking.restake(exitId);
    assertEq(staking.idleOf(bob), 10);
    assertEq(staking.totalAssets(), MINER_MINIMUM + 10);
  }

  function test_exitsAreTheirOwnersAlone() public {
    giveAndStake(bob, 10);
    vm.prank(bob);
    uint256 exitId = staking.unstake(10);
    skip(COOL_DOWN);
    vm.startPrank(carol);
    vm.expectRevert(abi.encodeWithSelector(Exits.UnknownExit.selector, exitId));
    staking.withdraw(exitId);
    vm.expectRevert(abi.encodeWithSelector(Exits.UnknownExit.selector, exitId));
    staking.restake(exitId);
  }

  function test_aFewExitsAtOnceInAnyOrder() public {
    giveAndStake(bob, 6);
    vote(bob, id, 5);
    vm.startPrank(bob);
    staking.unstake(1);
    staking.unvote(id, 5);
    staking.unstake(2);
    Exit[] memory exits = staking.exitsOf(bob);
    assertEq(exits.length, 3);
    assertEq(exits[1].id, 2);
    assertEq(exits[1].nodeId, id);
    assertEq(exits[1].amount, 5);
    assertEq(exits[1].readyAt, block.timestamp + COOL_DOWN);
    skip(COOL_DOWN);
    staking.withdraw(1);
    staking.withdraw(3);
    staking.withdraw(2);
    assertEq(cai.balanceOf(bob), 8);
    assertEq(staking.exitsOf(bob).length, 0);
  }

  function test_openExitsAreBounded() public {
    giveAndStake(bob, 40);
    vm.startPrank(bob);
    for (uint256 i = 0; i < 32; i++) {
      staking.unstake(1);
    }
    vm.expectRevert(abi.encodeWithSelector(Exits.TooManyExits.selector, 32));
    staking.unstake(1);
    staking.restake(7);
    staking.unstake(1);
    skip(COOL_DOWN);
    staking.withdraw(33);
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
