// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Exits } from "../../src/staking/Exits.sol";
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
    staking.withdraw(exitId);
    vm.expectRevert(refusal);
    staking.restake(exitId);
    vm.warp(readyAt);
    staking.withdraw(exitId);
    assertEq(cai.balanceOf(bob), amount);
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
}
