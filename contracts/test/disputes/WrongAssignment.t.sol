// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Disputes } from "../../src/Disputes.sol";
import { BlockHeader } from "../../src/disputes/BlockHeader.sol";
import { Assignment, Messages } from "../../src/disputes/Messages.sol";
import { Penalty } from "../../src/disputes/Penalty.sol";
import { Role } from "../../src/staking/Node.sol";
import { DisputesFixture } from "./DisputesFixture.sol";

contract WrongAssignmentTest is DisputesFixture {
  function testFuzz_aRightAssignmentCannotBeDisputed(uint256 place, uint256 who) public {
    place = _bound(place, 0, 4);
    who = _bound(who, 0, 4);
    bytes memory passed = passedOver(place);
    Assignment memory assignment = assign(ranking[place], passed);
    refuse(
      assignment,
      passed,
      ranking[who],
      abi.encodeWithSelector(Disputes.AssignmentIsRight.selector, ranking[who])
    );
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
    vm.expectEmit(address(disputes));
    emit Penalty.Punished(coordinatorNode, reporter, Messages.hash(assignment), taken);
    report(assignment, passed, ranking[skipped]);
    assertEq(cai.balanceOf(reporter), taken / 10);
    assertEq(cai.balanceOf(treasury), taken - taken / 10);
    assertEq(staking.node(coordinatorNode).assets, COORDINATOR_MINIMUM - taken);
    refuse(
      assignment,
      passed,
      ranking[skipped],
      abi.encodeWithSelector(Penalty.AlreadyPunished.selector, Messages.hash(assignment))
    );
  }

  function testFuzz_whoeverIsPassedOverInVainProvesIt(uint256 place, uint256 vain) public {
    place = _bound(place, 0, 3);
    vain = _bound(vain, place + 1, 4);
    bytes memory passed = abi.encodePacked(passedOver(place), ranking[vain]);
    report(assign(ranking[place], passed), passed, ranking[vain]);
    assertGt(cai.balanceOf(treasury), 0);
  }

  function test_aMinerWithoutWeightIsNobodysChoice() public {
    report(assign(makeAddr("stranger"), ""), "", ranking[4]);
    assertGt(cai.balanceOf(reporter), 0);
  }

  function test_aCoordinatorIsNoMiner() public {
    report(assign(coordinator, ""), "", ranking[4]);
    assertGt(cai.balanceOf(reporter), 0);
  }

  function test_weightsAreThoseOfTheAssignmentsMoment() public {
    // Later votes reverse the current order, but not the one at the assignment's moment.
    vote(bob, staking.nodeIdOf(ranking[4]), 50_000_000e18);
    skip(1);
    bytes memory refusal = abi.encodeWithSelector(Disputes.AssignmentIsRight.selector, ranking[4]);
    refuse(assign(ranking[0], ""), "", ranking[4], refusal);
  }

  function test_aSecondInWhichAWeightChangedProvesNothing() public {
    vote(bob, staking.nodeIdOf(ranking[0]), 1e18);
    (drawnAt, header) = (block.timestamp, headerOf(ROSTER_BLOCK, block.timestamp));
    skip(1);
    bytes memory refusal = abi.encodeWithSelector(Disputes.Inconclusive.selector, ranking[0], drawnAt);
    refuse(assign(ranking[4], ""), "", ranking[0], refusal);
    refuse(
      assign(ranking[0], ""),
      "",
      ranking[4],
      abi.encodeWithSelector(Disputes.Inconclusive.selector, ranking[0], drawnAt)
    );
  }

  function test_aKeyThatCameLaterProvesNothing() public {
    uint256 id = staking.nodeIdOf(ranking[0]);
    (address next, uint256 nextKey) = makeAddrAndKey("next key");
    bytes memory consent = signConsent(nextKey, alice, Role.Miner, next, block.timestamp);
    vm.prank(alice);
    staking.rotateOperator(id, next, block.timestamp, consent);
    Assignment memory assignment = assign(ranking[4], "");
    refuse(assignment, "", next, abi.encodeWithSelector(Disputes.Inconclusive.selector, next, drawnAt));
    refuse(
      assignment, "", ranking[0], abi.encodeWithSelector(Disputes.Inconclusive.selector, ranking[0], drawnAt)
    );
    refuse(assignment, "", bob, abi.encodeWithSelector(Disputes.Inconclusive.selector, bob, drawnAt));
    refuse(
      assignment,
      "",
      coordinator,
      abi.encodeWithSelector(Disputes.Inconclusive.selector, coordinator, drawnAt)
    );
  }

  function test_theMinerItselfWasNotSkipped() public {
    refuse(
      assign(ranking[4], ""),
      "",
      ranking[4],
      abi.encodeWithSelector(Disputes.AssignmentIsRight.selector, ranking[4])
    );
  }

  function test_anOldKeyIsNoTicketOfItsOwn() public {
    address old = ranking[2];
    (address next, uint256 nextKey) = makeAddrAndKey("next key");
    bytes memory consent = signConsent(nextKey, alice, Role.Miner, next, block.timestamp);
    uint256 id = staking.nodeIdOf(old);
    vm.prank(alice);
    staking.rotateOperator(id, next, block.timestamp, consent);
    skip(1);
    (drawnAt, header) = (block.timestamp, headerOf(ROSTER_BLOCK, block.timestamp));
    skip(1);
    bytes memory refusal = abi.encodeWithSelector(Disputes.AssignmentIsRight.selector, next);
    refuse(assign(old, ""), "", next, refusal);
    refuse(assign(old, abi.encodePacked(next)), abi.encodePacked(next), next, refusal);
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

  function test_theEvidenceMustBeWhatWasSigned() public {
    Assignment memory assignment = assign(ranking[4], "");
    bytes memory refusal = abi.encodeWithSelector(Disputes.WrongPassed.selector, assignment.passed);
    refuse(assignment, abi.encodePacked(bob), ranking[0], refusal);

    bytes memory right = header;
    header = headerOf(ROSTER_BLOCK, drawnAt - 1);
    refuse(
      assignment, "", ranking[0], abi.encodeWithSelector(BlockHeader.NotTheHeader.selector, keccak256(right))
    );
    header = headerOf(ROSTER_BLOCK + 1, drawnAt);
    refusal = abi.encodeWithSelector(Disputes.WrongBlock.selector, ROSTER_BLOCK + 1, ROSTER_BLOCK);
    refuse(assign(ranking[4], ""), "", ranking[0], refusal);
  }

  function test_onlyTheCoordinatorsOwnSignatureCounts() public {
    Assignment memory assignment = assign(ranking[4], "");
    (address stranger, uint256 strangerKey) = makeAddrAndKey("stranger");
    bytes memory signature = signProtocol(strangerKey, Messages.hash(assignment));
    vm.expectRevert(abi.encodeWithSelector(Disputes.WrongSigner.selector, stranger, coordinator));
    disputes.reportWrongAssignment(assignment, signature, "", header, ranking[0]);

    (, coordinatorKey) = makeAddrAndKey("miner0");
    assignment.coordinator = vm.addr(coordinatorKey);
    refuse(
      assignment,
      "",
      ranking[0],
      abi.encodeWithSelector(Disputes.NotACoordinator.selector, assignment.coordinator)
    );
  }
}
