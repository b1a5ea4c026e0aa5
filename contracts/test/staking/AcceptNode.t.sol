// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Commission } from "../../src/staking/Commission.sol";
import { Role } from "../../src/staking/Node.sol";
import { Pools } from "../../src/staking/Pools.sol";
import { Registry } from "../../src/staking/Registry.sol";
import { Fixture } from "../Fixture.sol";

contract AcceptNodeTest is Fixture {
  uint256 private id;

  function setUp() public override {
    super.setUp();
    id = registerMiner(alice);
  }

  function offer(address to) private {
    vm.prank(alice);
    staking.offerNode(id, to);
  }

  function accept(address by) private {
    vm.prank(by);
    staking.acceptNode(id);
  }

  function test_theNewOwnersVotesBecomeTheBond() public {
    vote(bob, id, MINER_MINIMUM + 5e18);
    vm.expectEmit(address(staking));
    emit Registry.NodeOffered(id, bob);
    offer(bob);
    assertEq(staking.node(id).owner, alice);
    vm.expectEmit(address(staking));
    emit Registry.NodeTransferred(id, alice, bob);
    accept(bob);
    assertEq(staking.node(id).owner, bob);
    assertEq(staking.node(id).selfBond, MINER_MINIMUM + 5e18);
    (,,, uint256 ownedSince) = staking.identityOf(id);
    assertEq(ownedSince, block.timestamp);
    assertEq(staking.payoutOf(makeAddr("operator")), bob);
    // The bond of before is a vote now: it may leave, and the node stays active.
    vm.prank(alice);
    staking.unvote(id, type(uint256).max);
    assertTrue(staking.node(id).active);
    vm.prank(alice);
    vm.expectRevert(abi.encodeWithSelector(Commission.NotNodeOwner.selector, id, alice));
    staking.retire(id);
  }

  /// @dev Though its owner before has taken everything out.
  function test_aCoordinatorNeedsTheMinimumOfCoordinators() public {
    id = registerNode(carol, "coordinator", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    vote(bob, id, MINER_MINIMUM);
    vm.startPrank(carol);
    staking.offerNode(id, bob);
    uint256 exitId = staking.unvote(id, type(uint256).max);
    skip(COOL_DOWN);
    staking.withdraw(exitId, carol);
    vm.stopPrank();
    vm.expectRevert(
      abi.encodeWithSelector(Registry.BondBelowMinimum.selector, MINER_MINIMUM, COORDINATOR_MINIMUM)
    );
    accept(bob);
  }

  function test_needsTheWholeMinimum() public {
    vote(bob, id, MINER_MINIMUM - 1);
    offer(bob);
    vm.expectRevert(
      abi.encodeWithSelector(Registry.BondBelowMinimum.selector, MINER_MINIMUM - 1, MINER_MINIMUM)
    );
    accept(bob);
    vote(bob, id, 1);
    accept(bob);
    vm.expectRevert(abi.encodeWithSelector(Registry.NotOffered.selector, id, bob));
    accept(bob);
  }

  /// @dev What the owner before has there, and what it is taking out: the reporter of its faults counts on both.
  function test_needsAsMuchAsTheOwnerBeforeHas() public {
    vote(alice, id, 9 * MINER_MINIMUM);
    vm.prank(alice);
    staking.unvote(id, 4 * MINER_MINIMUM);
    vote(bob, id, 10 * MINER_MINIMUM - 1);
    offer(bob);
    vm.expectRevert(
      abi.encodeWithSelector(Registry.BondBelowMinimum.selector, 10 * MINER_MINIMUM - 1, 10 * MINER_MINIMUM)
    );
    accept(bob);
    vote(bob, id, 1);
    accept(bob);
    assertEq(staking.node(id).selfBond, 10 * MINER_MINIMUM);
  }

  /// @dev The role's minimum is enough once the owner before has withdrawn the rest.
  function test_anOwnerThatHasWithdrawnAsksForLess() public {
    vote(alice, id, 9 * MINER_MINIMUM);
    vm.prank(alice);
    uint256 exitId = staking.unvote(id, 9 * MINER_MINIMUM);
    vote(bob, id, MINER_MINIMUM);
    skip(COOL_DOWN);
    vm.prank(alice);
    staking.withdraw(exitId, alice);
    offer(bob);
    accept(bob);
    assertEq(staking.node(id).owner, bob);
  }

  function test_needsTheMinimumOfItsRole() public {
    id = registerNode(alice, "coordinator", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    vote(bob, id, MINER_MINIMUM);
    offer(bob);
    vm.expectRevert(
      abi.encodeWithSelector(Registry.BondBelowMinimum.selector, MINER_MINIMUM, COORDINATOR_MINIMUM)
    );
    accept(bob);
  }

  function test_onlyToWhomItWasOfferedLast() public {
    vote(bob, id, MINER_MINIMUM);
    vote(carol, id, MINER_MINIMUM);
    vm.expectRevert(abi.encodeWithSelector(Registry.NotOffered.selector, id, bob));
    accept(bob);
    offer(bob);
    offer(carol);
    vm.expectRevert(abi.encodeWithSelector(Registry.NotOffered.selector, id, bob));
    accept(bob);
    offer(address(0));
    vm.expectRevert(abi.encodeWithSelector(Registry.NotOffered.selector, id, carol));
    accept(carol);
    vm.prank(bob);
    vm.expectRevert(abi.encodeWithSelector(Commission.NotNodeOwner.selector, id, bob));
    staking.offerNode(id, bob);
  }

  function test_aRetiredNodeStaysItsOwners() public {
    vote(bob, id, MINER_MINIMUM);
    offer(bob);
    vm.startPrank(alice);
    staking.retire(id);
    vm.expectRevert(abi.encodeWithSelector(Pools.NodeIsRetired.selector, id));
    staking.offerNode(id, bob);
    vm.stopPrank();
    vm.expectRevert(abi.encodeWithSelector(Pools.NodeIsRetired.selector, id));
    accept(bob);
  }

  function test_whatWasEarnedBeforeStaysWithTheOwnerOfBefore() public {
    vote(bob, id, MINER_MINIMUM);
    fund(1e18 * 2 days, 2 days);
    skip(1 days);
    (uint256 ofAlice, uint256 ofBob) = (earned(alice, id), earned(bob, id));
    // A tenth of the voter's half is the owner's commission.
    assertApproxEqAbs(ofAlice, 1e18 * 1 days * 55 / 100, 10);
    offer(bob);
    accept(bob);
    assertEq(earned(alice, id), ofAlice);
    assertEq(earned(bob, id), ofBob);
    skip(1 days);
    assertApproxEqAbs(earned(alice, id) - ofAlice, 1e18 * 1 days * 45 / 100, 10);
    assertApproxEqAbs(earned(bob, id) - ofBob, 1e18 * 1 days * 55 / 100, 10);
    assertApproxEqAbs(claim(alice, id) + claim(bob, id), 1e18 * 2 days, 10);
  }

  function test_mayBeOfferedBack() public {
    vote(bob, id, MINER_MINIMUM);
    offer(bob);
    accept(bob);
    vm.prank(bob);
    staking.offerNode(id, alice);
    accept(alice);
    assertEq(staking.node(id).owner, alice);
    assertEq(staking.node(id).selfBond, MINER_MINIMUM);
  }
}
