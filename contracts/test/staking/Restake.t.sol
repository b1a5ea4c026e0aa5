// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Exits } from "../../src/staking/Exits.sol";
import { Role } from "../../src/staking/Node.sol";
import { Fixture } from "../Fixture.sol";

contract RestakeTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
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

  /// @dev Its owner's too, which a node that is only short of its bond takes.
  function test_aVoteMovedToAJailedNodeTurnsIntoIdleStake() public {
    uint256 other = registerNode(alice, "other", Role.Miner, 0, MINER_MINIMUM);
    vote(alice, other, 10);
    vm.prank(alice);
    uint256 exitId = staking.moveVote(other, id, 10);
    skip(COOL_DOWN);
    jail(id, uint64(block.timestamp + 1 days));
    vm.prank(alice);
    staking.restake(exitId);
    assertEq(staking.idleOf(alice), 10);
    assertEq(staking.votesOf(alice, id), MINER_MINIMUM);
  }
}
