// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Exit, Exits } from "../../src/staking/Exits.sol";
import { Fixture } from "../Fixture.sol";

contract WithdrawTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
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
}
