// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { IAccessManaged } from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import { Disputes } from "../../src/Disputes.sol";
import { Assignment, Messages } from "../../src/disputes/Messages.sol";
import { Penalty } from "../../src/disputes/Penalty.sol";
import { Role } from "../../src/staking/Node.sol";
import { DisputesFixture } from "./DisputesFixture.sol";

contract TwoResultsTest is DisputesFixture {
  bytes32 private constant A = keccak256("one result");
  bytes32 private constant B = keccak256("another");
  uint256 private id;
  uint256 private key;
  Assignment private assignment;

  function setUp() public override {
    super.setUp();
    (, key) = makeAddrAndKey("miner0");
    id = staking.nodeIdOf(vm.addr(key));
    assignment = assign(vm.addr(key), "");
  }

  /// @dev Identifies the assignment and serves as the evidence.
  function digest() private view returns (bytes32) {
    return Messages.digest(address(staking), Messages.hash(assignment));
  }

  function reportBoth(uint256 keyA, bytes32 a, uint256 keyB, bytes32 b, bytes memory refusal) private {
    bytes memory signatureA = signResult(keyA, digest(), a);
    bytes memory signatureB = signResult(keyB, digest(), b);
    vm.prank(reporter);
    if (refusal.length != 0) vm.expectRevert(refusal);
    disputes.reportTwoResults(assignment, a, signatureA, b, signatureB);
  }

  function testFuzz_twoResultsCostAPartOfTheStake(uint256 votes, uint256 leaving) public {
    votes = _bound(votes, 1e18, 1_000_000e18);
    leaving = _bound(leaving, 1, votes);
    vote(bob, id, votes);
    vm.prank(bob);
    staking.unvote(id, leaving);
    uint256 within = MINER_MINIMUM + votes;
    uint256 taken = (within * EQUIVOCATION_BPS + 9_999) / 10_000;
    vm.expectEmit(address(disputes));
    emit Penalty.Punished(id, reporter, digest(), taken);
    reportBoth(key, A, key, B, "");
    // A tenth of what the owner lost.
    assertApproxEqAbs(cai.balanceOf(reporter), taken * MINER_MINIMUM / within / 10, 1);
    assertEq(cai.balanceOf(treasury), taken - cai.balanceOf(reporter));
    assertEq(staking.weightOf(id), 0);
  }

  function test_theMinerIsJailedForACoolDown() public {
    vote(alice, id, MINER_MINIMUM);
    reportBoth(key, A, key, B, "");
    assertEq(staking.node(id).jailedUntil, block.timestamp + COOL_DOWN);
    assertEq(staking.weightOf(id), 0);
    skip(COOL_DOWN);
    staking.unjail(id);
    assertGt(staking.weightOf(id), MINER_MINIMUM);
  }

  function test_aLongerTermStands() public {
    vm.prank(admin);
    authority.grantRole(DISPUTES_ROLE, address(this), 0);
    uint64 until = uint64(block.timestamp + 2 * COOL_DOWN);
    staking.jail(id, until);
    reportBoth(key, A, key, B, "");
    assertEq(staking.node(id).jailedUntil, until);
  }

  function test_oneAssignmentIsPunishedOnce() public {
    reportBoth(key, A, key, B, "");
    bytes32 evidence = digest();
    assertTrue(disputes.punished(evidence));
    bytes memory refusal = abi.encodeWithSelector(Penalty.AlreadyPunished.selector, evidence);
    reportBoth(key, A, key, B, refusal);
    reportBoth(key, B, key, A, refusal);
    reportBoth(key, keccak256("a third"), key, A, refusal);
  }

  function test_oneResultSignedTwiceIsNoFault() public {
    reportBoth(key, A, key, A, abi.encodeWithSelector(Disputes.SameResult.selector, A));
  }

  function test_bothMustBeSignedByTheAssignmentsMiner() public {
    (address other, uint256 otherKey) = makeAddrAndKey("miner1");
    bytes memory refusal = abi.encodeWithSelector(Disputes.WrongSigner.selector, other, vm.addr(key));
    reportBoth(key, A, otherKey, B, refusal);
    reportBoth(otherKey, A, key, B, refusal);
    reportBoth(otherKey, A, otherKey, B, refusal);
    (address stranger, uint256 strangerKey) = makeAddrAndKey("stranger");
    assignment = assign(stranger, "");
    reportBoth(
      strangerKey, A, strangerKey, B, abi.encodeWithSelector(Disputes.UnknownOperator.selector, stranger)
    );
  }

  function test_resultsOfTwoAssignmentsAreNoFault() public {
    bytes memory signatureA = signResult(key, digest(), A);
    assignment.attempt = 1;
    bytes memory signatureB = signResult(key, digest(), B);
    vm.expectPartialRevert(Disputes.WrongSigner.selector);
    disputes.reportTwoResults(assignment, A, signatureA, B, signatureB);
  }

  function test_evidenceGrowsOldBeforeTheStakeIsOut() public {
    vm.warp(uint256(assignment.expiry) + WINDOW + 1);
    reportBoth(
      key, A, key, B, abi.encodeWithSelector(Disputes.EvidenceTooOld.selector, assignment.expiry, WINDOW)
    );
    vm.warp(uint256(assignment.expiry) + WINDOW);
    reportBoth(key, A, key, B, "");
  }

  function test_neitherRotatingRetiringNorUnvotingEscapes() public {
    (address next, uint256 nextKey) = makeAddrAndKey("next key");
    bytes memory consent = signConsent(nextKey, alice, Role.Miner, next, block.timestamp);
    vm.startPrank(alice);
    staking.rotateOperator(id, next, block.timestamp, consent);
    staking.retire(id);
    staking.unvote(id, MINER_MINIMUM);
    vm.stopPrank();
    reportBoth(key, A, key, B, "");
    assertEq(staking.unbondingOf(id), MINER_MINIMUM - MINER_MINIMUM * EQUIVOCATION_BPS / 10_000);
  }

  function test_aNodeWithNothingLeftIsOnRecordAllTheSame() public {
    vm.prank(admin);
    authority.grantRole(DISPUTES_ROLE, address(this), 0);
    staking.slash(id, type(uint256).max, treasury);
    reportBoth(key, A, key, B, "");
    assertTrue(disputes.punished(digest()));
  }

  function testFuzz_reportingOneselfNeverPays(uint256 votes) public {
    vote(bob, id, _bound(votes, 1e18, 100_000_000e18));
    uint256 before = staking.votesOf(alice, id);
    reporter = alice;
    uint256 held = cai.balanceOf(alice);
    reportBoth(key, A, key, B, "");
    assertLt(cai.balanceOf(alice) - held, before - staking.votesOf(alice, id));
  }

  function test_withoutTheRoleNothingIsSlashed() public {
    vm.prank(admin);
    authority.revokeRole(DISPUTES_ROLE, address(disputes));
    bytes memory refusal =
      abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, address(disputes));
    reportBoth(key, A, key, B, refusal);
  }

  function test_parametersAreBounded() public {
    vm.expectRevert(Penalty.ZeroAddress.selector);
    new Disputes(staking, address(0), 0, 0, 0, 1);
    vm.expectRevert(abi.encodeWithSelector(Penalty.PartTooHigh.selector, 3_001, 3_000));
    new Disputes(staking, treasury, 3_001, 0, 0, 1);
    vm.expectRevert(abi.encodeWithSelector(Penalty.PartTooHigh.selector, 10_001, 10_000));
    new Disputes(staking, treasury, 3_000, 10_001, 0, 1);
    vm.expectRevert(abi.encodeWithSelector(Penalty.PartTooHigh.selector, 10_001, 10_000));
    new Disputes(staking, treasury, 3_000, 10_000, 10_001, 1);
    vm.expectRevert(abi.encodeWithSelector(Disputes.WindowTooLong.selector, COOL_DOWN, COOL_DOWN));
    new Disputes(staking, treasury, 3_000, 10_000, 10_000, COOL_DOWN);
    Disputes most = new Disputes(staking, treasury, 3_000, 10_000, 10_000, COOL_DOWN - 1);
    assertEq(most.evidenceWindow(), COOL_DOWN - 1);
  }
}
