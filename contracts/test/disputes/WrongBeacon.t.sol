// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Disputes } from "../../src/Disputes.sol";
import { Epochs } from "../../src/Epochs.sol";
import { Slasher } from "../../src/Slasher.sol";
import { AssignmentEvidence } from "../../src/disputes/AssignmentEvidence.sol";
import { BlockHeader } from "../../src/disputes/BlockHeader.sol";
import { Assignment, Messages } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { DisputesFixture } from "./DisputesFixture.sol";

/// @dev A block that no lottery may use, and an old one.
contract WrongBeaconTest is DisputesFixture {
  uint256 private constant TAKEN = COORDINATOR_MINIMUM * WRONG_ASSIGNMENT_BPS / 10_000;

  function reportBeacon(Assignment memory assignment, bytes memory shown, bytes memory refusal) private {
    bytes memory signature = signProtocol(coordinatorKey, Messages.hash(assignment));
    vm.prank(reporter);
    if (refusal.length != 0) vm.expectRevert(refusal);
    disputes.reportWrongBeacon(assignment, signature, shown);
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
    reportBeacon(assignment, header, isRight(assignment));
    assignment.beacon = keccak256("the luckiest of six");
    reportBeacon(assignment, header, "");
    assertPunished(coordinatorNode, TAKEN);
  }

  function test_aBlockThatIsNoEpochsIsAFault() public {
    Assignment memory assignment = assign(ranking[0], "");
    header = mineBlock(ROSTER_BLOCK + 1, drawnAt + 2);
    (assignment.rosterBlock, assignment.beacon) = (ROSTER_BLOCK + 1, keccak256(header));
    reportBeacon(assignment, header, "");
    assertPunished(coordinatorNode, TAKEN);
  }

  function test_aBlockThatIsStillToComeIsAFault() public {
    Assignment memory assignment = assign(ranking[0], "");
    assignment.rosterBlock = ROSTER_BLOCK + EPOCH;
    vm.roll(ROSTER_BLOCK + EPOCH);
    reportBeacon(assignment, "", "");
    assertPunished(coordinatorNode, TAKEN);
  }

  /// @dev Its hash is unknown in it, as that of any block to come.
  function test_norMayTheBlockToComeBeNamedByAnEmptyHash() public {
    Assignment memory assignment = assign(ranking[0], "");
    (assignment.rosterBlock, assignment.beacon) = (ROSTER_BLOCK + EPOCH, 0);
    vm.roll(ROSTER_BLOCK + EPOCH);
    reportBeacon(assignment, "", "");
  }

  function test_aBlockThatTheChainHasForgottenProvesNothing() public {
    Assignment memory assignment = assign(ranking[0], "");
    assignment.beacon = keccak256("invented");
    vm.roll(ROSTER_BLOCK + 9_000);
    reportBeacon(assignment, header, abi.encodeWithSelector(Epochs.BlockUnknown.selector, ROSTER_BLOCK));
  }

  function test_theBlockMustBeShown() public {
    Assignment memory assignment = assign(ranking[0], "");
    assignment.beacon = keccak256("invented");
    bytes memory refusal = abi.encodeWithSelector(BlockHeader.NotTheHeader.selector, keccak256(header));
    reportBeacon(assignment, headerOf(ROSTER_BLOCK, drawnAt + 1), refusal);
  }

  function test_evidenceGrowsTooOld() public {
    Assignment memory assignment = assign(ranking[0], "");
    assignment.beacon = keccak256("invented");
    assignment.expiry = uint64(drawnAt + ASSIGNMENT + 1);
    bytes memory refusal = abi.encodeWithSelector(Disputes.EvidenceTooOld.selector, drawnAt, WINDOW);
    vm.warp(drawnAt + WINDOW + 1);
    reportBeacon(assignment, header, refusal);
    reportStale(assignment, ROSTER_BLOCK, header, refusal);
    vm.warp(drawnAt + WINDOW);
    uint256 before = vm.snapshotState();
    reportBeacon(assignment, header, "");
    vm.revertToState(before);
    reportStale(assignment, ROSTER_BLOCK, header, "");
  }

  function test_anAnchoredBlockIsNotForgotten() public {
    Assignment memory assignment = assign(ranking[0], "");
    assignment.beacon = keccak256("invented");
    epochs.anchor(ROSTER_BLOCK);
    vm.roll(ROSTER_BLOCK + 9_000);
    reportBeacon(assignment, header, "");
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

  /// @dev The block shows when the key signed at the earliest; what comes after its service is not its node's.
  function test_aKeyThatWasReplacedSignsNothingLaterAway() public {
    uint256 replacedAt = block.timestamp;
    rotate(coordinatorNode, "next key");
    bytes4 selector = AssignmentEvidence.NotInService.selector;
    Assignment memory assignment = assign(ranking[0], "");
    assignment.beacon = keccak256("invented");
    assignment.expiry = type(uint64).max;

    header = mineBlock(ROSTER_BLOCK, replacedAt + 1);
    skip(2);
    bytes memory refusal = abi.encodeWithSelector(selector, coordinator, Role.Coordinator, replacedAt + 1);
    reportBeacon(assignment, header, refusal);
    reportStale(assignment, ROSTER_BLOCK, header, refusal);
    Assignment memory later = assign(ranking[0], "");
    later.rosterBlock = uint64(block.number);
    reportBeacon(later, "", abi.encodeWithSelector(selector, coordinator, Role.Coordinator, block.timestamp));

    header = mineBlock(ROSTER_BLOCK, replacedAt);
    uint256 before = vm.snapshotState();
    reportBeacon(assignment, header, "");
    vm.revertToState(before);
    reportStale(assignment, ROSTER_BLOCK, header, "");
  }

  function test_onlyCoordinatorsAssign() public {
    (coordinator, coordinatorKey) = makeAddrAndKey("miner0");
    Assignment memory assignment = assign(ranking[0], "");
    assignment.beacon = keccak256("invented");
    bytes4 selector = AssignmentEvidence.NotInService.selector;
    reportBeacon(assignment, header, abi.encodeWithSelector(selector, coordinator, Role.Coordinator, drawnAt));
    (coordinator, coordinatorKey) = makeAddrAndKey("stranger");
    assignment.coordinator = coordinator;
    reportBeacon(assignment, header, abi.encodeWithSelector(selector, coordinator, Role.Coordinator, drawnAt));
  }

  function test_onlyTheCoordinatorsOwnSignatureCounts() public {
    Assignment memory assignment = assign(ranking[0], "");
    assignment.beacon = keccak256("invented");
    (, coordinatorKey) = makeAddrAndKey("stranger");
    bytes4 selector = AssignmentEvidence.WrongSigner.selector;
    reportBeacon(assignment, header, abi.encodeWithSelector(selector, makeAddr("stranger"), coordinator));
  }
}
