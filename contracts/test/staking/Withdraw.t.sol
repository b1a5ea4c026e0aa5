// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Emission } from "../../src/staking/Emission.sol";
import { Exit, Exits } from "../../src/staking/Exits.sol";
import { Role } from "../../src/staking/Node.sol";
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
    staking.withdraw(exitId, carol);
    vm.expectRevert(abi.encodeWithSelector(Exits.UnknownExit.selector, exitId));
    staking.restake(exitId);
  }

  function test_aFewExitsAtOnceInAnyOrder() public {
    giveAndStake(bob, 6);
    vote(bob, id, 5);
    vm.startPrank(bob);
    uint256 first = staking.unstake(1);
    uint256 second = staking.unvote(id, 5);
    skip(1);
    uint256 third = staking.unstake(2);
    Exit[] memory exits = staking.exitsOf(bob);
    assertEq(exits.length, 3);
    assertEq(exits[1].id, second);
    assertEq(exits[1].target, 0);
    assertEq(exits[1].nodeId, id);
    assertEq(exits[1].amount, 5);
    assertEq(exits[1].readyAt, vm.getBlockTimestamp() - 1 + COOL_DOWN);
    skip(COOL_DOWN);
    staking.withdraw(first, bob);
    staking.withdraw(third, bob);
    staking.withdraw(second, bob);
    assertEq(cai.balanceOf(bob), 8);
    assertEq(staking.exitsOf(bob).length, 0);
  }

  function test_paysAnyWallet() public {
    giveAndStake(bob, 10);
    vm.startPrank(bob);
    uint256 exitId = staking.unstake(type(uint256).max);
    skip(COOL_DOWN);
    vm.expectRevert(abi.encodeWithSelector(Emission.InvalidBeneficiary.selector, address(0)));
    staking.withdraw(exitId, address(0));
    vm.expectRevert(abi.encodeWithSelector(Emission.InvalidBeneficiary.selector, address(staking)));
    staking.withdraw(exitId, address(staking));
    vm.expectEmit(address(staking));
    emit Exits.Withdrawn(bob, carol, exitId, 10);
    staking.withdraw(exitId, carol);
    assertEq(cai.balanceOf(carol), 10);
  }

  /// @dev What leaves one pool for one target in one second is one exit; anything else is another.
  function test_exitsOfOneSecondAreOne() public {
    uint256 other = registerNode(carol, "other", Role.Miner, 0, MINER_MINIMUM);
    vote(bob, id, 10);
    giveAndStake(bob, 10);
    vm.startPrank(bob);
    uint256 exitId = staking.unvote(id, 1);
    assertEq(staking.unvote(id, 2), exitId);
    assertTrue(staking.unstake(1) != exitId);
    uint256 moved = staking.moveVote(id, other, 1);
    assertTrue(moved != exitId);
    skip(1);
    assertTrue(staking.unvote(id, 4) != exitId);
    Exit[] memory exits = staking.exitsOf(bob);
    assertEq(exits.length, 4);
    assertEq(exits[0].amount, 3);
    assertEq(exits[2].target, other);
    skip(COOL_DOWN);
    staking.withdraw(exitId, bob);
    assertEq(cai.balanceOf(bob), 3);
    assertEq(staking.leavingOf(bob, id), 5);
  }

  /// @dev There used to be a limit of 32.
  function test_anyNumberOfExitsLeaves() public {
    giveAndStake(bob, 100);
    vm.startPrank(bob);
    uint256[] memory ids = new uint256[](100);
    for (uint256 i = 0; i < 100; i++) {
      ids[i] = staking.unstake(1);
      skip(1);
    }
    skip(COOL_DOWN);
    for (uint256 i = 0; i < 100; i++) {
      staking.withdraw(ids[i * 37 % 100], bob);
    }
    assertEq(cai.balanceOf(bob), 100);
    assertEq(staking.exitsOf(bob).length, 0);
  }
}
