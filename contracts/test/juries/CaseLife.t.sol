// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { OpenedVote, SealedVote } from "../../src/disputes/Ballot.sol";
import { Exhibit } from "../../src/disputes/Case.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { Terms } from "../../src/disputes/Terms.sol";
import { Juries } from "../../src/Juries.sol";
import { Call, CaseModel, Life } from "./CaseModel.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

/// @dev Lives every life that a case of two juries can have. In each of its states, in the last second before each
/// change and in the first after it, tries every call and compares the answer with the model's.
contract CaseLifeTest is JuriesFixture {
  using CaseModel for Life;

  /// @dev How far a jury gets: not drawn, drawn, all sealed, or all found the same.
  enum Course {
    Undrawn,
    Empty,
    Sealed,
    Wrong,
    Right,
    Unavailable
  }

  uint256 private constant CALLS = uint256(type(Call).max) + 1;
  uint256 private constant COURSES = uint256(type(Course).max) + 1;

  /// @dev Kept in memory, which no snapshot takes back.
  struct Tally {
    uint256 tried;
    uint256 wentThrough;
  }

  uint256 private id;

  function juryTerms() internal pure override returns (Terms memory terms) {
    terms = super.juryTerms();
    terms.juries = 2;
  }

  /// @dev The juror has half of all seats, so that no jury is without it.
  function setUp() public override {
    super.setUp();
    vote(jurorOwner, juror, 2 * (PEERS - 2) * MINER_MINIMUM);
    nextTask();
  }

  function test_everyCallInEveryStateAndAtEveryBoundary() public {
    id = open();
    Life memory life;
    life.reportEnd = drawnAt + juries.reportWindow() + 1;
    Tally memory tally;
    uint256 state = vm.snapshotState();
    for (uint256 course = 0; course < COURSES; course++) {
      liveJury(copy(life), Course(course), tally);
      vm.revertToState(state);
    }
    assertGt(tally.tried, 5_000);
    assertGt(tally.wentThrough, 1_000);
  }

  /// @dev From the call of a jury to its end, and on from there to all that can follow.
  function liveJury(Life memory life, Course course, Tally memory tally) private {
    (life.start, life.seedKnown, life.drawn) = (block.timestamp, false, false);
    (life.committed, life.revealed) = (false, false);
    life.juror = course >= Course.Wrong ? findingOf(course) : Finding.Wrong;
    uint256 round = juries.getCase(id).round;
    tryAll(life, tally);
    uint256[] memory ids;
    if (course != Course.Undrawn) {
      uint64 seedBlock = juries.juryOf(id, round).seedBlock;
      vm.roll(seedBlock + 1);
      vm.setBlockhash(seedBlock, keccak256("a block"));
      life.seedKnown = true;
      tryAll(life, tally);
      juries.draw(id);
      life.drawn = true;
      ids = jurors(id, round);
      tryAll(life, tally);
    }
    if (course >= Course.Sealed) {
      commit(id, alike(ids, life.juror));
      life.committed = true;
      tryAll(life, tally);
    }
    tryAround(life, life.start + STEP, tally);
    if (course >= Course.Wrong) {
      juries.reveal(id, alike(ids, life.juror));
      life.revealed = true;
      tryAll(life, tally);
    }
    tryAround(life, life.start + 2 * STEP, tally);
    if (!life.last) {
      liveAppeals(life, tally);
      tryAround(life, life.start + 3 * STEP, tally);
    }
    liveSettled(life, tally);
    uint256 end = life.start + (life.last ? 3 : 4) * STEP;
    vm.warp(end - 1);
    liveSettled(life, tally);
    tryAround(life, end, tally);
    liveSettled(life, tally);
  }

  function liveAppeals(Life memory life, Tally memory tally) private {
    uint256 state = vm.snapshotState();
    for (uint256 course = 0; course < COURSES; course++) {
      appealBy(reporter, id);
      Life memory next = copy(life);
      next.last = true;
      liveJury(next, Course(course), tally);
      vm.revertToState(state);
    }
  }

  function liveSettled(Life memory before, Tally memory tally) private {
    uint256 state = vm.snapshotState();
    Life memory life = copy(before);
    Finding verdict = life.found(STEP);
    juries.settle(id);
    assertEq(uint256(juries.getCase(id).verdict), uint256(verdict));
    (life.settledAt, life.verdict) = (block.timestamp, verdict);
    tryAll(life, tally);
    tryAround(life, life.settledAt + STEP, tally);
    if (block.timestamp < life.reportEnd) tryAround(life, life.reportEnd, tally);
    vm.revertToState(state);
  }

  function tryAround(Life memory life, uint256 second, Tally memory tally) private {
    vm.warp(second - 1);
    tryAll(life, tally);
    vm.warp(second);
    tryAll(life, tally);
  }

  function tryAll(Life memory life, Tally memory tally) private {
    uint256 round = juries.getCase(id).round;
    for (uint256 i = 0; i < CALLS; i++) {
      Call call = Call(i);
      bytes memory data = dataOf(call, life, round);
      bytes4 expected = life.answer(call, STEP);
      // A call that reverts leaves nothing to take back, and snapshots are slow.
      uint256 state = expected == 0 ? vm.snapshotState() : 0;
      vm.prank(reporter);
      (bool success, bytes memory returned) = address(juries).call(data);
      assertEq(success ? bytes4(0) : bytes4(returned), expected, string.concat("call ", vm.toString(i)));
      tally.tried++;
      if (!success) continue;
      tally.wentThrough++;
      vm.revertToStateAndDelete(state);
    }
  }

  function dataOf(Call call, Life memory life, uint256 round) private view returns (bytes memory) {
    OpenedVote memory vote = opened(juror, life.juror);
    if (call == Call.OpenAgain) {
      return abi.encodeCall(juries.open, (proofOf(assignment), resultOf(), source(), none()));
    }
    if (call == Call.Exhibit) return abi.encodeCall(juries.exhibit, (id, source()));
    if (call == Call.Draw) return abi.encodeCall(juries.draw, (id));
    if (call == Call.Commit) {
      SealedVote[] memory votes = new SealedVote[](1);
      votes[0] = seal(id, round, vote, keys[juror]);
      return abi.encodeCall(juries.commit, (id, votes));
    }
    if (call == Call.Reveal) return abi.encodeCall(juries.reveal, (id, one(vote)));
    if (call == Call.Appeal) return abi.encodeCall(juries.appeal, (id, none()));
    if (call == Call.Settle) return abi.encodeCall(juries.settle, (id));
    if (call == Call.Pay) return abi.encodeCall(juries.pay, (id, round, keysOf(single(juror))));
    return abi.encodeCall(juries.fine, (id, round, single(juror)));
  }

  function findingOf(Course course) private pure returns (Finding) {
    if (course == Course.Wrong) return Finding.Wrong;
    return course == Course.Right ? Finding.Right : Finding.Unavailable;
  }

  /// @dev Memory is shared by reference: a branch must not change its trunk.
  function copy(Life memory life) private pure returns (Life memory) {
    return abi.decode(abi.encode(life), (Life));
  }
}
