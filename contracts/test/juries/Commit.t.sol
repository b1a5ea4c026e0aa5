// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { SealedVote } from "../../src/disputes/Ballot.sol";
import { Docket } from "../../src/disputes/Docket.sol";
import { Finding } from "../../src/disputes/Jury.sol";
import { Voting } from "../../src/disputes/Voting.sol";
import { JuriesFixture } from "./JuriesFixture.sol";

contract CommitTest is JuriesFixture {
  uint256 private id;
  uint256[] private ids;

  function setUp() public override {
    super.setUp();
    id = open();
    uint64 seedBlock = juries.juryOf(id, 0).seedBlock;
    vm.roll(seedBlock + 1);
    vm.setBlockhash(seedBlock, keccak256("a block"));
    uint256 state = vm.snapshotState();
    juries.draw(id);
    uint256[] memory drawn = jurors(id, 0);
    vm.revertToState(state);
    ids = drawn;
  }

  function test_anybodySendsTheVotesOfManyAndDrawsTheJury() public {
    SealedVote[] memory votes = new SealedVote[](2);
    for (uint256 i = 0; i < 2; i++) {
      votes[i] = seal(id, 0, opened(ids[i], Finding.Wrong), keys[ids[i]]);
    }
    vm.prank(makeAddr("anybody"));
    juries.commit(id, votes);
    for (uint256 i = 0; i < 2; i++) {
      assertEq(juries.ballotOf(id, 0, ids[i]).seats, juries.seatsOf(id, 0, ids[i]));
      assertEq(juries.ballotOf(id, 0, ids[i]).sealedVote, bytes27(votes[i].vote));
    }
  }

  function test_theFirstSealedVoteStandsAndASecondStopsNobody() public {
    commit(id, one(opened(ids[0], Finding.Wrong)));
    bytes27 first = juries.ballotOf(id, 0, ids[0]).sealedVote;
    uint256[] memory both = new uint256[](2);
    (both[0], both[1]) = (ids[0], ids[1]);
    commit(id, alike(both, Finding.Right));
    assertEq(juries.ballotOf(id, 0, ids[0]).sealedVote, first);
    assertGt(juries.ballotOf(id, 0, ids[1]).seats, 0);
  }

  function test_onlyTheNodesKeySignsItsVote() public {
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = seal(id, 0, opened(ids[0], Finding.Wrong), keys[ids[1]]);
    address signer = vm.addr(keys[ids[1]]);
    vm.expectRevert(abi.encodeWithSelector(Voting.WrongOperator.selector, ids[0], signer));
    juries.commit(id, votes);
  }

  /// @dev The vote is the node's: once its key is replaced, the new one signs.
  function test_aReplacedKeySignsNoVotes() public {
    rotate(ids[0], "a new key");
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = seal(id, 0, opened(ids[0], Finding.Wrong), keys[ids[0]]);
    vm.expectPartialRevert(Voting.WrongOperator.selector);
    juries.commit(id, votes);
    (, uint256 key) = makeAddrAndKey("a new key");
    votes[0] = seal(id, 0, opened(ids[0], Finding.Wrong), key);
    juries.commit(id, votes);
  }

  function test_aVoteForAnotherJuryIsNoVote() public {
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = seal(id, 1, opened(ids[0], Finding.Wrong), keys[ids[0]]);
    vm.expectPartialRevert(Voting.WrongOperator.selector);
    juries.commit(id, votes);
  }

  function test_whoHasNoSeatDoesNotVote() public {
    (address operator, uint256 key) = makeAddrAndKey("accused");
    assertEq(operator, vm.addr(accusedKey));
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = seal(id, 0, opened(accused, Finding.Right), key);
    vm.expectRevert(abi.encodeWithSelector(Voting.NotDrawn.selector, id, accused));
    juries.commit(id, votes);
  }

  function test_sealedVotesComeInUntilTheWindowCloses() public {
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = seal(id, 0, opened(ids[0], Finding.Wrong), keys[ids[0]]);
    uint256 end = block.timestamp + STEP;
    vm.warp(end);
    vm.expectRevert(abi.encodeWithSelector(Docket.TooLate.selector, end));
    juries.commit(id, votes);
    vm.warp(end - 1);
    juries.commit(id, votes);
  }
}
