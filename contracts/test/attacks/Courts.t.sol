// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { Juries } from "../../src/Juries.sol";
import { Assignment, Messages } from "../../src/disputes/Messages.sol";
import { Penalty } from "../../src/disputes/Penalty.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

contract CourtAttacksTest is JuriesFixture {
  /// @dev Of secp256k1.
  uint256 private constant CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

  /// @dev A stake split over many nodes once the case is open: none of them is drawn.
  function test_juryStuffingBySplittingAfterTheCaseIsOpen() public {
    uint256 id = open();
    uint256[] memory stuffed = new uint256[](10);
    for (uint256 i = 0; i < stuffed.length; i++) {
      stuffed[i] = registerNode(bob, string.concat("stuffed", vm.toString(i)), Role.Miner, 0, MINER_MINIMUM);
    }
    draw(id, keccak256("a block"));
    for (uint256 i = 0; i < stuffed.length; i++) {
      assertFalse(juries.isDrawn(id, 0, stuffed[i]));
    }
  }

  /// @dev Weights are those of the second before the case: a node registered in the case's own second has
  /// none.
  function test_juryStuffingInTheCasesOwnSecond() public {
    skip(1);
    uint256 late = registerNode(bob, "late", Role.Miner, 0, 1_000 * MINER_MINIMUM);
    uint256 id = open();
    draw(id, keccak256("a block"));
    assertFalse(juries.isDrawn(id, 0, late));
  }

  /// @dev A commitment names its juror: whoever copies it cannot reveal it.
  function test_copyingACommitment() public {
    uint256 id = open();
    draw(id, keccak256("a block"));
    uint256[] memory ids = drawn(id, 0);
    bytes32 sealedVote = juries.commitmentOf(id, 0, ids[0], true, SALT);
    for (uint256 i = 0; i < 2; i++) {
      vm.prank(staking.node(ids[i]).operator);
      juries.commit(id, ids[i], sealedVote);
    }
    skip(STEP);
    juries.reveal(id, ids[0], true, SALT);
    vm.expectRevert(Juries.WrongCommitment.selector);
    juries.reveal(id, ids[1], true, SALT);
  }

  function test_aJurorVotesTwice() public {
    uint256 id = open();
    draw(id, keccak256("a block"));
    uint256 juror = drawn(id, 0)[0];
    commit(id, 0, juror, true);
    skip(STEP);
    juries.reveal(id, juror, true, SALT);
    vm.expectRevert(Juries.WrongCommitment.selector);
    juries.reveal(id, juror, false, SALT);
    assertEq(juries.getCase(id).juries[0].votesWrong, 1);
  }

  /// @dev A result with a verdict cannot be tried again.
  function test_doubleJeopardy() public {
    uint256 id = open();
    vote(id, 0, type(uint256).max);
    skip(STEP);
    juries.settle(id);
    uint256 left = staking.node(accused).assets;
    vm.expectRevert(abi.encodeWithSelector(Juries.AlreadyOpen.selector, id));
    open();
    assertEq(staking.node(accused).assets, left);
  }

  /// @dev The accused leaves as soon as it sees the case: the verdict still reaches its leaving stake.
  function test_frontRunningAVerdictByLeaving() public {
    uint256 id = open();
    vm.startPrank(accusedOwner);
    staking.unvote(accused, MINER_MINIMUM);
    staking.retire(accused);
    vm.stopPrank();
    vote(id, 0, type(uint256).max);
    skip(STEP);
    juries.settle(id);
    uint256 taken = MINER_MINIMUM * SLASH_BPS / 10_000;
    assertEq(staking.unbondingOf(accused), MINER_MINIMUM - taken);
  }

  /// @dev A result that was signed for one chain is no evidence on another.
  function test_evidenceReplayedOnAnotherChain() public {
    bytes32 digest = Messages.digest(address(staking), Messages.hash(assignment));
    bytes memory signature = signProtocol(coordinatorKey, Messages.hash(assignment));
    bytes memory resultSignature = signResult(accusedKey, digest, RESULT);
    vm.chainId(block.chainid + 1);
    vm.prank(reporter);
    vm.expectPartialRevert(Juries.WrongSigner.selector);
    juries.open(assignment, signature, RESULT, resultSignature);
  }

  /// @dev An owner with many votes behind a small bond has itself convicted, with a friend on the jury: it
  /// gains nothing from the voters' loss.
  function test_convictingOneselfForTheJurorsPart() public {
    vote(bob, accused, 1_000_000e18);
    skip(1);
    uint256 id = open();
    uint256[] memory ids = vote(id, 0, type(uint256).max);
    skip(STEP);
    uint256 before = staking.votesOf(accusedOwner, accused);
    juries.settle(id);
    uint256 lost = before - staking.votesOf(accusedOwner, accused);
    assertLt(juries.getCase(id).purse * ids.length + cai.balanceOf(reporter) - 1_000e18, lost);
  }

  /// @dev A case without a verdict costs its reporter no bond, so the reporter gets nothing of the jurors'
  /// fines.
  function test_openingCasesForTheFinesOfThoseWhoStayAway() public {
    uint256 before = cai.balanceOf(reporter);
    uint256 id = open();
    draw(id, keccak256("a block"));
    uint256[] memory ids = drawn(id, 0);
    skip(2 * STEP);
    for (uint256 i = 0; i < ids.length; i++) {
      vm.prank(reporter);
      juries.fineNoShow(id, 0, ids[i]);
    }
    juries.settle(id);
    assertGt(ids.length, QUORUM);
    assertEq(cai.balanceOf(reporter), before);
    assertEq(cai.balanceOf(treasury), ids.length * NO_SHOW);
  }

  /// @dev The accused takes its bond out before it is convicted: the loss still reaches the bond, and
  /// reporter and jurors are still paid from it.
  function test_starvingReporterAndJurorsByLeaving() public {
    vote(bob, accused, MINER_MINIMUM);
    skip(1);
    uint256 id = open();
    vm.prank(accusedOwner);
    staking.unvote(accused, MINER_MINIMUM);
    uint256[] memory ids = vote(id, 0, type(uint256).max);
    skip(STEP);
    juries.settle(id);
    uint256 lost = MINER_MINIMUM * SLASH_BPS / 10_000;
    assertApproxEqAbs(cai.balanceOf(reporter) - 1_000e18, lost * REPORTER_BPS / 10_000, 1);
    assertApproxEqAbs(juries.getCase(id).purse, lost * JUROR_BPS / 10_000 / ids.length, 1);
  }

  /// @dev Two results of one assignment, the first before a jury. Whoever reports what and when, each court
  /// judges each signed message once, and what is taken is bounded by what was signed.
  function test_oneAssignmentBeforeBothCourts() public {
    uint256 id = open();
    bytes32 digest = Messages.digest(address(staking), Messages.hash(assignment));
    bytes memory one = signResult(accusedKey, digest, RESULT);
    bytes memory other = signResult(accusedKey, digest, SALT);
    disputes.reportTwoResults(assignment, RESULT, one, SALT, other);
    uint256 left = MINER_MINIMUM - MINER_MINIMUM * EQUIVOCATION_BPS / 10_000;
    assertEq(staking.node(accused).assets, left);
    vote(id, 0, type(uint256).max);
    skip(STEP);
    juries.settle(id);
    left -= left * SLASH_BPS / 10_000;
    assertEq(staking.node(accused).assets, left);

    vm.prank(reporter);
    vm.expectPartialRevert(Penalty.AlreadyPunished.selector);
    disputes.reportTwoResults(assignment, SALT, other, RESULT, one);
    bytes memory signature = signProtocol(coordinatorKey, Messages.hash(assignment));
    vm.prank(reporter);
    vm.expectRevert(abi.encodeWithSelector(Juries.AlreadyOpen.selector, id));
    juries.open(assignment, signature, RESULT, one);
    vm.expectRevert(Juries.TooLate.selector);
    juries.settle(id);
    assertEq(staking.node(accused).assets, left);
  }

  /// @dev Two reporters race with the same result: there is one case.
  function test_oneResultHeldWrongByTwoReporters() public {
    uint256 id = open();
    (address first, address second) = (reporter, accusedOwner);
    reporter = second;
    vm.expectRevert(abi.encodeWithSelector(Juries.AlreadyOpen.selector, id));
    open();
    assertEq(juries.getCase(id).reporter, first);
  }

  /// @dev The malleated signature of the same result is not a second piece of evidence.
  function test_oneResultUnderASignatureTurnedRound() public {
    uint256 id = open();
    vote(id, 0, type(uint256).max);
    skip(STEP);
    juries.settle(id);
    bytes32 structHash = Messages.hash(assignment);
    bytes32 digest = Messages.digest(address(staking), structHash);
    (uint8 v, bytes32 r, bytes32 s) =
      vm.sign(accusedKey, Messages.digest(address(staking), Messages.hashResult(digest, RESULT)));
    bytes32 high = bytes32(CURVE_ORDER - uint256(s));
    bytes memory turned = abi.encodePacked(r, high, uint8(v == 27 ? 28 : 27));
    bytes memory signature = signProtocol(coordinatorKey, structHash);
    vm.prank(reporter);
    vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, high));
    juries.open(assignment, signature, RESULT, turned);
  }

  /// @dev A wrong assignment is punished once, whichever skipped miner reports it.
  function test_oneWrongAssignmentReportedByTwoThatWereSkipped() public {
    Assignment memory wrong = assign(makeAddr("stranger"), "");
    report(wrong, "", ranking[0]);
    bytes memory refusal = abi.encodeWithSelector(Penalty.AlreadyPunished.selector, Messages.hash(wrong));
    refuse(wrong, "", ranking[1], refusal);
    refuse(wrong, "", ranking[0], refusal);
  }
}
