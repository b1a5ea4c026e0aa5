// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Disputes } from "../../src/Disputes.sol";
import { AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { Assignment, Messages } from "../../src/disputes/Messages.sol";
import { DisputesFixture } from "../disputes/DisputesFixture.sol";

/// @dev Stays open: the chain sees when a block was mined, not when a key signed. A key that was replaced signs nothing
/// away that came later, but it signs for blocks from before. Carol sells her coordinator to Bob, has nothing left in
/// it, and reports it with its old key: Bob pays.
contract SellerAttacksTest is DisputesFixture {
  uint256 private exitId;
  uint256 private sellersKey;

  /// @dev Bob has voted for the node, Carol has begun to leave it, and her cool-down is over.
  function setUp() public override {
    super.setUp();
    sellersKey = coordinatorKey;
    vote(bob, coordinatorNode, COORDINATOR_MINIMUM);
    vm.startPrank(carol);
    exitId = staking.unvote(coordinatorNode, COORDINATOR_MINIMUM);
    staking.offerNode(coordinatorNode, bob);
    skip(COOL_DOWN);
    staking.withdraw(exitId, carol);
    vm.stopPrank();
  }

  function accept() private {
    vm.prank(bob);
    staking.acceptNode(coordinatorNode);
  }

  /// @dev Each names a stranger, by the one block that Carol has anchored.
  function reportBySeller(uint32 count, bytes memory refusal) private {
    for (uint32 i = 0; i < count; i++) {
      Assignment memory wrong = assign(makeAddr("stranger"), "");
      wrong.attempt = i;
      AssignmentProof memory proof =
        AssignmentProof(wrong, signProtocol(sellersKey, Messages.hash(wrong)), header);
      if (refusal.length != 0) vm.expectRevert(refusal);
      vm.prank(carol);
      disputes.reportWrongOrder(proof, "", ranking[0]);
    }
  }

  function test_aSellerIsPaidOfWhatTheBuyerLoses() public {
    drawNow();
    epochs.anchor(ROSTER_BLOCK);
    skip(1);
    accept();
    rotate(coordinatorNode, "bob's key");
    assertTrue(staking.node(coordinatorNode).active);

    // To the last second in which that block is evidence.
    vm.warp(drawnAt + WINDOW);
    vm.roll(block.number + 50_000);
    uint256 before = cai.balanceOf(carol);
    reportBySeller(40, "");
    assertApproxEqAbs(staking.votesOf(bob, coordinatorNode), COORDINATOR_MINIMUM * 7 / 10, 1);
    assertApproxEqAbs(cai.balanceOf(carol) - before, COORDINATOR_MINIMUM * 3 / 100, 100);
    assertEq(staking.node(coordinatorNode).jailedUntil, block.timestamp + COOL_DOWN);
  }

  /// @dev What a buyer can do: the seller gives the node the buyer's key first, and the buyer accepts once the old key's
  /// blocks are too old to be evidence.
  function test_whoseKeyServedForTheTimeOfEvidenceBeforeTheSaleLosesNothing() public {
    drawNow();
    epochs.anchor(ROSTER_BLOCK);
    rotate(coordinatorNode, "bob's key");
    skip(WINDOW + 1);
    accept();
    reportBySeller(1, abi.encodeWithSelector(Disputes.EvidenceTooOld.selector, drawnAt, WINDOW));
    assertEq(staking.votesOf(bob, coordinatorNode), COORDINATOR_MINIMUM);
  }
}
