// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { ECDSA } from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import { AssignmentEvidence, AssignmentProof } from "../../src/disputes/AssignmentEvidence.sol";
import { OpenedVote, SealedVote } from "../../src/disputes/Ballot.sol";
import { Docket } from "../../src/disputes/Docket.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { Messages, SignedResult } from "../../src/disputes/Messages.sol";
import { Voting } from "../../src/disputes/Voting.sol";
import { Role } from "../../src/staking/Node.sol";
import { JuriesFixture } from "../juries/JuriesFixture.sol";

/// @dev What might be tried on a case: with its evidence, its votes, its weights and its rewards.
contract CaseAttacksTest is JuriesFixture {
  /// @dev Of secp256k1.
  uint256 private constant CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141;

  /// @dev Bond split over nodes that join once the case is open.
  function test_nodesThatJoinForACaseHaveNoSeats() public {
    uint256 early = registerNode(bob, "early", Role.Miner, 0, 1_000 * MINER_MINIMUM);
    uint256 id = open();
    uint256 late = registerNode(carol, "late", Role.Miner, 0, 1_000 * MINER_MINIMUM);
    draw(id, SALT);
    assertEq(juries.seatsOf(id, 0, early), 0);
    assertEq(juries.seatsOf(id, 0, late), 0);
  }

  /// @dev A reporter has its own nodes left out of the total and hands them to a friend: without that, they would have
  /// 43 of 100 seats for 30 % of the weight.
  function test_barredNodesThatChangeHandsHaveNoSeats() public {
    uint256 own = registerNode(reporter, "own", Role.Miner, 0, 10 * MINER_MINIMUM);
    vote(bob, own, 10 * MINER_MINIMUM);
    (, keys[own]) = makeAddrAndKey("own");
    nextTask();
    uint256 id = openWith(single(own));
    handOver(own, bob);
    draw(id, SALT);
    assertEq(juries.seatsOf(id, 0, own), 0);
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = seal(id, 0, opened(own, Finding.Wrong), keys[own]);
    vm.expectRevert(abi.encodeWithSelector(Voting.VoteRefused.selector, id, own));
    juries.commit(id, votes);
    skip(2 * STEP);
    appealBy(reporter, id);
    // A later jury, whose caller names nobody, shares its seats among the same weight.
    draw(id, SALT);
    assertEq(juries.seatsOf(id, 1, own), 0);
  }

  /// @dev A vote names its node: whoever copies it cannot open it.
  function test_copyingAVote() public {
    uint256 id = open();
    draw(id, SALT);
    uint256[] memory ids = jurors(id, 0);
    OpenedVote memory vote = opened(ids[0], Finding.Wrong);
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = seal(id, 0, vote, keys[ids[0]]);
    votes[0].nodeId = ids[1];
    vm.expectRevert(abi.encodeWithSelector(Voting.VoteRefused.selector, id, ids[1]));
    juries.commit(id, votes);
  }

  /// @dev A result with a verdict cannot be tried again.
  function test_doubleJeopardy() public {
    uint256 id = open();
    decide(id, Finding.Right);
    settle(id);
    refuseOpen(abi.encodeWithSelector(Docket.AlreadyOpen.selector, id));
  }

  /// @dev A result that was signed for one chain is no evidence on another.
  function test_evidenceReplayedOnAnotherChain() public {
    (AssignmentProof memory proof, SignedResult memory signed) = (proofOf(assignment), resultOf());
    vm.chainId(block.chainid + 1);
    vm.prank(reporter);
    vm.expectPartialRevert(AssignmentEvidence.WrongSigner.selector);
    juries.open(proof, signed, source(), none());
  }

  /// @dev The malleated signature of the same result is not a second piece of evidence.
  function test_oneResultUnderASignatureTurnedRound() public {
    uint256 id = open();
    decide(id, Finding.Wrong);
    settle(id);
    (uint8 v, bytes32 r, bytes32 s) = vm.sign(
      accusedKey, Messages.digest(address(staking), Messages.hash(wrongResult, digestOf(assignment)))
    );
    bytes32 high = bytes32(CURVE_ORDER - uint256(s));
    AssignmentProof memory proof = proofOf(assignment);
    SignedResult memory turned =
      SignedResult(wrongResult, abi.encodePacked(r, high, uint8(v == 27 ? 28 : 27)));
    vm.prank(reporter);
    vm.expectRevert(abi.encodeWithSelector(ECDSA.ECDSAInvalidSignatureS.selector, high));
    juries.open(proof, turned, source(), none());
  }

  /// @dev An owner with many votes behind a small bond has itself convicted, and friends are all the jury: together
  /// they gain nothing from the voters' loss.
  function test_convictingOneselfForTheRewards() public {
    vote(bob, accused, 1_000_000e18);
    uint256 id = open();
    uint256 own =
      cai.balanceOf(reporter) + juries.reportDepositOf(accused) + staking.votesOf(accusedOwner, accused);
    uint256[] memory ids = decide(id, Finding.Wrong);
    settle(id);
    juries.pay(id, 0, keysOf(ids));
    uint256 gained = cai.balanceOf(reporter) + staking.votesOf(accusedOwner, accused);
    for (uint256 i = 0; i < ids.length; i++) {
      gained += wealthOf(ids[i]);
    }
    assertLt(gained, own);
  }

  /// @dev Two results of one assignment, one of them before a jury: each signed fault is punished once, and both
  /// together cost no more than the cap.
  function test_oneAssignmentBeforeBothCourts() public {
    uint256 id = open();
    SignedResult memory other = resultOf();
    wrongResult.units++;
    SignedResult memory another = resultOf();
    wrongResult.units--;
    disputes.reportTwoResults(proofOf(assignment), other, another);
    decide(id, Finding.Wrong);
    settle(id);
    assertGe(stakeOf(accused), MINER_MINIMUM - MINER_MINIMUM * CAP_BPS / 10_000);
    refuseOpen(abi.encodeWithSelector(Docket.AlreadyOpen.selector, id));
  }

  function test_settlingTwice() public {
    uint256 id = open();
    decide(id, Finding.Wrong);
    settle(id);
    uint256 left = stakeOf(accused);
    vm.expectRevert(abi.encodeWithSelector(Docket.TooLate.selector, block.timestamp));
    juries.settle(id);
    assertEq(stakeOf(accused), left);
  }

  /// @dev A friend opens the case, and calls each later jury in the first second, without naming the nodes of the
  /// accused's owner. Their seats stayed empty in all three, so there was never a verdict.
  function test_aFriendCallsEveryJuryForShow() public {
    uint256[] memory own = new uint256[](5);
    for (uint256 i = 0; i < own.length; i++) {
      own[i] =
        registerNode(accusedOwner, string.concat("own", vm.toString(i)), Role.Miner, 0, 10 * MINER_MINIMUM);
    }
    nextTask();
    uint256 id = open();
    uint256 state = vm.snapshotState();
    assertEq(uint256(verdictOfThree(id)), uint256(Finding.None));
    // What the friend has lost by it: a tenth of its deposits.
    uint256 deposits =
      juries.juryOf(id, 0).deposit + juries.juryOf(id, 1).deposit + juries.juryOf(id, 2).deposit;
    assertEq(cai.balanceOf(reporter), 10_000e18 - deposits / 10);
    vm.revertToState(state);
    vm.prank(makeAddr("anybody"));
    juries.leaveOut(id, own);
    assertEq(uint256(verdictOfThree(id)), uint256(Finding.Wrong));
  }

  function verdictOfThree(uint256 id) private returns (Finding) {
    for (uint256 round = 0; round < 3; round++) {
      decide(id, Finding.Wrong);
      if (round < 2) appealBy(reporter, id);
    }
    settle(id);
    return juries.getCase(id).verdict;
  }

  /// @dev An owner with most of the weight is convicted twice, then calls the last jury without naming its own nodes as
  /// barred. Their seats stayed empty, there was no quorum, and nobody could call another.
  function test_theAccusedCallsTheLastJuryToLeaveItsSeatsEmpty() public {
    uint256[] memory own = new uint256[](5);
    for (uint256 i = 0; i < own.length; i++) {
      own[i] =
        registerNode(accusedOwner, string.concat("own", vm.toString(i)), Role.Miner, 0, 10 * MINER_MINIMUM);
    }
    nextTask();
    uint256 id = openWith(own);
    decide(id, Finding.Wrong);
    vm.prank(accusedOwner);
    juries.appeal(id, own);
    decide(id, Finding.Wrong);
    vm.prank(accusedOwner);
    juries.appeal(id, none());
    decide(id, Finding.Wrong);
    settle(id);
    assertEq(uint256(juries.getCase(id).verdict), uint256(Finding.Wrong));
    assertLt(stakeOf(accused), MINER_MINIMUM);
  }
}
