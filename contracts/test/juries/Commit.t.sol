// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import { Vm } from "forge-std/Vm.sol";
import { OpenedVote, SealedVote } from "../../src/disputes/Ballot.sol";
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

  function test_norDoesASecondVoteAlone() public {
    commit(id, one(opened(ids[0], Finding.Wrong)));
    bytes27 first = juries.ballotOf(id, 0, ids[0]).sealedVote;
    commit(id, one(opened(ids[0], Finding.Right)));
    assertEq(juries.ballotOf(id, 0, ids[0]).sealedVote, first);
  }

  function test_onlyTheNodesKeySignsItsVote() public {
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = seal(id, 0, opened(ids[0], Finding.Wrong), keys[ids[1]]);
    vm.expectRevert(refusalOf(ids[0]));
    juries.commit(id, votes);
  }

  /// @dev The vote is the node's: once its key is replaced, the new one signs.
  function test_aReplacedKeySignsNoVotes() public {
    rotate(ids[0], "a new key");
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = seal(id, 0, opened(ids[0], Finding.Wrong), keys[ids[0]]);
    vm.expectRevert(refusalOf(ids[0]));
    juries.commit(id, votes);
    (, uint256 key) = makeAddrAndKey("a new key");
    votes[0] = seal(id, 0, opened(ids[0], Finding.Wrong), key);
    juries.commit(id, votes);
  }

  function test_aVoteForAnotherJuryIsNoVote() public {
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = seal(id, 1, opened(ids[0], Finding.Wrong), keys[ids[0]]);
    vm.expectRevert(refusalOf(ids[0]));
    juries.commit(id, votes);
  }

  function test_aVoteSignedForAnotherChainIsNoVote() public {
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = seal(id, 0, opened(ids[0], Finding.Wrong), keys[ids[0]]);
    vm.chainId(31_338);
    vm.expectRevert(refusalOf(ids[0]));
    juries.commit(id, votes);
  }

  function test_whoHasNoSeatDoesNotVote() public {
    (address operator, uint256 key) = makeAddrAndKey("accused");
    assertEq(operator, vm.addr(accusedKey));
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = seal(id, 0, opened(accused, Finding.Right), key);
    vm.expectRevert(refusalOf(accused));
    juries.commit(id, votes);
  }

  function test_aSignatureThatIsNoneCountsForNobody() public {
    vm.prank(staking.node(ids[0]).owner);
    staking.retire(ids[0]);
    SealedVote[] memory votes = new SealedVote[](1);
    votes[0] = SealedVote({ nodeId: ids[0], vote: SALT, r: 0, vs: 0 });
    vm.expectRevert(refusalOf(ids[0]));
    juries.commit(id, votes);
    votes[0].nodeId = 0;
    vm.expectRevert(refusalOf(0));
    juries.commit(id, votes);
  }

  /// @dev One juror loses its seats, because it votes for the accused. Another replaces its key. The accused has no
  /// seats at all.
  function test_whoDoesNotCountAnyMoreStopsNobody() public {
    OpenedVote[] memory votes = new OpenedVote[](4);
    for (uint256 i = 0; i < 3; i++) {
      votes[i] = opened(ids[i], Finding.Wrong);
    }
    votes[3] = opened(accused, Finding.Right);
    votes[0].nodeId = coordinatorNode;
    keys[coordinatorNode] = coordinatorKey;
    rotate(ids[1], "a new key");
    vm.recordLogs();
    commit(id, votes);
    assertEq(juries.ballotOf(id, 0, coordinatorNode).seats, 0);
    assertEq(juries.ballotOf(id, 0, ids[1]).seats, 0);
    assertEq(juries.ballotOf(id, 0, accused).seats, 0);
    assertEq(juries.ballotOf(id, 0, ids[2]).seats, juries.seatsOf(id, 0, ids[2]));
    assertGt(juries.seatsOf(id, 0, ids[2]), 0);
    assertEq(recordedVotes(), 1);
  }

  /// @dev Whoever sends the same votes a second time meets no error, but one whose votes never count does.
  function test_aBatchFailsIfNoneOfItsVotesStands() public {
    uint256[] memory two = new uint256[](2);
    (two[0], two[1]) = (ids[0], ids[1]);
    rotate(ids[0], "a new key");
    commit(id, alike(two, Finding.Wrong));
    commit(id, alike(two, Finding.Wrong));
    vm.expectRevert(refusalOf(ids[0]));
    this.send(alike(single(ids[0]), Finding.Wrong));
  }

  function send(OpenedVote[] memory votes) external {
    commit(id, votes);
  }

  function refusalOf(uint256 nodeId) private view returns (bytes memory) {
    return abi.encodeWithSelector(Voting.VoteRefused.selector, id, nodeId);
  }

  function recordedVotes() private returns (uint256 count) {
    Vm.Log[] memory logs = vm.getRecordedLogs();
    for (uint256 i = 0; i < logs.length; i++) {
      if (logs[i].topics[0] == Voting.Committed.selector) count++;
    }
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
