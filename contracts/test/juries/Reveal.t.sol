// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { OpenedVote } from "../../src/disputes/Ballot.sol";
import { Docket } from "../../src/disputes/Docket.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { Voting } from "../../src/disputes/Voting.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract RevealTest is JuriesFixture {
  uint256 private id;
  uint256[] private ids;

  function setUp() public override {
    super.setUp();
    (id, ids) = openAndDraw();
    commit(id, alike(ids, Finding.Wrong));
  }

  function test_whoeverKnowsAVoteOpensItWithItsDistance() public {
    skip(STEP);
    uint256 seats = juries.seatsOf(id, 0, ids[0]);
    vm.expectEmit(address(juries));
    emit Voting.Revealed(id, 0, ids[0], Finding.Wrong, DISTANCE);
    vm.prank(makeAddr("anybody"));
    juries.reveal(id, one(opened(ids[0], Finding.Wrong)));
    assertEq(juries.juryOf(id, 0).votes[uint256(Finding.Wrong)], seats);
  }

  function test_aVoteCountsOnce() public {
    skip(STEP);
    juries.reveal(id, one(opened(ids[0], Finding.Wrong)));
    juries.reveal(id, alike(ids, Finding.Wrong));
    assertEq(juries.juryOf(id, 0).votes[uint256(Finding.Wrong)], seatsOf(id, 0, ids));
  }

  function test_onlyWhatWasSealedIsOpened() public {
    skip(STEP);
    OpenedVote memory vote = opened(ids[0], Finding.Wrong);
    for (uint256 i = 0; i < 4; i++) {
      OpenedVote memory other = opened(ids[0], Finding.Wrong);
      if (i == 0) other.finding = Finding.Right;
      else if (i == 1) other.distance++;
      else if (i == 2) other.salt = 0;
      else other.nodeId = ids[1] + 100;
      vm.expectRevert(abi.encodeWithSelector(Voting.WrongVote.selector, other.nodeId));
      juries.reveal(id, one(other));
    }
    juries.reveal(id, one(vote));
  }

  function test_noFindingIsNoVote() public {
    uint256 other = open_();
    draw(other, keccak256("a block"));
    uint256 voter = jurors(other, 0)[0];
    commit(other, one(opened(voter, Finding.None)));
    skip(STEP);
    vm.expectRevert(abi.encodeWithSelector(Voting.WrongVote.selector, voter));
    juries.reveal(other, one(opened(voter, Finding.None)));
  }

  function test_votesAreOpenedWhileTheWindowIsOpen() public {
    uint256 from = block.timestamp + STEP;
    vm.warp(from - 1);
    vm.expectRevert(abi.encodeWithSelector(Docket.TooEarly.selector, from));
    juries.reveal(id, alike(ids, Finding.Wrong));
    vm.warp(from + STEP);
    vm.expectRevert(abi.encodeWithSelector(Docket.TooLate.selector, from + STEP));
    juries.reveal(id, alike(ids, Finding.Wrong));
    vm.warp(from + STEP - 1);
    juries.reveal(id, alike(ids, Finding.Wrong));
  }

  function open_() private returns (uint256) {
    wrongResult.units++;
    return open();
  }
}
