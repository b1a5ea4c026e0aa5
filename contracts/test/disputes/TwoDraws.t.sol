// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Disputes } from "../../src/Disputes.sol";
import { Slasher } from "../../src/Slasher.sol";
import { AssignmentEvidence, AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { Assignment } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { DisputesFixture } from "./DisputesFixture.sol";

contract TwoDrawsTest is DisputesFixture {
  AssignmentProof private first;

  function setUp() public override {
    super.setUp();
    first = proofOf(assign(ranking[0], ""));
  }

  /// @dev An assignment of the next epoch.
  function again() private returns (Assignment memory assignment) {
    drawnAt = block.timestamp;
    header = mineBlock(ROSTER_BLOCK + EPOCH, drawnAt);
    skip(1);
    assignment = assign(ranking[1], "");
    assignment.rosterBlock = ROSTER_BLOCK + EPOCH;
    assignment.attempt = 1;
  }

  function reportBoth(AssignmentProof memory a, AssignmentProof memory b, bytes memory refusal) private {
    vm.prank(reporter);
    if (refusal.length != 0) vm.expectRevert(refusal);
    disputes.reportTwoDraws(a, b);
  }

  function test_aTaskIsDrawnOnce() public {
    AssignmentProof memory second = proofOf(again());
    reportBoth(first, second, "");
    assertPunished(coordinatorNode, COORDINATOR_MINIMUM * WRONG_ASSIGNMENT_BPS / 10_000);
    bytes32 evidence = keccak256(abi.encode(coordinatorNode, TASK));
    reportBoth(
      second, first, abi.encodeWithSelector(Slasher.AlreadyPunished.selector, coordinatorNode, evidence)
    );
  }

  /// @dev In either order: each key answers for its own draw.
  function testFuzz_theKeyMayHaveChangedInBetween(bool olderFirst) public {
    (, uint256 nextKey) = makeAddrAndKey("next key");
    rotate(coordinatorNode, "next key");
    skip(1);
    (coordinator, coordinatorKey) = (vm.addr(nextKey), nextKey);
    AssignmentProof memory second = proofOf(again());
    if (olderFirst) reportBoth(first, second, "");
    else reportBoth(second, first, "");
    assertGt(cai.balanceOf(reporter), 0);
  }

  function test_laterAttemptsOfOneDrawAreNoFault() public {
    Assignment memory later = assign(ranking[1], passedOver(1));
    later.attempt = 1;
    reportBoth(
      first,
      proofOf(later),
      abi.encodeWithSelector(Disputes.AssignmentIsRight.selector, digestOf(first.assignment))
    );
  }

  function test_drawsOfTwoTasksAreNoFault() public {
    Assignment memory other = again();
    other.taskId = keccak256("another task");
    reportBoth(first, proofOf(other), abi.encodeWithSelector(Disputes.OtherTask.selector, other.taskId));
  }

  function test_drawsOfTwoCoordinatorsAreNoFault() public {
    registerNode(carol, "another coordinator", Role.Coordinator, 0, COORDINATOR_MINIMUM);
    skip(1);
    (coordinator, coordinatorKey) = makeAddrAndKey("another coordinator");
    reportBoth(
      first,
      proofOf(again()),
      abi.encodeWithSelector(Disputes.AssignmentIsRight.selector, digestOf(first.assignment))
    );
  }

  function test_bothMustBeProved() public {
    AssignmentProof memory second = proofOf(again());
    second.signature = first.signature;
    vm.prank(reporter);
    vm.expectPartialRevert(AssignmentEvidence.WrongSigner.selector);
    disputes.reportTwoDraws(first, second);
    vm.prank(reporter);
    vm.expectPartialRevert(AssignmentEvidence.WrongSigner.selector);
    disputes.reportTwoDraws(second, first);
  }

  function test_evidenceGrowsTooOld() public {
    uint256 firstAt = drawnAt;
    AssignmentProof memory second = proofOf(again());
    vm.warp(firstAt + WINDOW + 1);
    bytes memory refusal = abi.encodeWithSelector(Disputes.EvidenceTooOld.selector, firstAt, WINDOW);
    reportBoth(second, first, refusal);
    reportBoth(first, second, refusal);
    vm.warp(firstAt + WINDOW);
    reportBoth(second, first, "");
  }
}
