// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SlasherFixture } from "../slashing/SlasherFixture.sol";

/// @dev A node convicted of two faults, of which the guardian undoes one: it gives back all but a wei, so that the node
/// stays in jail for the other. Its owner has a wei on its way out, whose cool-down is over.
contract GiveBackAttacksTest is SlasherFixture {
  uint256 private id;
  uint256 private exitId;

  function setUp() public override {
    super.setUp();
    appoint(address(this));
    id = registerMiner(alice);
    vote(alice, id, 2);
    vm.prank(alice);
    exitId = staking.unvote(id, 2);
    skip(COOL_DOWN);
    slasher.convict(id, 1_000, "an engine's upgrade", 0);
    slasher.convict(id, 1_000, "a fault", 0);
  }

  function test_aWithdrawnWeiUndoesNoConviction() public {
    uint256 allButAWei = held(id) - 1;
    vm.prank(alice);
    staking.withdraw(exitId, alice);
    vm.prank(guardian);
    slasher.giveBack(id, allButAWei);
    assertEq(staking.node(id).jailedUntil, block.timestamp + COOL_DOWN);
  }
}
