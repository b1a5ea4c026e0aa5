// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Registry } from "../../src/staking/Registry.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev The owner of the accused once sat on its jury with its other nodes, which it had handed to itself since: that
/// made them another's. So did the reporter.
contract HandoverAttacksTest is JuriesFixture {
  function refuseToHandToItself(address owner, uint256 nodeId) private {
    vm.startPrank(owner);
    staking.offerNode(nodeId, owner);
    vm.expectRevert(abi.encodeWithSelector(Registry.NotOffered.selector, nodeId, owner));
    staking.acceptNode(nodeId);
    vm.stopPrank();
  }

  function refuseSeats(address owner) private {
    uint256 own = registerNode(owner, "own", Role.Miner, 0, 20 * MINER_MINIMUM);
    skip(1 minutes);
    drawNow();
    skip(1 minutes);
    assignment = assign(vm.addr(accusedKey), "");
    uint256 id = open();
    refuseToHandToItself(owner, own);
    draw(id, SALT);
    assertEq(juries.seatsOf(id, 0, own), 0);
  }

  function test_theOwnerOfTheAccusedDoesNotSitInItsOwnCase() public {
    refuseSeats(accusedOwner);
  }

  function test_norDoesTheReporter() public {
    refuseSeats(reporter);
  }

  /// @dev Who has accepted a node cannot accept it again.
  function test_whoHasTakenANodeOverCannotDoSoAgain() public {
    uint256 own = peers[0];
    vote(bob, own, 2 * MINER_MINIMUM);
    vm.prank(staking.node(own).owner);
    staking.offerNode(own, bob);
    vm.startPrank(bob);
    staking.acceptNode(own);
    skip(1);
    vm.expectRevert(abi.encodeWithSelector(Registry.NotOffered.selector, own, bob));
    staking.acceptNode(own);
    vm.stopPrank();
    refuseToHandToItself(bob, own);
  }
}
