// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Disputes } from "../../src/Disputes.sol";
import { Slasher } from "../../src/Slasher.sol";
import { AssignmentEvidence, AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { BlockHeader } from "../../src/disputes/BlockHeader.sol";
import { Assignment, Messages } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { DisputesFixture } from "./DisputesFixture.sol";

contract WrongOrderTest is DisputesFixture {
  function isRight(Assignment memory assignment) private view returns (bytes memory) {
    return abi.encodeWithSelector(Disputes.AssignmentIsRight.selector, digestOf(assignment));
  }

  function notInService(address operator) private view returns (bytes memory) {
    return abi.encodeWithSelector(AssignmentEvidence.NotInService.selector, operator, Role.Miner, drawnAt);
  }

  function testFuzz_aRightAssignmentCannotBeDisputed(uint256 place, uint256 who) public {
    place = _bound(place, 0, 4);
    bytes memory passed = passedOver(place);
    Assignment memory assignment = assign(ranking[place], passed);
    refuse(assignment, passed, ranking[_bound(who, 0, 4)], isRight(assignment));
  }

  function testFuzz_whoeverIsSkippedProvesIt(uint256 place, uint256 skipped) public {
    place = _bound(place, 1, 4);
    skipped = _bound(skipped, 0, place - 1);
    bytes memory passed;
    for (uint256 i = 0; i < place; i++) {
      if (i != skipped) passed = abi.encodePacked(passed, ranking[i]);
    }
    uint256 taken = COORDINATOR_MINIMUM * WRONG_ASSIGNMENT_BPS / 10_000;
    Assignment memory assignment = assign(ranking[place], passed);
    report(assignment, passed, ranking[skipped]);
    assertPunished(coordinatorNode, taken);
    assertEq(cai.balanceOf(reporter), taken / 10);
    refuse(
      assignment,
      passed,
      ranking[skipped],
      abi.encodeWithSelector(Slasher.AlreadyPunished.selector, coordinatorNode, digestOf(assignment))
    );
  }

  function testFuzz_whoeverIsPassedOverInVainProvesIt(uint256 place, uint256 vain) public {
    place = _bound(place, 0, 3);
    vain = _bound(vain, place + 1, 4);
    bytes memory passed = abi.encodePacked(passedOver(place), ranking[vain]);
    report(assign(ranking[place], passed), passed, ranking[vain]);
    assertGt(held(coordinatorNode), 0);
  }

  function test_aMinerWithoutWeightIsNobodysChoice() public {
    report(assign(makeAddr("stranger"), ""), "", ranking[4]);
    report(assign(coordinator, ""), "", ranking[4]);
    assertGt(held(coordinatorNode), COORDINATOR_MINIMUM * WRONG_ASSIGNMENT_BPS / 10_000);
  }

  function test_weightsAreThoseOfTheAssignmentsMoment() public {
    // Later votes reverse the current order, but not the one at the assignment's moment.
    vote(bob, staking.nodeIdOf(ranking[4]), 50_000_000e18);
    skip(1);
    Assignment memory assignment = assign(ranking[0], "");
    refuse(assignment, "", ranking[4], isRight(assignment));
  }

  /// @dev Whatever the votes of the second were, who was first with any of them was not skipped in vain.
  function test_aVoteInTheBeaconsSecondExcusesNobody() public {
    vote(bob, staking.nodeIdOf(ranking[3]), 1);
    vote(bob, staking.nodeIdOf(ranking[0]), 1);
    drawNow();
    rank();
    skip(1);
    report(assign(ranking[3], ""), "", ranking[0]);
    assertGt(cai.balanceOf(reporter), 0);
  }

  /// @dev The block may lie anywhere in its second, so neither order is held against the coordinator.
  function test_whereTheSecondsVotesDecideBothOrdersAreRight() public {
    vote(bob, staking.nodeIdOf(ranking[4]), 500_000_000e18);
    drawNow();
    rank();
    address first = ranking[0];
    address second = ranking[1];
    skip(1);
    Assignment memory assignment = assign(second, "");
    refuse(assignment, "", first, isRight(assignment));
    assignment = assign(first, abi.encodePacked(second));
    refuse(assignment, abi.encodePacked(second), second, isRight(assignment));
    // Nor is it whether the other was listed.
    assignment = assign(first, "");
    refuse(assignment, "", second, isRight(assignment));
    assignment = assign(second, abi.encodePacked(first));
    refuse(assignment, abi.encodePacked(first), first, isRight(assignment));
  }

  /// @dev Nor is one that lasted for less than the second: a chain may make several blocks in it.
  function test_aWeightThatLastedForAPartOfTheSecondCounts() public {
    Assignment memory assignment = assignWhileTheFirstIsAwayFor(1);
    refuse(assignment, "", ranking[0], isRight(assignment));
  }

  /// @dev No lottery can have seen it.
  function test_aWeightWithinABlockDoesNotCount() public {
    report(assignWhileTheFirstIsAwayFor(0), "", ranking[0]);
  }

  /// @dev The one that comes first has no weight for some blocks of the lottery's second.
  function assignWhileTheFirstIsAwayFor(uint256 blocks) private returns (Assignment memory) {
    drawNow();
    rank();
    uint256 id = staking.nodeIdOf(ranking[0]);
    uint256 bond = staking.votesOf(alice, id);
    vm.prank(alice);
    staking.unvote(id, bond);
    vm.roll(block.number + blocks);
    vote(alice, id, bond);
    skip(1);
    return assign(ranking[1], "");
  }

  function test_aKeyThatCameLaterProvesNothing() public {
    rotate(staking.nodeIdOf(ranking[0]), "next key");
    Assignment memory assignment = assign(ranking[4], "");
    refuse(assignment, "", makeAddr("next key"), notInService(makeAddr("next key")));
    refuse(assignment, "", bob, notInService(bob));
    refuse(assignment, "", coordinator, notInService(coordinator));
    // The key of that moment does, though it was replaced since.
    report(assignment, "", ranking[0]);
  }

  function test_aCoordinatorThatRotatesInTheBlocksSecondAnswersAllTheSame() public {
    (, uint256 nextKey) = makeAddrAndKey("next key");
    rotate(coordinatorNode, "next key");
    drawNow();
    rank();
    skip(1);
    report(assign(ranking[1], ""), "", ranking[0]);
    (coordinator, coordinatorKey) = (vm.addr(nextKey), nextKey);
    report(assign(ranking[1], ""), "", ranking[0]);
    assertEq(held(coordinatorNode) + cai.balanceOf(reporter), 39_800e18);
  }

  /// @dev The list may rightly name the node's other key.
  function test_aKeyThatChangedInTheBlocksSecondWasNotSkipped() public {
    uint256 id = staking.nodeIdOf(ranking[0]);
    address old = ranking[0];
    address next = rotate(id, "next key");
    drawNow();
    skip(1);
    Assignment memory assignment = assign(ranking[4], "");
    refuse(assignment, "", old, notInService(old));
    refuse(assignment, "", next, notInService(next));
  }

  /// @dev Whose address only appears across two places of the list is not listed.
  function test_theListIsReadByWholeAddresses() public {
    bytes memory passed = abi.encodePacked(bytes10(0), ranking[0], bytes10(0));
    report(assign(ranking[1], passed), passed, ranking[0]);
    assertGt(held(coordinatorNode), 0);
  }

  function test_theMinerItselfWasNotSkipped() public {
    Assignment memory assignment = assign(ranking[4], "");
    refuse(assignment, "", ranking[4], isRight(assignment));
  }

  function test_aNodeIsNotPassedOverForItself() public {
    drawNow();
    rank();
    skip(1);
    bytes memory passed = passedOver(3);
    report(assign(ranking[2], passed), passed, ranking[2]);
  }

  function test_evidenceGrowsTooOld() public {
    Assignment memory assignment = assign(ranking[4], "");
    vm.warp(drawnAt + WINDOW + 1);
    refuse(
      assignment, "", ranking[0], abi.encodeWithSelector(Disputes.EvidenceTooOld.selector, drawnAt, WINDOW)
    );
    vm.warp(drawnAt + WINDOW);
    report(assignment, "", ranking[0]);
  }

  function test_anAnchoredBlockIsEvidenceWhenTheChainHasForgottenIt() public {
    epochs.anchor(ROSTER_BLOCK);
    vm.roll(1_000_000);
    report(assign(ranking[4], ""), "", ranking[0]);
    assertGt(held(coordinatorNode), 0);
  }

  function test_theEvidenceMustBeWhatWasSigned() public {
    Assignment memory assignment = assign(ranking[4], "");
    bytes memory refusal = abi.encodeWithSelector(Disputes.WrongPassed.selector, assignment.passed);
    refuse(assignment, abi.encodePacked(bob), ranking[0], refusal);

    bytes32 blockHash = keccak256(header);
    header = headerOf(ROSTER_BLOCK, drawnAt - 1);
    refuse(assignment, "", ranking[0], abi.encodeWithSelector(BlockHeader.NotTheHeader.selector, blockHash));
  }

  /// @dev Else whoever keeps the list back could convict any coordinator that passed a miner over.
  function test_noListIsNoProof() public {
    Assignment memory assignment = assign(ranking[2], passedOver(2));
    bytes memory refusal = abi.encodeWithSelector(Disputes.WrongPassed.selector, assignment.passed);
    refuse(assignment, "", ranking[0], refusal);
  }

  /// @dev An invented header shows nothing: the block must be an epoch's, and on the chain.
  function test_theBlockMustBeAnEpochsAndOnTheChain() public {
    header = headerOf(ROSTER_BLOCK, drawnAt - 1);
    Assignment memory assignment = assign(ranking[4], "");
    bytes4 selector = AssignmentEvidence.WrongBeacon.selector;
    refuse(assignment, "", ranking[0], abi.encodeWithSelector(selector, ROSTER_BLOCK, keccak256(header)));
    header = mineBlock(ROSTER_BLOCK - 1, drawnAt);
    assignment = assign(ranking[4], "");
    assignment.rosterBlock = ROSTER_BLOCK - 1;
    selector = AssignmentEvidence.NotAnEpoch.selector;
    refuse(assignment, "", ranking[0], abi.encodeWithSelector(selector, ROSTER_BLOCK - 1));
  }

  function test_onlyTheCoordinatorsOwnSignatureCounts() public {
    Assignment memory assignment = assign(ranking[4], "");
    AssignmentProof memory proof = proofOf(assignment);
    (address stranger, uint256 strangerKey) = makeAddrAndKey("stranger");
    proof.signature = signProtocol(strangerKey, Messages.hash(assignment));
    vm.expectRevert(abi.encodeWithSelector(AssignmentEvidence.WrongSigner.selector, stranger, coordinator));
    disputes.reportWrongOrder(proof, "", ranking[0]);

    (coordinator, coordinatorKey) = makeAddrAndKey("miner0");
    assignment = assign(ranking[4], "");
    bytes4 selector = AssignmentEvidence.NotInService.selector;
    refuse(
      assignment, "", ranking[0], abi.encodeWithSelector(selector, coordinator, Role.Coordinator, drawnAt)
    );
  }
}
