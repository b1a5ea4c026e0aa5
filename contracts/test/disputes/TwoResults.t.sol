// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Disputes, Faults } from "../../src/Disputes.sol";
import { Slasher } from "../../src/Slasher.sol";
import { AssignmentEvidence, AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { Assignment, SignedResult, TaskResult } from "../../src/disputes/Messages.sol";
import { Role } from "../../src/staking/Node.sol";
import { DisputesFixture } from "./DisputesFixture.sol";

contract TwoResultsTest is DisputesFixture {
  uint256 private id;
  uint256 private key;
  Assignment private assignment;
  TaskResult private one = TaskResult(keccak256("one result"), 4, 0);
  TaskResult private other = TaskResult(keccak256("another"), 4, 0);

  function setUp() public override {
    super.setUp();
    (, key) = makeAddrAndKey("miner0");
    id = staking.nodeIdOf(vm.addr(key));
    assignment = assign(vm.addr(key), "");
  }

  function reportBoth(bytes memory refusal) private {
    reportBoth(key, one, key, other, refusal);
  }

  function reportBoth(
    uint256 keyA,
    TaskResult memory a,
    uint256 keyB,
    TaskResult memory b,
    bytes memory refusal
  ) private {
    AssignmentProof memory proof = proofOf(assignment);
    SignedResult memory signedA = signResult(keyA, digestOf(assignment), a);
    SignedResult memory signedB = signResult(keyB, digestOf(assignment), b);
    vm.prank(reporter);
    if (refusal.length != 0) vm.expectRevert(refusal);
    disputes.reportTwoResults(proof, signedA, signedB);
  }

  function testFuzz_twoResultsCostAPartOfTheStake(uint256 votes, uint256 leaving) public {
    votes = _bound(votes, 1e18, 1_000_000e18);
    leaving = _bound(leaving, 1, votes);
    vote(bob, id, votes);
    vm.prank(bob);
    staking.unvote(id, leaving);
    uint256 all = MINER_MINIMUM + votes;
    uint256 taken = (all * EQUIVOCATION_BPS + 9_999) / 10_000;
    reportBoth("");
    // A tenth of what the owner lost.
    assertApproxEqAbs(cai.balanceOf(reporter), taken * MINER_MINIMUM / all / 10, 1);
    assertPunished(id, taken);
  }

  function test_whatWasSignedForAnotherChainIsNoEvidence() public {
    AssignmentProof memory proof = proofOf(assignment);
    SignedResult memory a = signResult(key, digestOf(assignment), one);
    SignedResult memory b = signResult(key, digestOf(assignment), other);
    vm.chainId(31_338);
    vm.expectPartialRevert(AssignmentEvidence.WrongSigner.selector);
    disputes.reportTwoResults(proof, a, b);
  }

  function test_resultsDifferIfAnythingThatIsSignedDoes() public {
    TaskResult[3] memory others = [one, one, one];
    others[0].result = bytes32(uint256(1));
    others[1].units++;
    others[2].trace = bytes32(uint256(1));
    for (uint256 i = 0; i < 3; i++) {
      assignment.attempt++;
      reportBoth(key, one, key, others[i], "");
    }
  }

  function test_oneAssignmentIsPunishedOnce() public {
    reportBoth("");
    bytes memory refusal = abi.encodeWithSelector(Slasher.AlreadyPunished.selector, id, digestOf(assignment));
    reportBoth(refusal);
    reportBoth(key, other, key, one, refusal);
    reportBoth(key, TaskResult(keccak256("a third"), 4, 0), key, one, refusal);
  }

  function test_oneResultSignedTwiceIsNoFault() public {
    reportBoth(key, one, key, one, abi.encodeWithSelector(Disputes.SameResult.selector, one.result));
  }

  function test_bothMustBeSignedByTheAssignmentsMiner() public {
    (address stranger, uint256 strangerKey) = makeAddrAndKey("miner1");
    bytes memory refusal =
      abi.encodeWithSelector(AssignmentEvidence.WrongSigner.selector, stranger, vm.addr(key));
    reportBoth(key, one, strangerKey, other, refusal);
    reportBoth(strangerKey, one, key, other, refusal);
    reportBoth(strangerKey, one, strangerKey, other, refusal);
  }

  function test_resultsOfTwoAssignmentsAreNoFault() public {
    SignedResult memory a = signResult(key, digestOf(assignment), one);
    assignment.attempt = 1;
    AssignmentProof memory proof = proofOf(assignment);
    SignedResult memory b = signResult(key, digestOf(assignment), other);
    vm.expectPartialRevert(AssignmentEvidence.WrongSigner.selector);
    disputes.reportTwoResults(proof, a, b);
  }

  /// @dev A leaked miner key cannot make up assignments: only a coordinator's signature makes one.
  function test_theCoordinatorMustHaveSignedTheAssignment() public {
    AssignmentProof memory proof = proofOf(assignment);
    SignedResult memory a = signResult(key, digestOf(assignment), one);
    SignedResult memory b = signResult(key, digestOf(assignment), other);
    proof.signature = signProtocol(key, keccak256("made up"));
    vm.expectPartialRevert(AssignmentEvidence.WrongSigner.selector);
    disputes.reportTwoResults(proof, a, b);

    (coordinator, coordinatorKey) = makeAddrAndKey("miner1");
    assignment = assign(vm.addr(key), "");
    reportBoth(
      abi.encodeWithSelector(AssignmentEvidence.NotInService.selector, coordinator, Role.Coordinator, drawnAt)
    );
  }

  function test_aKeySignsForTheTimeOfItsServiceOnly() public {
    address old = vm.addr(key);
    rotate(id, "next key");
    skip(1);
    drawNow();
    skip(1);
    assignment = assign(old, "");
    reportBoth(abi.encodeWithSelector(AssignmentEvidence.NotInService.selector, old, Role.Miner, drawnAt));
    (address next, uint256 nextKey) = makeAddrAndKey("next key");
    assignment = assign(next, "");
    reportBoth(nextKey, one, nextKey, other, "");
  }

  /// @dev A roster at a block of that second lists one of the two, so both answer for it.
  function test_bothKeysServeInTheSecondOfARotation() public {
    address old = vm.addr(key);
    (, uint256 nextKey) = makeAddrAndKey("next key");
    address next = rotate(id, "next key");
    drawNow();
    skip(1);
    assignment = assign(old, "");
    reportBoth("");
    assignment = assign(next, "");
    reportBoth(nextKey, one, nextKey, other, "");
  }

  function test_aFaultOfItsCoordinatorDoesNotShieldTheMiner() public {
    vm.prank(reporter);
    disputes.reportWrongOrder(proofOf(assign(vm.addr(key), passedOver(5))), passedOver(5), ranking[4]);
    assignment = assign(vm.addr(key), passedOver(5));
    reportBoth("");
    assertGt(held(id), 0);
    assertGt(held(coordinatorNode), 0);
  }

  function test_evidenceGrowsOldWithItsDraw_whateverItsExpiry() public {
    assignment.expiry = type(uint64).max;
    vm.warp(drawnAt + WINDOW + 1);
    reportBoth(abi.encodeWithSelector(Disputes.EvidenceTooOld.selector, drawnAt, WINDOW));
    vm.warp(drawnAt + WINDOW);
    reportBoth("");
  }

  function test_neitherRotatingRetiringNorUnvotingEscapes() public {
    rotate(id, "next key");
    vm.startPrank(alice);
    staking.retire(id);
    staking.unvote(id, MINER_MINIMUM);
    vm.stopPrank();
    reportBoth("");
    assertEq(staking.unbondingOf(id), MINER_MINIMUM - MINER_MINIMUM * EQUIVOCATION_BPS / 10_000);
  }

  function testFuzz_reportingOneselfNeverPays(uint256 votes) public {
    vote(bob, id, _bound(votes, 1e18, 100_000_000e18));
    uint256 before = staking.votesOf(alice, id);
    reporter = alice;
    uint256 balance = cai.balanceOf(alice);
    reportBoth("");
    assertLt(cai.balanceOf(alice) - balance, before - staking.votesOf(alice, id));
  }

  function test_withoutItsRoleTheCourtPunishesNobody() public {
    vm.prank(admin);
    authority.revokeRole(COURT_ROLE, address(disputes));
    reportBoth(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(disputes)));
  }

  function test_parametersAreBounded() public {
    Faults memory faults = Faults(5_000, 10_000, 10_000, COOL_DOWN - 1, 1);
    new Disputes(slasher, epochs, faults);
    faults.reporterBps = 5_001;
    refuse(faults, abi.encodeWithSelector(Disputes.PartTooHigh.selector, 5_001, 5_000));
    faults = Faults(5_000, 10_001, 10_000, COOL_DOWN - 1, 1);
    refuse(faults, abi.encodeWithSelector(Disputes.PartTooHigh.selector, 10_001, 10_000));
    faults = Faults(5_000, 10_000, 10_001, COOL_DOWN - 1, 1);
    refuse(faults, abi.encodeWithSelector(Disputes.PartTooHigh.selector, 10_001, 10_000));
    faults = Faults(5_000, 10_000, 10_000, COOL_DOWN, 1);
    refuse(faults, abi.encodeWithSelector(Disputes.WindowTooLong.selector, COOL_DOWN, COOL_DOWN));
  }

  function refuse(Faults memory faults, bytes memory refusal) private {
    vm.expectRevert(refusal);
    new Disputes(slasher, epochs, faults);
  }
}
