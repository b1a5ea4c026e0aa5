// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Registry } from "../../src/staking/Registry.sol";
import { SlasherFixture } from "../slashing/SlasherFixture.sol";

/// @dev An owner that foresees a conviction hands its node to a friend with the least bond, so that the reporter's part
/// is of that. It paid a fiftieth.
contract OwnerAttacksTest is SlasherFixture {
  uint256 private constant BOND = 1_000_000e18;
  uint256 private id;

  function setUp() public override {
    super.setUp();
    appoint(address(this));
    id = registerMiner(alice);
    vote(alice, id, BOND - MINER_MINIMUM);
    vote(bob, id, MINER_MINIMUM);
    vm.prank(alice);
    staking.offerNode(id, bob);
  }

  function accept() private {
    vm.prank(bob);
    staking.acceptNode(id);
  }

  function paidFor() private returns (uint256 paid) {
    uint256 state = vm.snapshotState();
    (, paid) = slasher.convict(id, 2_000, "evidence", 1_000);
    vm.revertToState(state);
  }

  function test_aFriendWithLessBondCannotTakeOver() public {
    vm.expectRevert(abi.encodeWithSelector(Registry.BondBelowMinimum.selector, MINER_MINIMUM, BOND));
    accept();
  }

  /// @dev Nor once the owner has begun to leave, by parts or whole.
  function testFuzz_norWhileTheOwnerLeaves(uint256 leaving) public {
    leaving = _bound(leaving, 1, BOND);
    vm.prank(alice);
    staking.unvote(id, leaving);
    vm.expectRevert(abi.encodeWithSelector(Registry.BondBelowMinimum.selector, MINER_MINIMUM, BOND));
    accept();
  }

  function test_aTransferLeavesTheReportersPartAsItWas() public {
    uint256 before = paidFor();
    vote(bob, id, BOND - MINER_MINIMUM);
    accept();
    assertGe(paidFor(), before);
  }

  /// @dev A chain of friends gets no further than the first.
  function test_aChainOfFriends() public {
    vote(bob, id, BOND - MINER_MINIMUM);
    accept();
    vote(carol, id, MINER_MINIMUM);
    vm.prank(bob);
    staking.offerNode(id, carol);
    vm.prank(carol);
    vm.expectRevert(abi.encodeWithSelector(Registry.BondBelowMinimum.selector, MINER_MINIMUM, BOND));
    staking.acceptNode(id);
  }
}
