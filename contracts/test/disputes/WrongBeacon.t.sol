// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Disputes } from "../../src/Disputes.sol";
import { Epochs } from "../../src/Epochs.sol";
import { Slasher } from "../../src/Slasher.sol";
import { AssignmentEvidence } from "../../src/disputes/AssignmentEvidence.sol";
import { Assignment, Messages } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { DisputesFixture } from "./DisputesFixture.sol";

/// @dev A block that no lottery may use, and an old one.
contract WrongBeaconTest is DisputesFixture {
  uint256 private constant TAKEN = COORDINATOR_MINIMUM * WRONG_ASSIGNMENT_BPS / 10_000;

  function reportBeacon(Assignment memory assignment, bytes memory refusal) private {
    bytes memory signature = signProtocol(coordinatorKey, Messages.hash(assignment));
    vm.prank(reporter);
    if (refusal.length != 0) vm.expectRevert(refusal);
    disputes.reportWrongBeacon(assignment, signature);
  }

  function reportStale(Assignment memory assignment, uint64 number, bytes memory later, bytes memory refusal)
    private
  {
    bytes memory signature = signProtocol(coordinatorKey, Messages.hash(assignment));
    vm.prank(reporter);
    if (refusal.length != 0) vm.expectRevert(refusal);
    disputes.reportStaleDraw(assignment, signature, number, later);
  }

  function isRight(Assignment memory assignment) private view returns (bytes memory) {
    return abi.encodeWithSelector(Disputes.AssignmentIsRight.selector, digestOf(assignment));
  }

  function test_anInventedBeaconIsAFault() public {
    Assignment memory assignment = assign(ranking[0], "");
    reportBeacon(assignment, isRight(assignment));
    assignment.beacon = keccak256("the luckiest of six");
    reportBeacon(assignment, "");
    assertPunished(coordinatorNode, TAKEN);
  }

  function test_aBlockThatIsNoEpochsIsAFault() public {
    Assignment memory assignment = assign(ranking[0], "");
    assignment.rosterBlock = ROSTER_BLOCK + 1;
    assignment.beacon = blockhash(ROSTER_BLOCK + 1);
    reportBeacon(assignment, "");
    assertPunished(coordinatorNode, TAKEN);
  }

  function test_aBlockThatIsStillToComeIsAFault() public {
    Assignment memory assignment = assign(ranking[0], "");
    assignment.rosterBlock = ROSTER_BLOCK + EPOCH;
    vm.roll(ROSTER_BLOCK + EPOCH);
    reportBeacon(assignment, "");
    assertPunished(coordinatorNode, TAKEN);
  }

  function test_aBlockThatTheChainHasForgottenProvesNothing() public {
    Assignment memory assignment = assign(ranking[0], "");
    assignment.beacon = keccak256("invented");
    vm.roll(ROSTER_BLOCK + 9_000);
    reportBeacon(assignment, isRight(assignment));
  }

  function test_anAnchoredBlockIsNotForgotten() public {
    Assignment memory assignment = assign(ranking[0], "");
    assignment.beacon = keccak256("invented");
    epochs.anchor(ROSTER_BLOCK);
    vm.roll(ROSTER_BLOCK + 9_000);
    reportBeacon(assignment, "");
  }

  function test_anOldDrawIsAFault() public {
    Assignment memory assignment = assign(ranking[0], "");
    uint64 later = ROSTER_BLOCK + 7 * EPOCH;
    skip(1 hours);
    uint256 latest = block.timestamp;
    bytes memory laterHeader = mineBlock(later, latest);
    skip(1);
    assignment.expiry = uint64(latest + ASSIGNMENT);
    reportStale(assignment, later, laterHeader, isRight(assignment));
    assignment.expiry++;
    reportStale(assignment, later, laterHeader, "");
    assertPunished(coordinatorNode, TAKEN);
  }

  /// @dev A block before the draw says nothing about how old the draw is.
  function test_onlyALaterBlockShowsThatADrawIsOld() public {
    Assignment memory assignment = assign(ranking[0], "");
    assignment.expiry = uint64(drawnAt + ASSIGNMENT);
    bytes memory earlier = headerOf(ROSTER_BLOCK - 1, drawnAt - 1 hours);
    vm.setBlockhash(ROSTER_BLOCK - 1, keccak256(earlier));
    reportStale(assignment, ROSTER_BLOCK - 1, earlier, isRight(assignment));
    reportStale(assignment, ROSTER_BLOCK, header, isRight(assignment));
    assignment.expiry++;
    reportStale(assignment, ROSTER_BLOCK, header, "");
  }

  function test_theLaterBlockMustBeOnTheChain() public {
    Assignment memory assignment = assign(ranking[0], "");
    uint64 unknown = ROSTER_BLOCK + EPOCH;
    reportStale(assignment, unknown, header, abi.encodeWithSelector(Epochs.BlockUnknown.selector, unknown));
  }

  /// @dev Too old and out of order at once, it is one piece of evidence.
  function test_anAssignmentIsPunishedOnce_whateverIsWrongWithIt() public {
    Assignment memory assignment = assign(ranking[1], "");
    assignment.expiry = uint64(drawnAt + ASSIGNMENT + 1);
    report(assignment, "", ranking[0]);
    bytes4 selector = Slasher.AlreadyPunished.selector;
    bytes memory refusal = abi.encodeWithSelector(selector, coordinatorNode, digestOf(assignment));
    reportStale(assignment, ROSTER_BLOCK, header, refusal);
    assertPunished(coordinatorNode, TAKEN);
  }

  /// @dev These faults show no moment, so the key must be in service, or have been until lately.
  function test_aKeyThatWasReplacedLongAgoSignsNothingAway() public {
    Assignment memory assignment = assign(ranking[0], "");
    assignment.beacon = keccak256("invented");
    rotate(coordinatorNode, "next key");
    uint256 replacedAt = block.timestamp;
    vm.warp(replacedAt + WINDOW + 1);
    bytes4 selector = AssignmentEvidence.NotInService.selector;
    reportBeacon(assignment, abi.encodeWithSelector(selector, coordinator, Role.Coordinator, block.timestamp));
    vm.warp(replacedAt + WINDOW);
    reportBeacon(assignment, "");
  }

  function test_onlyCoordinatorsAssign() public {
    (coordinator, coordinatorKey) = makeAddrAndKey("miner0");
    Assignment memory assignment = assign(ranking[0], "");
    assignment.beacon = keccak256("invented");
    bytes4 selector = AssignmentEvidence.NotInService.selector;
    reportBeacon(assignment, abi.encodeWithSelector(selector, coordinator, Role.Coordinator, block.timestamp));
    (coordinator, coordinatorKey) = makeAddrAndKey("stranger");
    assignment.coordinator = coordinator;
    reportBeacon(assignment, abi.encodeWithSelector(selector, coordinator, Role.Coordinator, block.timestamp));
  }

  function test_onlyTheCoordinatorsOwnSignatureCounts() public {
    Assignment memory assignment = assign(ranking[0], "");
    assignment.beacon = keccak256("invented");
    (, coordinatorKey) = makeAddrAndKey("stranger");
    bytes4 selector = AssignmentEvidence.WrongSigner.selector;
    reportBeacon(assignment, abi.encodeWithSelector(selector, makeAddr("stranger"), coordinator));
  }
}
